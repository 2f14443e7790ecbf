"""Imports that are killed, folders that are moved, and what it costs to know a photo by its content.

    python -m tests.bench.measure_imports [kills] [moved] [large] [content] [--kills N] [--photos N]

Killed: an album with copies, links and damaged files is imported again and again by programs that are killed
at random moments, files are renamed in between, and what is in the gallery must be whole each time; where an
import comes to its end, it must be what one gets that nobody disturbed. Moved: small photos are imported,
moved and renamed, and none may be read again. Large: memory must not grow while photos of 12 megapixels are
read. Content: digests beside decoding, on such photos.
"""

import argparse
import hashlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from sqlalchemy import text

from app.services.photos.importing import import_folder
from app.services.workspace import Workspace
from app.vision import image_io
from tests.bench.gates import Gate, report
from tests.bench.harness import ROOT, faces_folder, machine
from tests.bench.material import large_photos

_FORKER = Path(__file__).parents[1] / "app" / "cli" / "forked_commands.py"
_FACES = "SELECT sha256, round(x), round(y) FROM face JOIN photo ON photo.id = photo_id"
_WHOLE = {
    "PRAGMA integrity_check": [("ok",)],
    "PRAGMA foreign_key_check": [],
    "SELECT id FROM face WHERE id NOT IN (SELECT face_id FROM chip)": [],
    "SELECT id FROM face WHERE id NOT IN (SELECT face_id FROM embedding)": [],
    f"{_FACES} GROUP BY 1, 2, 3 HAVING count(*) > 1": [],
    "SELECT sha256 FROM photo WHERE sha256 NOT NULL GROUP BY 1 HAVING count(*) > 1": [],
}
"""What a gallery must answer at any moment: sound, no face half stored, nothing twice."""


def _rows(data: Path, query: str) -> list[tuple[Any, ...]]:
    with Workspace.open(data) as workspace, workspace.db.read() as session:
        return [tuple(row) for row in session.execute(text(query))]


def _album(folder: Path, faces: Path) -> None:
    """Sixty photos of people, with copies, a link, a damaged file and a text."""
    folder.mkdir()
    for number, path in enumerate(sorted(faces.glob("lfw10/*/*.jpg"))[:60]):
        shutil.copy2(path, folder / f"{number:03}.jpg")
    for number in range(5):
        shutil.copy2(folder / f"{number:03}.jpg", folder / f"copy {number}.jpg")
    (folder / "broken.jpg").write_bytes((folder / "000.jpg").read_bytes()[:900])
    (folder / "notes.txt").write_text("notes")
    (folder / "link").symlink_to(folder, target_is_directory=True)


def _told(data: Path) -> tuple[list[Any], list[Any], int]:
    """What an import left, wherever photos lie: faces by content, what failed, and how many copies."""
    failed = _rows(data, "SELECT failure FROM photo WHERE failure NOT NULL")
    return sorted(_rows(data, _FACES)), failed, len(_rows(data, "SELECT path FROM copy"))


def _places(data: Path) -> set[str]:
    both = "SELECT path FROM photo UNION SELECT path FROM copy"
    return {Path(os.fsdecode(path)).name for (path,) in _rows(data, both)}


def killed(kills: int) -> Iterator[Gate]:
    """Kill imports, and look at what they leave."""
    rng = random.Random(0)
    with tempfile.TemporaryDirectory() as scratch:
        folder, data, quiet = (Path(scratch, name) for name in ("album", "data", "quiet"))
        _album(folder, faces_folder())
        with Workspace.open(quiet) as workspace:
            workspace.reader()
            begun = time.monotonic()
            import_folder(workspace, folder)
            seconds = time.monotonic() - begun
        wanted = _told(quiet)
        ends: list[str] = []
        broken, ended, unlike = 0, 0, 0
        with subprocess.Popen(
            [sys.executable, str(_FORKER)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            while ends.count("killed") < kills:
                log = Path(scratch, f"{len(ends)}.log")
                words = ("cluster", data, folder, log, rng.uniform(0, 0.8 * seconds))
                child.stdin.write("\t".join(map(str, words)) + "\n")
                child.stdin.flush()
                ends.append(child.stdout.readline().strip())
                broken += any(_rows(data, query) != answer for query, answer in _WHOLE.items())
                if ends[-1].startswith("ended"):
                    ended += 1
                    there = {path.name for path in folder.iterdir()} - {"notes.txt", "link"}
                    unlike += _told(data) != wanted or _places(data) != there
                    shutil.rmtree(data)
                else:
                    for path in rng.sample(sorted(folder.glob("*.jpg")), 3):
                        path.rename(folder / f"{rng.randrange(10**9)}.jpg")
            child.stdin.close()
        print(f"\n{kills} imports of {seconds:.1f} s killed, {ended} more came to their end")
    yield Gate("galleries that are not whole", broken, 0, at_most=True)
    yield Gate("ends unlike an import that nobody disturbed", unlike, 0, at_most=True)


def moved(count: int) -> Iterator[Gate]:
    """Import small photos, move and rename them, and import them again."""
    rng = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "album")
        for number in range(count):
            path = folder / f"{number // 500}" / f"{number}.jpg"
            path.parent.mkdir(parents=True, exist_ok=True)
            small = Image.fromarray(rng.integers(0, 255, (12, 16, 3), np.uint8))
            small.resize((320, 240)).save(path, quality=85)
        with Workspace.open(Path(scratch, "data")) as workspace:
            workspace.reader()
            first = _timed(f"{count} photos of 320 x 240 imported", workspace, folder, count)
            again = _timed("imported again as they are", workspace, folder, count)
            for path in sorted(folder.rglob("*.jpg")):
                to = Path(scratch, "elsewhere", path.parent.name, f"{hash(path.name) % 97}")
                to.mkdir(parents=True, exist_ok=True)
                path.rename(to / f"IMG {path.name}")
            after = _timed("moved and renamed", workspace, Path(scratch, "elsewhere"), count)
            with workspace.db.read() as session:
                query = "SELECT count(*), count(DISTINCT path) FROM photo WHERE instr(path, 'elsewhere')"
                found = session.execute(text(query)).one()
    yield Gate("photos read again after they were moved", after + again, 0, at_most=True)
    yield Gate("photos in their new place", found[0] / first, 1)


def _timed(what: str, workspace: Workspace, folder: Path, count: int) -> int:
    """Import, tell how long it took and the memory, and return how many photos were read."""
    steps: list[int] = []
    begun = time.monotonic()
    import_folder(workspace, folder, lambda step: steps.append(step.done))
    seconds = time.monotonic() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what}: {seconds:.1f} s, {count / seconds:.0f} photos a second, peak memory {peak:.0f} MB")
    return count if steps else 0


def large(count: int) -> Iterator[Gate]:
    """Import photos of 12 megapixels, and look at the memory on the way."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "album")
        folder.mkdir()
        sheets = [Image.open(path) for path in large_photos(faces_folder(), Path(scratch), 8)]
        for number in range(count):
            sheet = sheets[number % len(sheets)].copy()
            sheet.putpixel((number, 0), (255, 0, number % 256))
            sheet.save(folder / f"{number}.jpg", quality=90)
        with Workspace.open(Path(scratch, "data")) as workspace:
            workspace.reader()
            held: dict[int, int] = {}
            begun = time.monotonic()
            import_folder(workspace, folder, lambda step: held.update({step.done: _resident()}))
        seconds = time.monotonic() - begun
        early = max(size for done, size in held.items() if done <= count // 5)
        late = max(size for done, size in held.items() if done > count * 4 // 5)
        print(f"\n{count} photos of 12 megapixels: {count / seconds:.1f} a second, {late} MB")
    yield Gate("memory in the last fifth over that in the first", late / early, 1.1, at_most=True)


def _resident() -> int:
    """Memory that this process holds, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1_000_000


def content() -> Iterator[Gate]:
    """Time what a photo is known by, beside what it takes to decode it as far as the detector needs."""
    with tempfile.TemporaryDirectory() as scratch:
        files = [path.read_bytes() for path in large_photos(faces_folder(), Path(scratch), 8)]
    works: dict[str, Callable[[bytes], object]] = {
        "SHA-256 of the file": lambda data: hashlib.sha256(data).digest(),
        "SHA-256 without its tags": image_io.pixels_digest,
        "decoding at a quarter": lambda data: image_io.decode_at(data, 960),
    }
    print(f"\n12 megapixels, {sum(map(len, files)) / len(files) / 1e6:.1f} MB")
    took = {}
    for name, work in works.items():
        begun = time.perf_counter()
        for data in files:
            work(data)
        took[name] = 1000 * (time.perf_counter() - begun) / len(files)
        print(f"  {name}: {took[name]:.1f} ms")
    *digests, decoding = took.values()
    yield Gate("share of decoding that both digests take", sum(digests) / decoding, 0.5, at_most=True)


def main() -> int:
    """Run the measurements asked for, or all."""
    parser = argparse.ArgumentParser(description="Imports: killed, moved, and known by content")
    parser.add_argument("parts", nargs="*", choices=["kills", "moved", "large", "content"])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--photos", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=500)
    asked = parser.parse_args()
    parts = {
        "kills": lambda: killed(asked.kills),
        "moved": lambda: moved(asked.photos),
        "large": lambda: large(asked.large),
        "content": content,
    }
    print(machine())
    return 0 if report([parts[name]() for name in asked.parts or parts]) else 1


if __name__ == "__main__":
    sys.exit(main())
