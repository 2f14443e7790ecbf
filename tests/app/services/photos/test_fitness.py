"""A face is fit unless its picture is too poor or the model makes nothing of it; each fault is told apart."""

from dataclasses import replace

import numpy as np
import pytest

from app.domain.box import Box
from app.domain.face import Chip, Detection, Face, Quality, Reading
from app.services.photos.fitness import FRAME, poor, unfit, unrecognisable

_GOOD = Quality(60, 100, 0.5, 0.2, 5, -5, 1, 0.99, 0.8)
_FAULTS = {
    "small": {"eyes": 9.0},
    "dark": {"exposure": 0.05},
    "overexposed": {"exposure": 0.97},
    "blurred": {"sharpness": 2.0},
    "turned": {"yaw": -76.0},
}


@pytest.mark.parametrize("fault", _FAULTS)
def test_each_fault_is_told(fault: str) -> None:
    assert fault in str(poor(replace(_GOOD, **_FAULTS[fault])))


def test_a_frame_must_be_better_than_a_photo() -> None:
    for fault in ({"eyes": 39.0}, {"sharpness": 11.0}, {"exposure": 0.14}, {"detection": 0.5}):
        face = replace(_GOOD, **fault)
        assert poor(face) is None
        assert poor(face, FRAME)
    assert poor(_GOOD, FRAME) is None


def test_a_head_that_nods_too_far_is_turned_away() -> None:
    assert poor(replace(_GOOD, pitch=80.0)) == poor(replace(_GOOD, yaw=80.0))


def test_a_good_picture_is_fit_unless_the_model_makes_nothing_of_the_face() -> None:
    points = np.zeros((5, 2), np.float32)
    face = Face(Detection(Box(0, 0, 50, 50), points, 0.9), _GOOD, Chip(np.zeros((9, 9, 3), np.uint8), points))
    vector = np.ones(1, np.float32)
    assert unfit(face) is None
    assert unfit(replace(face, reading=Reading("m", vector, 12.0, recognisable=True))) is None
    covered = replace(face, reading=Reading("m", vector, 5.0, recognisable=False))
    assert unfit(covered) == unrecognisable(_GOOD) != unrecognisable(replace(_GOOD, sharpness=5.0))
