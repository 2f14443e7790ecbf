"""What lies open in an encrypted gallery, whether flipped bytes are noticed, and what encryption costs.

python -m tests.bench.measure_encryption [--flips N] [--rounds N]
"""

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

from sqlalchemy import text

from app.core.errors import KithError
from app.core.paths import GALLERY_FILE
from app.gallery.database import Database
from app.gallery.sqlite import DAMAGED, connect, driver
from app.keys.key import Key
from app.keys.unlocking import made
from app.services.photos.importing import import_folder
from app.services.recognise.recogniser import load_recogniser
from app.services.recognise.similar import like_faces
from app.services.workspace import Workspace, encryption
from tests.bench.flips import flipped
from tests.bench.gates import Gate, report
from tests.bench.harness import faces_folder, machine
from tests.bench.measure_damage import make_gallery
from tests.bench.measure_finding import embed, fill

PASSPHRASE = "a passphrase for the bench"  # noqa: S105
_DEAREST = 1.1
"""Times the processor time of a plain gallery."""

Work = Callable[[], object]


def _traces(folder: Path) -> list[bytes]:
    """Names, places, vectors and crops of a plain gallery, as they lie in its file."""
    queries = (
        "SELECT CAST(name AS BLOB) FROM person",
        "SELECT CAST(path AS BLOB) FROM photo",
        "SELECT substr(vector, 1, 64) FROM embedding",
        "SELECT substr(image, 200, 64) FROM chip",
    )
    with Workspace.open(folder) as workspace, workspace.db.read() as session:
        return [bytes(one) for query in queries for one in session.execute(text(query)).scalars()]


def _lying_open(folder: Path, traces: list[bytes]) -> int:
    """How many of them are found in any file of a folder."""
    data = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return sum(any(trace in one for one in data) for trace in traces)


def _content(file: Path, key: Key) -> list[list[tuple[object, ...]]] | None:
    """All that an encrypted file holds; None where it is refused."""
    try:
        with closing(connect(file, key)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            return [
                connection.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608
                for (table,) in tables.fetchall()
            ]
    except (*DAMAGED, driver.Error, KithError):
        return None


def _silent(sound: Path, key: Key, folder: Path, flips: int) -> tuple[int, int]:
    """Of so many flipped bytes, how many gave other content, and how many the same."""
    rng, data, wanted = random.Random(0), sound.read_bytes(), _content(sound, key)
    silent = same = 0
    file = folder / GALLERY_FILE
    for _ in range(flips):
        file.write_bytes(flipped(data, rng))
        found = _content(file, key)
        same += found == wanted
        silent += found is not None and found != wanted
    return silent, same


def _kept(folder: Path, flips: int) -> Iterator[Gate]:
    file = make_gallery(folder / "made")
    data = file.parent
    network = random.Random(0).randbytes(4096)
    (data / "models").mkdir(exist_ok=True)
    (data / "models" / "retrained-bench.onnx").write_bytes(network)
    traces = [*_traces(data), network[1000:1064]]
    yield Gate("traces in the plain gallery", _lying_open(data, traces), len(traces))
    fresh = made(PASSPHRASE)
    encryption.turn_on(data, fresh)
    with Workspace.open(data) as workspace:
        import_folder(workspace, folder / "made" / "photos")
        found = _lying_open(data, traces)
        yield Gate(f"of {len(traces)} traces in the encrypted one, in use", found, 0, at_most=True)
    keys = [fresh.key.raw, PASSPHRASE.encode(), fresh.code.encode()]
    yield Gate("keys, passphrases and codes beside it", _lying_open(data, keys), 0, at_most=True)
    with closing(Database.open(data)) as db:
        db.fold()
    flipped_folder = folder / "flipped"
    flipped_folder.mkdir(mode=0o700)
    silent, same = _silent(file, fresh.key, flipped_folder, flips)
    print(f"   {flips} flipped bytes: {flips - silent - same} refused, {same} read as before")
    yield Gate(f"of {flips} flipped bytes taken for sound", silent, 0, at_most=True)


def _make_pair(folders: Mapping[str, Path], work: Callable[[Workspace], object], name: str) -> None:
    """Make one gallery plain and the same encrypted."""
    with Workspace.open(folders["plain"] / name) as workspace:
        work(workspace)
    shutil.copytree(folders["plain"] / name, folders["encrypted"] / name)
    encryption.turn_on(folders["encrypted"] / name, made(PASSPHRASE))


def _fill(workspace: Workspace) -> None:
    model = workspace.active_model()
    with workspace.db.write() as session:
        fill(session)
        embed(session, model)


def _costs(folder: Path, rounds: int) -> Iterator[Gate]:
    """Processor time with encryption as a multiple of that without, both in turn."""
    folders = {name: folder / name for name in ("plain", "encrypted")}
    photos = folder / "photos"
    for person in sorted((faces_folder() / "lfw10").iterdir())[:5]:
        shutil.copytree(person, photos / person.name)
    _make_pair(folders, Workspace.active_model, "empty")
    _make_pair(folders, _fill, "full")

    def start(data: Path) -> None:
        with Workspace.open(data / "full") as workspace:
            load_recogniser(workspace)

    def import_(data: Path) -> None:
        shutil.rmtree(data / "imported", ignore_errors=True)
        shutil.copytree(data / "empty", data / "imported")
        with Workspace.open(data / "imported") as workspace:
            import_folder(workspace, photos)

    def search(data: Path) -> None:
        with Workspace.open(data / "full") as workspace:
            like_faces(workspace, [50_000])

    for name, work in (("start", start), ("search, first", search), ("import", import_)):
        taken = _in_turn({kind: partial(work, at) for kind, at in folders.items()}, rounds)
        plain, encrypted = (statistics.median(taken[kind]) for kind in folders)
        print(f"   {name}: {plain:.2f} s plain, {encrypted:.2f} s encrypted (processor)")
        yield Gate(f"{name}: times as dear", encrypted / plain, _DEAREST, at_most=True)


def _in_turn(works: Mapping[str, Work], rounds: int) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + 1):
        for name, work in works.items():
            began = time.process_time()
            work()
            if turn:  # the first one warms up
                taken[name].append(time.process_time() - began)
    return taken


def main() -> int:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--flips", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        return 0 if report([_kept(folder, asked.flips), _costs(folder, asked.rounds)]) else 1


if __name__ == "__main__":
    sys.exit(main())
