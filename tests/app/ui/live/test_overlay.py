"""Boxes and labels."""

from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from app.domain.decision import State
from app.ui.live.overlay import Mark, Overlay

PLACE = QRectF(0, 100, 800, 450)
STATES = st.sampled_from(list(State))
MARKS = st.lists(
    st.tuples(st.floats(0, 760), st.floats(100, 510), st.floats(10, 300), STATES), min_size=1, max_size=8
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MARKS)
def test_labels_stay_inside_the_picture(
    qapp: QApplication, found: list[tuple[float, float, float, State]]
) -> None:
    marks = [
        Mark(track, QRectF(x, y, side, side), state, f"Unknown {track}", "click to enrol")
        for track, (x, y, side, state) in enumerate(found)
    ]
    labels = Overlay(QFont()).labels(marks, PLACE)
    assert all(PLACE.contains(label) for label in labels)


def test_labels_of_neighbours_keep_clear_of_each_other_and_of_faces(qapp: QApplication) -> None:
    marks = [
        Mark(track, QRectF(100 + 90 * track, 300, 60, 70), State.NAME, "Maximiliane", "sure")
        for track in range(4)
    ]
    labels = Overlay(QFont()).labels(marks, PLACE)
    assert not any(one.intersects(other) for one, other in combinations(labels, 2))
    assert not any(label.intersects(mark.box) for label in labels for mark in marks)
