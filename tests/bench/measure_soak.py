"""Whether memory, descriptors, threads and rows stay as they are over 50,000 frames and 10,000 imports.

    python -m tests.bench.measure_soak [frames] [looks] [imports] [--frames N] [--photos N] [--minutes N]
                                       [--csv FOLDER]

Frames: the engine, as the window has it, watches the street over and over with people in it who are enrolled,
keeps their visits, and is stopped and started twenty times. Frames come as fast as they are taken; it looks
at them at its own pace, as it always does. Looks: `kith watch` looks at every frame of the same. Imports:
folders of photos, no two alike, with copies and damaged files, are imported and sorted by the engine, and
erased again once the next is there, so that all should stay as it is. Each part ends early after so many
minutes, and says so. The first fifth of its samples counts as warming up; of the rest the slope is given with
its 95 % interval.
"""

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Condition
from typing import TypeVar

import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageEnhance, ImageOps
from sqlalchemy import text

from app.core.playing import Playing
from app.domain.arrays import Image
from app.domain.erasing import Erasing, Which
from app.domain.live import LiveFrame
from app.engine.client import Client
from app.engine.protocol import Event, LiveState
from app.engine.requests.base import Request
from app.engine.requests.enrolling import EnrolFiles
from app.engine.requests.live import PlayLive, StartLive, StopLive
from app.engine.requests.people import Erase
from app.engine.requests.photos import ImportFolder, SortFaces
from app.engine.requests.settings import GetSettings, SetSettings
from app.gallery.database import Database
from app.vision import image_io
from app.vision.sources.recording import open_recording
from tests.bench.footprint import Footprint, footprints, slope
from tests.bench.gates import Gate, report
from tests.bench.harness import ROOT, faces_folder, machine

Value = TypeVar("Value")

_PEOPLE = ("Hugo_Chavez", "Tony_Blair", "Vladimir_Putin")
_ENROLLED = 6
"""Photos of each; the others are shown in the clip."""
_SITTINGS = 20
_SAMPLES = 100
_FOLDERS = 50
_REST = 3.0
"""Seconds from an erasing to the next sample: the engine gives back what was freed once it has answered."""
_WARM = 0.2
"""Share of the samples that count as warming up."""
_PER = 10_000
_MB = 1e6
_FLAT_MB = 1.0
"""MB that may be gained in 10,000 frames or photos, at the upper end of the interval."""
_FLAT_COUNT = 1.0
"""Descriptors or threads, likewise."""
_KEPT_UP = {"access", "visit", "written"}
"""Tables that grow while somebody is watched: with names given, with visits, up to the 500 latest commits."""
_NOTED = {"access", "erased", "journal", "journal_change", "state", "written"}
"""Tables that note what was done: they grow with each erasing."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What was held after so many frames or photos: by process, the rows of each table, bytes of files."""

    done: int
    held: dict[str, Footprint]
    rows: dict[str, int]
    stored: int


class Soak:
    """Samples of the processes below this one and of a data folder.

    Attributes:
        samples: In their order.
        began: When the first could be taken, in seconds of the clock that only goes on.
    """

    def __init__(self, data: Path) -> None:
        self.samples: list[Sample] = []
        self.began = time.monotonic()
        self._data = data
        self._db = Database.open(data)
        self.take(0)

    def take(self, done: int) -> None:
        """Take a sample after so many frames or photos."""
        with self._db.read() as session:
            named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            counts = {
                table: f'SELECT count(*) FROM "{table}"'  # noqa: S608
                for (table,) in session.execute(text(named)).all()
            }
            rows = {table: int(session.execute(text(one)).scalar_one()) for table, one in counts.items()}
        self.samples.append(Sample(done, footprints(os.getpid()), rows, _stored(self._data)))

    def close(self) -> None:
        """Let go of the gallery."""
        self._db.close()

    def gates(self, module: str, unit: str, growing: Collection[str]) -> Iterator[Gate]:
        """How what was held grows.

        Args:
            module: The process that is looked at by itself.
            unit: What is counted.
            growing: Tables that may grow; of all others the last sample is to have what the first one had.
        """
        late = self.samples[round(_WARM * len(self.samples)) :]
        own = [one.held.get(module, Footprint()) for one in late]
        every = [sum(one.held.values(), Footprint()) for one in late]
        done = [one.done / _PER for one in late]
        shared = {  # in parts that depend on what else runs on this computer
            f"{module}: MB (PSS)": [one.proportional / _MB for one in own],
            "all processes: MB (PSS)": [one.proportional / _MB for one in every],
        }
        for what, sharing in shared.items():
            _growth(what, done, sharing, unit)
        sizes = {
            f"{module}: MB (RSS)": [one.resident / _MB for one in own],
            "data folder: MB": [one.stored / _MB for one in late],
        }
        counts = {
            f"{module}: descriptors": [one.descriptors for one in own],
            f"{module}: threads": [one.threads for one in own],
            "processes": [one.processes for one in every],
        }
        for most, measured in ((_FLAT_MB, sizes), (_FLAT_COUNT, counts)):
            for what, values in measured.items():
                high = _growth(what, done, values, unit)
                yield Gate(f"{what}, gained in {_PER:,} {unit} at most", high, most, at_most=True)
        first, last = self.samples[0].rows, self.samples[-1].rows
        grown = {table: last[table] - count for table, count in first.items() if last[table] != count}
        print(f"   rows: {sum(last.values())} in {len(last)} tables; grown by {grown or 'none'}")
        changed = sum(abs(by) for table, by in grown.items() if table not in growing)
        yield Gate("rows gained or lost where all should be as it was", changed, 0, at_most=True)

    def write(self, file: Path) -> None:
        """All samples as a table."""
        with file.open("w", newline="", encoding="utf-8") as out:
            table = csv.writer(out)
            kinds = Footprint.__slots__
            modules = sorted({module for one in self.samples for module in one.held})
            heads = [f"{module} {kind}" for module in modules for kind in kinds]
            table.writerow(["done", "stored", *heads, *self.samples[-1].rows])
            for one in self.samples:
                held = [one.held.get(module, Footprint()) for module in modules]
                values = [getattr(each, kind) for each in held for kind in kinds]
                table.writerow([one.done, one.stored, *values, *one.rows.values()])


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    Attributes:
        scratch: A folder for everything.
        frames: How many.
        photos: How many.
        minutes: After which a part ends.
        table: A folder for all samples.
    """

    scratch: Path
    frames: int
    photos: int
    minutes: float
    table: Path | None

    def over(self, soak: Soak) -> bool:
        """Whether a part has had its time."""
        return time.monotonic() - soak.began > 60 * self.minutes

    def tell(self, soak: Soak, what: str, more: str = "") -> None:
        """Say how far a part came, and keep its samples if they are wanted."""
        minutes, done = (time.monotonic() - soak.began) / 60, soak.samples[-1].done
        print(
            f"\n{done:,} {what} in {minutes:.1f} minutes{', ended early' if self.over(soak) else ''}; {more}"
        )
        if self.table is not None:
            soak.write(self.table / f"{what}.csv")


def _growth(what: str, done: Sequence[float], values: Sequence[float], unit: str) -> float:
    """Tell how something grew, and return the upper end of that."""
    by, low, high = slope(done, values)
    print(
        f"   {what}: {values[0]:.1f} at first, {values[-1]:.1f} at last,"
        f" {by:+.3f} ({low:+.3f} to {high:+.3f}) in {_PER:,} {unit}"
    )
    return high


def _stored(data: Path) -> int:
    found = 0
    for path in data.rglob("*"):
        with suppress(OSError):  # gone meanwhile
            found += path.stat().st_size if path.is_file() else 0
    return found


class Engine:
    """An engine as the window has it, and what it says of live view, counted.

    Attributes:
        shown: Frames that came.
        looked: Looks that these came of.
        names: Who was seen.
    """

    def __init__(self, data: Path) -> None:
        self.shown = self.looked = 0
        self.names: set[str] = set()
        self._times: object = None
        self._state: LiveState | None = None
        self._changed = Condition()
        self._client = Client(data, self._hear, device="cpu")
        self._client.start()

    def ask(self, request: Request[Value]) -> Value:
        """The answer to a request."""
        return self._client.request(request).result()

    def watch(self, clip: Path, until: int, sample: Callable[[int], None], marks: Sequence[int]) -> None:
        """Watch a clip over and over until so many frames have come, and take samples on the way."""
        self.ask(StartLive(str(clip)))
        self.ask(PlayLive(Playing(loop=True, speed=0)))
        for mark in (*(one for one in marks if self.shown < one < until), until):
            with self._changed:
                self._changed.wait_for(lambda mark=mark: self.shown >= mark or self._failed())  # type: ignore[misc]
            if self._failed():
                raise RuntimeError(self._state)
            sample(self.shown)
        self.ask(StopLive())
        with self._changed:
            self._changed.wait_for(lambda: self._state is not None and self._state.state == "ended")
            self._state = None

    def close(self) -> None:
        """End it."""
        self._client.close()

    def _failed(self) -> bool:
        return self._state is not None and self._state.state in {"failed", "ended"}

    def _hear(self, event: Event) -> None:
        if isinstance(event, LiveFrame):
            self._client.newest_frame(0)
            with self._changed:
                self.shown += 1
                self.looked += event.times != self._times
                self._times = event.times
                self.names |= {face.name for face in event.faces if face.name}
                self._changed.notify_all()
        elif isinstance(event, LiveState):
            with self._changed:
                self._state = event
                self._changed.notify_all()


def _photos_of(person: str) -> list[Path]:
    return sorted((faces_folder() / "lfw10" / person).glob("*.jpg"))


def _known(data: Path) -> Engine:
    """An engine that knows three people, whose faces are sorted, and keeps visits."""
    engine = Engine(data)
    for person in _PEOPLE:
        paths = tuple(map(str, _photos_of(person)[:_ENROLLED]))
        engine.ask(EnrolFiles(person.replace("_", " "), paths))
    engine.ask(SortFaces())
    engine.ask(SetSettings(replace(engine.ask(GetSettings()), presence=True)))
    return engine


def _clip(file: Path) -> Path:
    """The street's faces at half their size, 640 by 320 pixels, twice; in its sky people who are enrolled."""
    street = [
        np.asarray(cv2.resize(frame.image[430:1070, 120:1400], (640, 320), interpolation=cv2.INTER_AREA))
        for frame in open_recording(str(faces_folder() / "street.mp4"))
    ]
    photos = [image_io.load(_photos_of(person)[_ENROLLED]) for person in _PEOPLE]
    people: list[Image] = [np.asarray(cv2.resize(photo, (150, 150)), np.uint8) for photo in photos]
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"mp4v"), 25, (640, 320))
    for number in range(2 * len(street)):
        frame, left = street[number % len(street)].copy(), 40 + number
        frame[5:155, left : left + 150] = people[number // 70 % len(people)]
        writer.write(cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
    writer.release()
    return file


def frames(wanted: Wanted) -> Iterator[Gate]:
    """Watch through the engine."""
    clip, data, count = _clip(wanted.scratch / "clip.mp4"), wanted.scratch / "frames", wanted.frames
    with closing(_known(data)) as engine, closing(Soak(data)) as soak:
        marks = [round(count * n / _SAMPLES) for n in range(1, _SAMPLES + 1)]
        for sitting in range(1, _SITTINGS + 1):
            engine.watch(clip, count * sitting // _SITTINGS, soak.take, marks)
            if wanted.over(soak):
                break
        wanted.tell(soak, "frames shown", f"{engine.looked} looks; seen: {sorted(engine.names)}")
        yield Gate("people seen", len(engine.names), len(_PEOPLE))
        yield from soak.gates("app.engine.host", "frames", _KEPT_UP)


def looks(wanted: Wanted) -> Iterator[Gate]:
    """Watch by the command, which looks at every frame."""
    clip, data = _clip(wanted.scratch / "clip.mp4"), wanted.scratch / "looks"
    _known(data).close()
    words = ["watch", "--source", clip, "--loop", "--speed", "0", "--presence", "--json"]
    command = [sys.executable, "-m", "app", "--data-dir", data, "--device", "cpu", *words]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    every = max(1, wanted.frames // _SAMPLES)
    with (
        closing(Soak(data)) as soak,
        subprocess.Popen([*map(str, command)], cwd=ROOT, stdout=subprocess.PIPE, env=environment) as process,
    ):
        assert process.stdout is not None
        for number, _ in enumerate(process.stdout, 1):
            if number % every == 0:
                soak.take(number)
            if number >= wanted.frames or wanted.over(soak):
                break
        process.terminate()
        wanted.tell(soak, "frames looked at")
        yield from soak.gates("app", "frames", _KEPT_UP)


def _vary(photo: Path, rng: np.random.Generator) -> Pillow.Image:
    """A photo that is like no other: mirrored, turned, of another size and light."""
    picture = Pillow.open(photo).convert("RGB")
    if rng.random() < 0.5:
        picture = ImageOps.mirror(picture)
    picture = picture.rotate(rng.uniform(-8, 8), Pillow.Resampling.BILINEAR, fillcolor=(90, 90, 90))
    side = round(picture.width * rng.uniform(0.8, 1.3))
    picture = picture.resize((side, side), Pillow.Resampling.BILINEAR)
    return ImageEnhance.Brightness(picture).enhance(rng.uniform(0.7, 1.3))


def _fill(folder: Path, count: int, photos: Sequence[Path], rng: np.random.Generator) -> None:
    """So many photos, two of them copies, one cut short and one no picture."""
    folder.mkdir()
    for number in range(count - 4):
        photo = photos[int(rng.integers(len(photos)))]
        _vary(photo, rng).save(folder / f"{number:04}.jpg", quality=int(rng.integers(80, 96)))
    whole = (folder / "0000.jpg").read_bytes()
    for name, data in (("copy 1", whole), ("copy 2", whole), ("cut", whole[:900]), ("none", rng.bytes(500))):
        (folder / f"{name}.jpg").write_bytes(data)


def _erase(engine: Engine, folder: Path | None) -> None:
    """Erase the faces of a folder, which is deleted."""
    if folder is not None:
        shutil.rmtree(folder)
        engine.ask(Erase(Erasing(Which.FOLDER, folder, named=True)))


def imports(wanted: Wanted) -> Iterator[Gate]:
    """Import, sort and erase through the engine."""
    rng, each, data = np.random.default_rng(0), wanted.photos // _FOLDERS, wanted.scratch / "imports"
    faces = faces_folder()
    photos = [*sorted(faces.glob("lfw10/*/*.jpg")), *sorted(faces.glob("aligned12/*/*"))[::4]]
    before: Path | None = None
    with closing(_known(data)) as engine, closing(Soak(data)) as soak:
        for number in range(1, _FOLDERS + 1):
            folder = wanted.scratch / f"folder {number}"
            _fill(folder, each, photos, rng)
            engine.ask(ImportFolder(folder))
            engine.ask(SortFaces(folder))
            _erase(engine, before)
            before = folder
            time.sleep(_REST)
            soak.take(number * each)
            if wanted.over(soak):
                break
        _erase(engine, before)
        time.sleep(_REST)
        soak.take(soak.samples[-1].done)
        wanted.tell(soak, "photos imported")
        yield from soak.gates("app.engine.host", "photos", _NOTED)


def main() -> int:
    """Run the parts asked for, or all."""
    parts = {"frames": frames, "looks": looks, "imports": imports}
    parser = argparse.ArgumentParser(description="Whether anything grows as frames and photos go through")
    parser.add_argument("parts", nargs="*", choices=[*parts, []], metavar="PART")
    parser.add_argument("--frames", type=int, default=50_000)
    parser.add_argument("--photos", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="for each part at most")
    parser.add_argument("--csv", type=Path, help="a folder for all samples")
    asked = parser.parse_args()
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        wanted = Wanted(Path(scratch), asked.frames, asked.photos, asked.minutes, asked.csv)
        return 0 if report(parts[name](wanted) for name in asked.parts or parts) else 1


if __name__ == "__main__":
    sys.exit(main())
