"""Pictures that are damaged or made for harm: what becomes of them, how long it takes, in how much memory.

    python -m tests.bench.measure_decoding [mutated] [bombs] [--count N] [--faces FOLDER]

Mutated: faces, in thirteen formats and spoilt at random (bytes and whole ranges changed, taken out, put
in, doubled, from other files, lengths made huge, ends cut off), `--count` in all. Bombs: those of
`tests.bench.bombs`. Each is decoded as an import does, in processes of their own, while a thread of this one
beats like a window; a verdict is a picture or an error that says why, and nothing else.
"""

import argparse
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
from PIL import Image

from app.core.errors import HarmfulImageError, ImageError
from app.vision.image_io import decode_at, pixels_digest
from tests.app.vision.samples import HEIC
from tests.bench.bombs import Bomb, bombs, saved
from tests.bench.gates import Gate, report
from tests.bench.harness import faces_folder, machine
from tests.trainer.pictures.raw_files import dng, jpeg
from trainer.pictures import apart
from trainer.pictures.line import SHARED

_BEAT = 0.01
_BOUND = 960
_SLOW = 5.0


class Watch(threading.Thread):
    """Beats every hundredth of a second while pictures are decoded, as a window that answers does.

    Attributes:
        longest: Seconds between two beats, at most.
        peak: Bytes of memory that a process which decodes held, at most.
        busy: Whether a picture is decoded now.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.longest, self.peak, self.busy = 0.0, 0, False
        self._stopped = threading.Event()

    def run(self) -> None:
        """Beat until it is stopped."""
        before, counted = time.monotonic(), False
        while not self._stopped.wait(_BEAT):
            now = time.monotonic()
            if self.busy and counted:
                self.longest = max(self.longest, now - before)
            before, counted = now, self.busy
            if self.busy:
                self.peak = max([self.peak, *map(_held, _children())])

    def stop(self) -> None:
        """End."""
        self._stopped.set()
        self.join()


def _children() -> list[Path]:
    """What the system tells of each process of this one."""
    told = [children.read_text().split() for children in Path("/proc/self/task").glob("*/children")]
    return [Path("/proc", process) for processes in told for process in processes]


def _held(process: Path) -> int:
    """Bytes of memory that a process held at most; 0 where it has not begun, or is gone."""
    try:
        if b"trainer.pictures.child" not in (process / "cmdline").read_bytes():
            return 0
        return 1024 * int((process / "status").read_text().partition("VmHWM:")[2].split()[0])
    except (OSError, IndexError):
        return 0


def formats(picture: Image.Image) -> dict[str, bytes]:
    """A picture in thirteen formats, with tags; the HEIC is another one."""
    exif = Image.Exif()
    exif[0x0112], exif[0x0132] = 6, "2024:02:29 12:30:00"
    deep = Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257)
    return {
        "JPEG": saved(picture, "JPEG", exif=exif),
        "progressive JPEG": saved(picture, "JPEG", progressive=True),
        "MPO": saved(picture, "MPO", save_all=True, append_images=[picture]),
        "PNG": saved(picture, "PNG", exif=exif),
        "PNG of 16 bits": saved(deep, "PNG"),
        "GIF": saved(picture, "GIF", save_all=True, append_images=[picture.rotate(180)]),
        "WebP": saved(picture, "WEBP", exif=exif),
        "TIFF": saved(picture, "TIFF", compression="tiff_lzw", exif=exif),
        "BMP": saved(picture.convert("P"), "BMP"),
        "PPM": saved(picture, "PPM"),
        "AVIF": saved(picture, "AVIF", speed=10),
        "HEIC": HEIC,
        "DNG": dng(jpeg(picture.resize((320, 320)))),
    }


def spoilt(data: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    """A file, damaged in one to four of eight ways."""
    found = bytearray(data)
    for _ in range(int(rng.integers(1, 5))):
        size = max(2, len(found))
        head = rng.random() < 0.6
        at = int(rng.integers(0, min(size, 700) if head else size))
        length = int(rng.integers(1, 1 + min(64, size)))
        kind = rng.integers(0, 8)
        if kind == 0:
            for place in rng.integers(0, size, 8):
                found[min(place, len(found) - 1) if found else 0 : place + 1] = rng.bytes(1)
        elif kind == 1:
            found[at : at + length] = rng.bytes(length)
        elif kind == 2:
            del found[at : at + length]
        elif kind == 3:
            found[at:at] = rng.bytes(length)
        elif kind == 4:
            found[at:at] = found[at : at + length] * int(rng.integers(1, 200))
        elif kind == 5:
            found[at : at + 4] = rng.choice(
                [b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f"]
            )
        elif kind == 6:
            there = int(rng.integers(0, len(other)))
            found[at : at + length] = other[there : there + length]
        else:
            del found[max(16, at) :]
    return bytes(found)


def mutated(count: int, faces: Path, people: int = 20) -> Iterator[Bomb]:
    """So many spoilt files, of all formats in turn."""
    rng = np.random.default_rng(12)
    paths = sorted(faces.glob("lfw10/*/*.jpg"))[:people]
    ready = [formats(Image.open(path).convert("RGB").resize((96, 96))) for path in paths]
    for number in range(count):
        files = ready[number // len(ready[0]) % len(ready)]
        name = list(files)[number % len(files)]
        other = list(ready[int(rng.integers(len(ready)))].values())[int(rng.integers(len(files)))]
        yield name, spoilt(files[name], other, rng)


def judged(what: str, files: Iterable[Bomb]) -> Iterator[Gate]:
    """Decode each, and tell what came of it."""
    told: Counter[str] = Counter()
    slowest, slow, odd, watch = (0.0, ""), list[str](), list[str](), Watch()
    watch.start()
    for name, data in files:
        began, before = time.monotonic(), _computed()
        watch.busy = True
        outcome = _outcome(data, odd, name)
        watch.busy = False
        passed, took = time.monotonic() - began, _computed() - before
        told[outcome] += 1
        slowest = max(slowest, (took, name))
        if took > _SLOW * max(1.0, len(data) / 50_000_000) + 0.5:  # what the system's clock is exact to
            slow.append(f"{name}: {took:.1f} s")
        if what == "bombs":
            print(
                f"{passed:6.2f} s, computed {took:5.2f}  {len(data) / 1e6:7.2f} MB {outcome:8} {name}",
                flush=True,
            )
    watch.stop()
    apart.close()
    print(f"\n{told.total()} {what}: {dict(told)}; slowest {slowest[0]:.2f} s ({slowest[1]}); {slow} {odd}")
    yield Gate(f"{what} without a verdict", len(odd), 0, at_most=True)
    yield Gate(f"{what} that took more than their time", len(slow), 0, at_most=True)
    yield Gate(f"GB that a decoder held at most ({what})", watch.peak / 1e9, 1.0, at_most=True)
    yield Gate(f"seconds between two heartbeats at most ({what})", watch.longest, 0.5, at_most=True)


def _computed() -> float:
    """Seconds that the decoders which are there have computed, and those that are gone."""
    ticks = 0
    for process in _children():
        with suppress(OSError):
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    gone = os.times()
    return ticks / os.sysconf("SC_CLK_TCK") + gone.children_user + gone.children_system


def _outcome(data: bytes, odd: list[str], name: str) -> str:
    if not 0 < len(data) <= SHARED:
        return "refused"
    try:
        found = decode_at(data, _BOUND)
        pixels_digest(data)
    except HarmfulImageError:
        return "harmful"
    except ImageError as error:
        if not str(error):
            odd.append(name)
        return "refused"
    except Exception as error:  # noqa: BLE001 - that there is none is what is measured
        odd.append(f"{name}: {error!r}")
        return "odd"
    if found.image.ndim != 3 or found.image.dtype != np.uint8 or not found.image.size:
        odd.append(name)
    return "picture"


def main() -> int:
    """Run the measurements asked for, or all."""
    parser = argparse.ArgumentParser(description="Damaged and hostile pictures")
    parser.add_argument("parts", nargs="*", choices=["mutated", "bombs"])
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--faces", type=Path, default=None)
    asked = parser.parse_args()
    parts = {
        "mutated": lambda: judged("mutated", mutated(asked.count, asked.faces or faces_folder())),
        "bombs": lambda: judged("bombs", bombs()),
    }
    print(machine())
    return 0 if report([parts[name]() for name in asked.parts or parts]) else 1


if __name__ == "__main__":
    sys.exit(main())
