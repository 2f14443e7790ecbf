"""The best views of a face that is followed."""

import itertools

import numpy as np
import pytest

from app.domain.box import Box
from app.domain.face import Chip, Detection, Face, Quality, Reading
from app.vision.views import Views

BOX = Box(0, 0, 100, 100)
FRONTAL = np.array([[0.3, 0.35], [0.7, 0.35], [0.5, 0.57], [0.35, 0.75], [0.65, 0.75]], np.float32)


def found(side: float = 100, score: float = 0.9, *, turned: float = 0.0) -> Detection:
    """A face as a detector finds it; turned, its nose lies so many eye distances off the middle."""
    points = FRONTAL * side
    points[2, 0] += turned * 0.4 * side
    return Detection(Box(0, 0, side, side), points, score)


def view(quality: float, direction: int = 0, *, recognisable: bool = True) -> Face:
    """A view of some quality whose embedding points along one of three axes."""
    points = np.zeros((5, 2), np.float32)
    measured = Quality(40, 100, 0.5, 0.2, 0, 0, 0, 0.9, quality)
    reading = Reading("model", np.eye(3, dtype=np.float32)[direction], 10.0, recognisable)
    return Face(Detection(BOX, points, 0.9), measured, Chip(np.zeros((9, 9, 3), np.uint8), points), reading)


def marks(views: Views) -> list[float]:
    return [face.quality.overall for face in views.best]


def test_the_five_best_are_kept_and_those_that_can_be_recognised_lead() -> None:
    views = Views()
    for quality in (0.2, 0.9, 0.5):
        views.take(view(quality, recognisable=False))
    assert views.probe() is None
    assert marks(views) == [0.9, 0.5, 0.2]
    views.take(view(0.1))
    assert marks(views) == [0.1, 0.9, 0.5, 0.2]
    for quality in (0.3, 0.4, 0.6, 0.7, 0.8):
        views.take(view(quality))
    assert marks(views) == [0.8, 0.7, 0.6, 0.4, 0.3]


def test_a_view_taken_leaves_what_was_handed_out_alone() -> None:
    views = Views()
    views.take(view(0.5))
    before = views.best
    views.take(view(0.9))
    assert [face.quality.overall for face in before] == [0.5]


def test_the_probe_is_a_mean_by_quality_of_what_can_be_recognised() -> None:
    views = Views()
    views.take(view(0.8, 0))
    views.take(view(0.6, 1))
    views.take(view(0.9, 2, recognisable=False))
    assert views.probe() == pytest.approx([0.8, 0.6, 0.0])


def test_a_face_is_looked_at_ever_more_rarely_while_nothing_changes() -> None:
    views, looks = Views(), []
    for frame in range(25 * 60):
        if views.wants(found(), frame / 25):
            views.look(found(), frame / 25)
            views.take(view(0.5))
            looks.append(frame / 25)
    assert looks[:5] == pytest.approx([0, 0.12, 0.32, 0.72, 1.52], abs=0.05)
    assert len(looks) <= 14, "a settled face costs almost nothing"
    assert max(b - a for a, b in itertools.pairwise(looks)) <= 8.05


def test_a_clearly_better_view_is_taken_at_once_but_not_with_each_frame() -> None:
    views = Views()
    views.look(found(30, 0.6), 0.0)
    views.pause = 8.0
    assert not views.wants(found(33, 0.6), 1.0), "hardly better"
    assert views.wants(found(60, 0.6), 1.0)
    assert views.wants(found(30, 0.9), 1.0)
    assert not views.wants(found(60, 0.9), 0.05)
    views.look(found(60, 0.9, turned=0.8), 1.0)
    views.pause = 8.0
    assert views.wants(found(60, 0.9), 2.0), "it turned to the camera"


def test_what_does_not_fit_is_looked_at_again_soon() -> None:
    views = Views(looked=0.0, pause=8.0, promised=1.0)
    assert not views.wants(found(), 0.2)
    views.stir()
    assert views.wants(found(), 0.2)


def test_a_face_that_cannot_be_recognised_is_looked_at_more_rarely() -> None:
    views, looks = Views(), 0
    for frame in range(250):
        if views.wants(found(), frame / 25):
            views.look(found(), frame / 25)
            views.take(view(0.9, recognisable=False))
            looks += 1
    assert looks <= 5


def test_a_tiny_face_is_left_alone() -> None:
    assert not Views().wants(found(17), 0)
    assert Views().wants(found(18), 0)
