"""Bytes of a gallery flipped one at a time: what is found, what matters not, what is taken for sound."""

import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from app.core.errors import KithError, StorageError
from app.core.paths import GALLERY_FILE
from app.gallery import embeddings, faces, journal, models, people
from app.gallery.database import Database
from app.gallery.integrity import damage
from app.gallery.sqlite import DAMAGED, connect

UNCHECKED = ("written", "clustered", "sqlite_sequence")
"""Tables without checksums: what others were told last, where faces were sorted last, and counters."""


def flipped(data: bytes, rng: random.Random) -> bytes:
    """The bytes with one of them another."""
    place = rng.randrange(len(data))
    return data[:place] + bytes([data[place] ^ rng.randrange(1, 256)]) + data[place + 1 :]


def content(file: Path, but: tuple[str, ...] = ()) -> dict[str, list[Any]] | None:
    """All that a file's tables hold; None where they cannot be read."""
    try:
        with closing(connect(file)) as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            return {
                name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))  # noqa: S608
                for (name,) in names
                if name not in but
            }
    except DAMAGED:
        return None


def verdicts(sound: Path, folder: Path, flips: int, seed: int) -> Iterator[str]:
    """Flip a byte as often as asked; say of each what came of it.

    Yields:
        "found" where a look at the file tells, "same" where everything reads as before, "unchecked" where a
        table without checksums is another, "silent" where nothing tells that something is.
    """
    rng, data = random.Random(seed), sound.read_bytes()
    wanted, checked = content(sound), content(sound, UNCHECKED)
    file = folder / GALLERY_FILE
    for _ in range(flips):
        _write(file, flipped(data, rng))
        if _is_told(file):
            yield "found"
        elif content(file) == wanted:
            yield "same"
        else:
            yield "unchecked" if content(file, UNCHECKED) == checked else "silent"


def _write(file: Path, data: bytes) -> None:
    for suffix in ("-wal", "-shm", "-journal"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    file.write_bytes(data)
    file.chmod(0o600)


def _is_told(file: Path) -> bool:
    try:
        return bool(damage(file))
    except StorageError:
        return True


def used(sound: Path, folder: Path, flips: int, seed: int) -> Counter[str]:
    """Flip a byte as often as asked and use the gallery; count how that ended, by kind of error."""
    rng, data = random.Random(seed), sound.read_bytes()
    ends: Counter[str] = Counter()
    file = folder / GALLERY_FILE
    for _ in range(flips):
        _write(file, flipped(data, rng))
        try:
            _use(folder)
        except KithError as error:
            ends[f"refused: {type(error).__name__}"] += 1
        except Exception as error:  # noqa: BLE001 - that is what is counted
            ends[f"crashed: {type(error).__name__}: {error}"[:120]] += 1
        else:
            ends["went on"] += 1
    return ends


def _use(folder: Path) -> None:
    """Open a gallery and read what every start reads."""
    with closing(Database.open(folder)) as db:
        with db.read() as session:
            active = models.active(session)
            listed = [person.id for person in people.everyone(session)]
            models.everything(session)
            journal.history(session)
            for person in listed:
                ids = [face.id for face in faces.of_person(session, person)]
                list(embeddings.chips(session, ids))
            if active is not None:
                embeddings.load(session, active)
        with db.write() as session:
            people.create(session, f"Somebody {os.urandom(4).hex()}")
