"""Flipped bytes in a gallery's file: how many are taken for sound, and how the gallery is used with them.

python -m tests.bench.measure_damage [--flips N] [--uses N] [--seed N]
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from app.gallery import sums
from app.gallery.sqlite import connect
from app.services.enrolment import many
from app.services.workspace import Workspace
from tests.bench.flips import used, verdicts
from tests.bench.gates import Gate, report
from tests.bench.harness import faces_folder, machine


def make_gallery(folder: Path) -> Path:
    """Enrol ten people by five photos each, and return the gallery's file, with nothing beside it."""
    photos = folder / "photos"
    for person in sorted((faces_folder() / "lfw10").iterdir()):
        (photos / person.name).mkdir(parents=True)
        for photo in sorted(person.iterdir())[:5]:
            shutil.copy(photo, photos / person.name)
    with Workspace.open(folder / "data") as workspace:
        for _ in many.enrol_planned(workspace, many.plan_people(workspace, photos).people):
            pass
    file = folder / "data" / "gallery.db"
    with closing(connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


def lean(sound: Path, target: Path) -> Path:
    """The same gallery with next to nothing in its face crops, so that flips hit all else."""
    shutil.copy(sound, target)
    with closing(connect(target)) as connection:
        connection.execute("UPDATE chip SET image = zeroblob(8)")
        sums.stamp(connection, {})
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("VACUUM")
    return target


def _measured(flips: int, uses: int, seed: int) -> Iterator[Gate]:
    with tempfile.TemporaryDirectory() as scratch:
        sound, folder = make_gallery(Path(scratch)), Path(scratch, "flipped")
        folder.mkdir(mode=0o700)
        told: Counter[str] = Counter()
        ends: Counter[str] = Counter()
        for file in (sound, lean(sound, Path(scratch, "lean.db"))):
            begun = time.monotonic()
            found = Counter(verdicts(file, folder, flips // 2, seed))
            seconds = time.monotonic() - begun
            print(f"\n{file.stat().st_size} bytes; {flips // 2} flips in {seconds:.0f} s: {dict(found)}")
            told += found
            ends += used(file, folder, uses // 2, seed + 1)
        for end, count in ends.most_common():
            print(f"  {count:6} {end}")
    crashed = sum(count for end, count in ends.items() if end.startswith("crashed"))
    yield Gate("flipped bytes that nothing tells", told["silent"], 0, at_most=True)
    yield Gate("uses that ended in an error of Kith's own making", crashed, 0, at_most=True)


def main() -> int:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description="Flipped bytes in a gallery's file")
    parser.add_argument("--flips", type=int, default=10_000)
    parser.add_argument("--uses", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    print(machine())
    return 0 if report([_measured(asked.flips, asked.uses, asked.seed)]) else 1


if __name__ == "__main__":
    sys.exit(main())
