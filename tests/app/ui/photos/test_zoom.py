"""Where an enlarged picture lies: what is under the pointer stays there, and no edge comes inside."""

import pytest
from PySide6.QtCore import QPointF, QSizeF

from app.ui.photos.zoom import Zoom

ROOM, PICTURE = QSizeF(400, 300), QSizeF(1600, 800)
MIDDLE = QPointF(200, 150)


def test_what_is_under_the_pointer_stays_there() -> None:
    zoom = Zoom()
    before, at = zoom.place(PICTURE, ROOM), QPointF(120, 170)
    assert (before.width(), before.height()) == (400, 200)
    share = (at.x() - before.left()) / before.width()
    zoom.by(3.0, at, MIDDLE)
    after = zoom.place(PICTURE, ROOM)
    assert after.width() == pytest.approx(1200)
    assert (at.x() - after.left()) / after.width() == pytest.approx(share)


def test_an_edge_never_comes_inside_and_it_fits_again() -> None:
    zoom = Zoom()
    zoom.by(100.0, MIDDLE, MIDDLE)
    assert zoom.factor == 8.0
    zoom.shift(QPointF(1e6, -1e6))
    far = zoom.place(PICTURE, ROOM)
    assert far.left() == pytest.approx(0)
    assert far.bottom() == pytest.approx(300)
    zoom.shift(QPointF(-1, 0))  # at once: what was dragged beyond the edge is not dragged back first
    assert zoom.place(PICTURE, ROOM).left() == pytest.approx(-1)
    assert zoom.reset()
    assert zoom.place(PICTURE, ROOM).width() == 400
    assert not zoom.reset()
