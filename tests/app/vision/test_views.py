"""The best views of a face that is followed."""

import numpy as np
import pytest

from app.domain.box import Box
from app.domain.face import Chip, Detection, Face, Quality, Reading
from app.vision.views import Views

BOX = Box(0, 0, 100, 100)


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


def test_a_face_is_looked_at_until_five_views_are_kept_and_then_now_and_again() -> None:
    views = Views()
    for frame in range(5):
        assert views.wants(BOX, frame)
        views.look(BOX, frame)
        views.take(view(0.5))
    assert [frame for frame in range(5, 20) if views.wants(BOX, frame)] == [14, 15, 16, 17, 18, 19]
    assert views.wants(Box(0, 0, 126, 126), 5), "it came closer"
    assert not views.wants(Box(0, 0, 124, 124), 5)


def test_views_in_which_it_cannot_be_recognised_do_not_count() -> None:
    views = Views()
    for frame in range(9):
        views.look(BOX, frame)
        views.take(view(0.9, recognisable=False))
        assert views.wants(BOX, frame + 1)


def test_a_tiny_face_is_left_alone() -> None:
    assert not Views().wants(Box(0, 0, 17, 17), 0)
    assert Views().wants(Box(0, 0, 18, 18), 0)
