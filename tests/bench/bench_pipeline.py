"""Detect, align and embed: photos a second, Kith against facenet-pytorch and face_recognition (dlib).

    python -m tests.bench.bench_pipeline [--rounds N]

The photos are decoded beforehand, as every library would read them alike.
"""

from collections.abc import Sequence

import numpy as np

from app.core.types import Image
from app.vision import image_io
from app.vision.sources import VideoSource
from tests.bench.harness import (
    faces_folder,
    interleaved,
    machine,
    ratio,
    report,
    rounds_wanted,
    warn_of_tuning,
)
from tests.bench.peers import Peer, peers


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


def main() -> None:
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


if __name__ == "__main__":
    main()
