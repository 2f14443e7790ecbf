"""Where labels go."""

import time
from itertools import combinations

from PySide6.QtCore import QRectF, QSizeF

from app.ui.widgets.label_spots import crowded, label_spots

PLACE = QRectF(0, 0, 600, 400)
SIZE = QSizeF(90, 22)


def _spots(*boxes: QRectF, reserved: tuple[QRectF, ...] = ()) -> list[QRectF]:
    return label_spots(boxes, [SIZE] * len(boxes), PLACE, 4, reserved)


def test_a_label_stands_above_its_box_and_below_where_there_is_no_room() -> None:
    assert _spots(QRectF(100, 100, 60, 60)) == [QRectF(100, 74, 90, 22)]
    assert _spots(QRectF(100, 2, 60, 60)) == [QRectF(100, 66, 90, 22)]
    assert _spots(QRectF(100, 100, 60, 60), reserved=(QRectF(0, 0, 600, 99),))[0].top() == 164


def test_a_face_that_fills_the_picture_has_its_label_within() -> None:
    [spot] = _spots(QRectF(-5, -5, 700, 500))
    assert PLACE.contains(spot)


def test_labels_of_close_faces_do_not_overlap() -> None:
    row = [QRectF(100 + 50 * at, 150, 45, 55) for at in range(8)]
    spots = _spots(*row)
    assert not any(one.intersects(other) for one, other in combinations(spots, 2))
    assert not any(crowded(spots))
    for box, spot in zip(row, spots, strict=True):
        assert spot.intersects(box.adjusted(-6, -60, 6, 60)), "each near its own"


def test_where_there_is_no_room_the_least_important_are_told() -> None:
    crowd = [QRectF(20 * at % 560, 20 * (at // 28) + 30, 18, 18) for at in range(300)]
    spots = _spots(*crowd)
    hidden = crowded(spots)
    assert all(PLACE.contains(spot) for spot in spots)
    shown = [spot for spot, gone in zip(spots, hidden, strict=True) if not gone]
    assert not any(one.intersects(other) for one, other in combinations(shown, 2))
    assert not any(hidden[:4])
    assert any(hidden)


def test_a_crowd_of_faces_is_labelled_at_once() -> None:
    crowd = [QRectF(3 * at % 580, at, 18, 18) for at in range(300)]
    start = time.process_time()
    _spots(*crowd)
    assert time.process_time() - start < 0.5
