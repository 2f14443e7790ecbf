"""Detect, align and embed: photos a second, Kith against facenet-pytorch and face_recognition (dlib).

    python -m tests.bench.bench_pipeline [--rounds N]

Small photos and video frames are decoded beforehand, as every library would read them alike. Photos of 12
megapixels are read from their files, as importing a folder does: Kith decodes them no larger than it needs.
There it must be ten times as fast as the others, or the bench exits with 1.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from app.domain.arrays import Image
from app.vision import image_io
from app.vision.sources import VideoSource
from tests.bench import gates
from tests.bench.gates import Gate
from tests.bench.harness import (
    faces_folder,
    interleaved,
    machine,
    ratio,
    report,
    rounds_wanted,
    warn_of_tuning,
)
from tests.bench.material import large_photos
from tests.bench.peers import Peer, peers

_TIMES = 10.0


def _compare(title: str, pictures: Sequence[Image], everyone: Sequence[Peer], rounds: int) -> None:
    found = {peer.name: sum(peer.read(picture) for picture in pictures) for peer in everyone}
    works = {peer.name: (lambda peer=peer: [peer.read(one) for one in pictures]) for peer in everyone}
    timings = interleaved(works, len(pictures), rounds)
    report(title, timings, "photos")
    print("  faces found: " + ", ".join(f"{name}: {count}" for name, count in found.items()))
    for timing in timings[1:]:
        if ratio(timings[0], timing) < 1:
            print(
                f"  {timing.name} is ahead here: Kith searches at more scales and embeds each face it finds"
            )


def _compare_files(paths: Sequence[Path], everyone: Sequence[Peer], rounds: int) -> Iterator[Gate]:
    found = {peer.name: peer.read_files(paths[:1]) for peer in everyone}
    works = {peer.name: (lambda peer=peer: peer.read_files(paths)) for peer in everyone}
    timings = interleaved(works, len(paths), rounds)
    report("12 megapixels, faces of 80 to 900 pixels, from files", timings, "photos")
    print("  faces found in one: " + ", ".join(f"{name}: {count}" for name, count in found.items()))
    for timing in timings[1:]:
        yield Gate(f"times as fast as {timing.name}", ratio(timings[0], timing), _TIMES)


def main() -> int:
    """Run the bench."""
    rounds = rounds_wanted("Detect, align and embed, against peers", 5)
    folder = faces_folder()
    print(machine())
    warn_of_tuning()
    everyone = peers()
    photos = [image_io.load(path) for path in sorted(folder.glob("lfw10/*/*.jpg"))[::4]]
    _compare("lfw10, 250x250, one face or a few each", photos, everyone, rounds)
    with VideoSource(str(folder / "street.mp4")) as video:
        frames = [np.ascontiguousarray(frame.image) for frame in video if frame.number % 21 == 0]
    _compare("street.mp4, 1920x1080, some seven faces each", frames, everyone, rounds)
    with tempfile.TemporaryDirectory() as scratch:
        paths = large_photos(folder, Path(scratch), 4)
        return 0 if gates.report([_compare_files(paths, everyone, rounds)]) else 1


if __name__ == "__main__":
    sys.exit(main())
