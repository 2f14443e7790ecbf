"""Faces boxed in their photo: labels that can be told apart."""

from datetime import UTC, datetime
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.box import Box
from app.domain.face import FaceState, Origin, Quality, StoredFace
from app.ui.photos.boxes import BoxedPhoto

QUALITY = Quality(60, 500, 0.5, 0.2, 5, -5, 1, 0.9, 0.5)
HEAD = Box(300, 150, 20, 20)


@pytest.fixture
def photo(qtbot: QtBot) -> BoxedPhoto:
    made = BoxedPhoto()
    qtbot.addWidget(made)
    made.resize(600, 400)
    picture = QImage(600, 400, QImage.Format.Format_RGB32)
    picture.fill(0xFF808080)
    made.show_photo(picture, 600)
    made.show()
    return made


def test_labels_of_faces_side_by_side_do_not_overlap(photo: BoxedPhoto) -> None:
    row = [(_face(at, Box(50.0 + 80 * at, 150, 70, 80)), "Maximiliane") for at in range(6)]
    photo.show_faces(row)
    spots = photo.labels()
    assert all(shown for _, shown in spots.values())
    assert not any(one.intersects(other) for (one, _), (other, _) in combinations(spots.values(), 2))
    assert all(QRectF(photo.rect()).contains(spot) for spot, _ in spots.values())


def test_in_a_crowd_a_name_is_shown_before_numbers_and_a_hidden_one_under_the_pointer(
    photo: BoxedPhoto,
) -> None:
    crowd = [(_face(at, Box(200.0 + 8 * (at % 9), 130.0 + 8 * (at // 9), 8, 8)), "") for at in range(81)]
    photo.show_faces([*crowd, (_face(99, HEAD), "Ines")])
    assert photo.labels()[99][1]
    hidden = next(face for face, (_, shown) in photo.labels().items() if not shown)
    spot = photo.labels()[hidden][0].toRect()
    before = photo.grab().toImage().copy(spot)
    QTest.mouseMove(photo, photo.rect_of(hidden).center())
    assert photo.grab().toImage().copy(spot) != before
    QTest.mouseMove(photo, QPoint(5, 5))
    assert photo.grab().toImage().copy(spot) == before
    photo.setFocus()
    while photo.current != hidden:
        QTest.keyClick(photo, Qt.Key.Key_Down)
    assert photo.grab().toImage().copy(spot) != before


def test_a_face_out_of_view_has_no_label(photo: BoxedPhoto) -> None:
    photo.show_faces([(_face(1, Box(0, 0, 20, 20)), "Ines"), (_face(2, HEAD), "Carl")])
    assert set(photo.labels()) == {1, 2}
    photo.enlarge(4)
    assert set(photo.labels()) == {2}


def _face(number: int, box: Box) -> StoredFace:
    return StoredFace(number, None, 1, FaceState.ACTIVE, Origin.IMPORTED, box, QUALITY, datetime.now(UTC))
