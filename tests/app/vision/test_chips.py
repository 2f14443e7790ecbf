import numpy as np
import pytest

from app.core.errors import ImageError
from app.domain.arrays import Image
from app.domain.face import Chip
from app.vision import chips
from app.vision.align import cut_chip
from app.vision.detect import YuNetDetector, scan
from app.vision.embed import Embedder


def _chip(height: int, width: int) -> Chip:
    pixels = np.random.default_rng(2).integers(0, 256, (height, width, 3), np.uint8)
    return Chip(pixels, np.arange(10, dtype=np.float32).reshape(5, 2))


@pytest.mark.parametrize("shape", [(160, 160), (2, 90), (160, 31)])
def test_small_chips_are_kept_exactly(shape: tuple[int, int]) -> None:
    chip = _chip(*shape)
    again = chips.decode(chips.encode(chip), chip.landmarks)
    assert np.array_equal(again.pixels, chip.pixels)
    assert np.array_equal(again.landmarks, chip.landmarks)


def test_large_chips_keep_their_size() -> None:
    chip = _chip(256, 200)
    assert chips.decode(chips.encode(chip), chip.landmarks).pixels.shape == (256, 200, 3)


def test_landmarks_may_come_flat_or_as_doubles() -> None:
    chip = _chip(40, 40)
    again = chips.decode(chips.encode(chip), chip.landmarks.astype(np.float64).ravel())  # type: ignore[arg-type]
    assert again.landmarks.dtype == np.float32
    assert again.landmarks.shape == (5, 2)


def test_damaged_bytes_are_refused() -> None:
    data = chips.encode(_chip(200, 200))
    for damaged in (b"", data[:100], b"no picture"):
        with pytest.raises(ImageError):
            chips.decode(damaged, np.zeros((5, 2), np.float32))


@pytest.mark.slow
def test_an_embedding_survives_storage(photos: list[Image], yunet: YuNetDetector, embedder: Embedder) -> None:
    """Of loose photos, and of the same enlarged until their chips are stored as JPEG."""
    large = [np.repeat(np.repeat(photo, 4, axis=0), 4, axis=1) for photo in photos[::10]]
    originals = [cut_chip(p, scan(yunet, p)[0].landmarks) for p in (*photos[::5], *large)]
    stored = [chips.decode(chips.encode(chip), chip.landmarks) for chip in originals]
    alike = (embedder.embed(originals).vectors * embedder.embed(stored).vectors).sum(axis=1)
    assert alike.min() >= 0.99


def test_they_are_small(photos: list[Image], yunet: YuNetDetector) -> None:
    sizes = [len(chips.encode(cut_chip(p, scan(yunet, p)[0].landmarks))) for p in photos[::10]]
    assert max(sizes) < 120_000
