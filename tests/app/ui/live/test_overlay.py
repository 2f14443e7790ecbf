"""Boxes and labels."""

from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.domain.decision import State
from app.ui.live.overlay import _LINES, WHITE, Mark, Overlay, chip

PLACE = QRectF(0, 100, 800, 450)
STATES = st.sampled_from(list(State))
MARKS = st.lists(
    st.tuples(st.floats(0, 760), st.floats(100, 510), st.floats(10, 300), STATES), min_size=1, max_size=8
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
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


def test_labels_can_be_read_whatever_is_behind_them(qapp: QApplication) -> None:
    """WCAG 2.2: a ratio of 4.5 at least, and no ground that lets the picture through."""
    for state in State:
        _, ground, _ = _LINES[state]
        assert ground.alpha() == 255
        assert (_luminance(WHITE) + 0.05) / (_luminance(ground) + 0.05) >= 4.5


def test_an_ignored_face_has_a_thin_outline_and_no_label(qapp: QApplication) -> None:
    shown, faint = _painted(faint=False), _painted(faint=True)
    assert shown > 4 * faint > 0


def test_a_picture_has_a_frame_within_its_box(qapp: QApplication) -> None:
    assert _painted(framed=True) > 1.1 * _painted()


def _painted(*, faint: bool = False, framed: bool = False) -> int:
    """Pixels that a face's mark changes."""
    picture = QImage(400, 300, QImage.Format.Format_RGB32)
    picture.fill(0xFF808080)
    before = picture.copy()
    painter = QPainter(picture)
    mark = Mark(1, QRectF(100, 100, 80, 100), State.NAME, "Amira", "sure", faint=faint, framed=framed)
    Overlay(QFont()).paint(painter, [mark], QRectF(picture.rect()))
    painter.end()
    places = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
    return sum(picture.pixel(x, y) != before.pixel(x, y) for x, y in places)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_labels_keep_clear_of_the_figures(qapp: QApplication) -> None:
    figures = QRectF(14, 510, 400, 26)
    low = Mark(1, QRectF(100, 440, 60, 68), State.NAME, "Amira", "sure")
    above = Mark(2, QRectF(100, 380, 60, 50), State.UNKNOWN, "Unknown 2")
    labels = Overlay(QFont()).labels([low, above], PLACE, [figures])
    assert len(labels) == 2
    assert not any(label.intersects(figures) for label in labels)


def test_a_line_over_a_narrow_picture_ends_within_it(qapp: QApplication) -> None:
    picture = QImage(200, 100, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    where = chip(painter, "far more words than there is room for in this picture", QPointF(14, 86), QFont())
    painter.end()
    assert where.right() <= 200 - 14 + 1
