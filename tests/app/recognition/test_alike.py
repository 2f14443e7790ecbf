"""Whether two faces are one person's."""

import numpy as np

from app.domain.decision import Thresholds
from app.recognition.alike import differ, needed

THRESHOLDS = Thresholds(((1e-2, 0.32), (1e-3, 0.40), (1e-4, 0.46)), "made up")
ONE = np.eye(3, dtype=np.float32)[0]


def at(cosine: float) -> np.ndarray:
    return np.array([cosine, np.sqrt(1 - cosine**2), 0], np.float32)


def test_between_the_same_and_another_nothing_is_said() -> None:
    for cosine, other, same in ((0.31, True, False), (0.36, False, False), (0.41, False, True)):
        assert differ(ONE, at(cosine), THRESHOLDS) is other
        assert (float(ONE @ at(cosine)) >= needed(ONE, THRESHOLDS)) is same


def test_a_face_like_everybody_needs_more() -> None:
    common = Thresholds(THRESHOLDS.by_fmr, "made up", cohort=(0.5, 0.0, 0.0))
    assert needed(ONE, common) > needed(at(0.3), common)
