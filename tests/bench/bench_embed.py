"""Embedding alone: batch sizes of Kith's, and Kith against facenet-pytorch and face_recognition (dlib).

python -m tests.bench.bench_embed [--rounds N]
"""

from collections.abc import Sequence

from app.domain.face import Chip
from app.vision import embed, image_io
from tests.bench.harness import (
    Timing,
    faces_folder,
    interleaved,
    machine,
    report,
    rounds_wanted,
    warn_of_tuning,
)
from tests.bench.peers import Kith, peers

_BATCHES = (1, 2, 4, 8, 16, 32, 64)


def _batches(kith: Kith, chips: Sequence[Chip], rounds: int) -> list[Timing]:
    """Time each batch size; the embedder's own is put back."""
    embedder = kith.reader.embedder
    own = embedder._batch

    def run(size: int) -> object:
        embedder._batch = size
        return embedder.embed(chips, mirror=False)

    works = {f"batch {size}": (lambda size=size: run(size)) for size in _BATCHES}
    timings = interleaved(works, len(chips), rounds)
    embedder._batch = own
    return timings


def main() -> None:
    """Run the bench."""
    rounds = rounds_wanted("Embedding alone, against peers", 7)
    folder = faces_folder()
    print(machine())
    warn_of_tuning()
    everyone = peers()
    kith = everyone[0]
    assert isinstance(kith, Kith)
    photos = [image_io.load(path) for path in sorted(folder.glob("lfw10/*/*.jpg"))]
    chips = [kith.chips(photo)[0] for photo in photos[:64]]

    timings = _batches(kith, chips, rounds)
    report("SFace by batch size, each against batch 1", timings, "faces")
    fastest = min(timings, key=lambda timing: timing.median)
    print(f"  fastest: {fastest.name}; Kith uses {embed.CPU_BATCH}")

    works = {peer.name: (lambda peer=peer: peer.embed(chips[::2])) for peer in everyone}
    report("align and embed faces that are found already", interleaved(works, 32, rounds), "faces")


if __name__ == "__main__":
    main()
