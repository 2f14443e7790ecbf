"""Copies of the gallery that were carried elsewhere: nobody who is forgotten is in one, and what that costs.

    python -m tests.bench.measure_copies [carried] [costs] [--rounds N]

Carried: ten people are enrolled, plain and encrypted; a copy is carried elsewhere with its keys beside it,
and they are forgotten one by one. After each the copy is restored on another computer: whoever was forgotten
must be in no file there, by name, place, vector or crop, and whoever was not must be there with all of that.
The copy itself, as it was carried, is looked through as well. Costs: copying a gallery of 100,000 faces, and
opening that, against a copy as it lies, in processor time, in turns.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import insert, text

from app.gallery import sealed_copy
from app.gallery.integrity import damage
from app.gallery.schema import ChipRow
from app.keys import header, key
from app.keys.copy_keys import CopyKeys
from app.keys.unlocking import made
from app.services.people import browse, privacy
from app.services.workspace import Workspace, encryption
from app.services.workspace.backup import back_up_to
from app.services.workspace.restoring import restore
from tests.bench.gates import Gate, report
from tests.bench.harness import machine
from tests.bench.measure_damage import make_gallery
from tests.bench.measure_finding import embed, fill

_THEIRS = "(SELECT id FROM face WHERE person_id = :one)"
_OF_ONE = (
    "SELECT CAST(name AS BLOB) FROM person WHERE id = :one",
    "SELECT CAST(path AS BLOB) FROM photo WHERE id IN (SELECT photo_id FROM face WHERE person_id = :one)",
    f"SELECT substr(vector, 1, 64) FROM embedding WHERE face_id IN {_THEIRS}",  # noqa: S608
    f"SELECT substr(image, -99, 64) FROM chip WHERE face_id IN {_THEIRS}",  # noqa: S608
)
_CROP, _FACES, _AT_ONCE = 5_500, 100_000, 10_000
_PASSPHRASE = "four words of the bench"  # noqa: S105


def _traces(workspace: Workspace) -> dict[str, list[bytes]]:
    """Names, places, vectors and crops, by person."""
    with workspace.db.read() as session:
        return {
            one.name: [
                bytes(found)
                for query in _OF_ONE
                for found in session.execute(text(query), {"one": one.id}).scalars()
            ]
            for one in browse.everyone(workspace)
        }


def _found(folder: Path, traces: list[bytes]) -> int:
    """How many of them are in files of a folder."""
    data = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    return sum(one in data for one in traces)


def _carried(*, encrypted: bool) -> Iterator[Gate]:
    kind = "encrypted" if encrypted else "plain"
    with tempfile.TemporaryDirectory() as name:
        home, disk = Path(name), Path(name, "disk")
        make_gallery(home)
        disk.mkdir()
        if encrypted:
            encryption.turn_on(home / "data", made(_PASSPHRASE))
        with Workspace.open(home / "data") as workspace:
            traces = _traces(workspace)
            back_up_to(workspace, disk / "copy.db")
            everything = [trace for theirs in traces.values() for trace in theirs]
            yield Gate(f"{kind}: traces of {len(everything)} in a copy without its keys",
                       _found(disk, everything), 0, at_most=True)  # fmt: skip
            left, lost, gone = 0, 0, list[str]()
            for one in traces:
                privacy.forget(workspace, one)
                gone.append(one)
                other = _restored(home, disk / "copy.db", encrypted=encrypted)
                left += sum(_found(other, traces[person]) for person in gone)
                there = traces.keys() - set(gone)
                lost += sum(_found(other, traces[person]) < len(traces[person]) for person in there)
        yield Gate(f"{kind}: of who was forgotten, after each of {len(gone)}", left, 0, at_most=True)
        yield Gate(f"{kind}: others who lost something", lost, 0, at_most=True)
    key.drop()


def _restored(home: Path, copy: Path, *, encrypted: bool) -> Path:
    """The data folder of another computer into which the copy was restored, plain in the end."""
    folder = home / "other"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    if encrypted:
        shutil.copy(home / "data" / header.NAME, folder)
    with Workspace.open(folder) as workspace:
        restore(workspace, copy)
        workspace.db.fold()
    if encrypted:
        encryption.turn_off(folder)
    return folder


def _large(folder: Path) -> Workspace:
    """A gallery of 100,000 faces with vectors and crops."""
    workspace = Workspace.open(folder)
    with workspace.db.write() as session:
        fill(session)
        embed(session, workspace.active_model())
        for first in range(1, _FACES + 1, _AT_ONCE):
            crops = [
                {"face_id": face, "landmarks": bytes(40), "image": os.urandom(_CROP)}
                for face in range(first, first + _AT_ONCE)
            ]
            session.execute(insert(ChipRow), crops)
    workspace.db.fold()
    return workspace


def _costs(rounds: int) -> Iterator[Gate]:
    with tempfile.TemporaryDirectory() as name, _large(Path(name, "data")) as workspace:
        db, keys = workspace.db, CopyKeys.made()
        plain, sealed = Path(name, "plain.db"), Path(name, "sealed.db")

        def as_it_lies() -> None:
            plain.unlink(missing_ok=True)
            db.snapshot(plain)
            damage(plain)

        def under_keys() -> None:
            sealed.unlink(missing_ok=True)
            sealed_copy.write(db.file, None, keys, sealed)

        def opened() -> None:
            sealed_copy.open_up(Path(shutil.copy(sealed, plain)), None, keys)

        works = {"as it lies": as_it_lies, "sealed": under_keys, "opened again": opened}
        taken: dict[str, list[float]] = {what: [] for what in works}
        for _ in range(rounds):
            for what, work in works.items():
                taken[what].append(_seconds(work))
        for what, found in taken.items():
            print(f"   {what:14} {statistics.median(found):6.1f} s of the processor")
        print(f"   {db.file.stat().st_size / 1e6:.0f} MB, sealed {sealed.stat().st_size / 1e6:.0f} MB")
        times = statistics.median(taken["sealed"]) / statistics.median(taken["as it lies"])
        yield Gate("sealing a copy of 100,000 faces, times one as it lies", times, 5, at_most=True)


def _seconds(work: Callable[[], None]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def main() -> int:
    """Run the parts asked for, or all."""
    parser = argparse.ArgumentParser(description="Copies that were carried elsewhere")
    parser.add_argument("parts", nargs="*", choices=["carried", "costs", []])
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    parts: list[Iterator[Gate]] = []
    if not asked.parts or "carried" in asked.parts:
        parts += [_carried(encrypted=False), _carried(encrypted=True)]
    if not asked.parts or "costs" in asked.parts:
        parts.append(_costs(asked.rounds))
    print(machine())
    return 0 if report(parts) else 1


if __name__ == "__main__":
    sys.exit(main())
