"""A live frame on its way to the window."""

import pickle

import numpy as np

from app.domain.box import Box
from app.domain.decision import State
from app.domain.live import LiveFace, LiveFrame, StageTimes


def test_what_is_shown_leaves_the_picture_behind_and_follows_its_scale() -> None:
    face = LiveFace(3, Box(10, 20, 30, 40), State.NAME, "Amira", 0.7, (("Amira", 0.7),))
    picture, times = np.zeros((1080, 1920, 3), np.uint8), StageTimes(4.0, 0.1, 9.0, 0.2)
    shown = LiveFrame(0, 0.5, picture, (face,), times, 25.0).shown_as(17, 0.5)
    assert (shown.number, shown.time, shown.image, shown.times) == (17, 0.5, None, times)
    assert shown.faces == (LiveFace(3, Box(5, 10, 15, 20), State.NAME, "Amira", 0.7, (("Amira", 0.7),)),)
    assert len(pickle.dumps(shown)) < 1000
