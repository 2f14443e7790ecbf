"""Jumps of the picture."""

from pathlib import Path

import numpy as np
import pytest

from app.vision.cut import jumped
from app.vision.flow import small
from app.vision.sources import VideoSource


@pytest.mark.slow
def test_people_walking_by_are_no_jump_and_another_moment_is_one(faces: Path) -> None:
    with VideoSource(str(faces / "street.mp4")) as video:
        frames = [small(frame.image) for frame in video]
    assert not any(jumped(frames[k], frames[k + 4]) for k in range(len(frames) - 4))
    assert jumped(frames[-1], frames[0])
    assert not jumped(frames[0], (frames[0] * 0.5).astype(np.uint8)), "the light went out"


def test_a_picture_that_shows_nothing_tells_nothing() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (180, 320), np.uint8)
    for level in (0, 128, 255):
        assert not jumped(np.full((180, 320), level, np.uint8), noise)
