from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QLabel, QLayoutItem, QWidget

from app.ui.widgets.layouts import REST, in_column, in_row


def _item(box: QBoxLayout, place: int) -> QLayoutItem:
    found = box.itemAt(place)
    assert found is not None
    return found


def test_parts_stand_in_order_with_their_share_and_place(qapp: QApplication) -> None:
    held, first, second, third = QWidget(), QLabel("1"), QLabel("2"), QLabel("3")
    held.resize(200, 300)
    row = in_row(second, third, spacing=4)
    box = in_column((first, 1), 20, (row, 0), REST, on=held, margins=(10, 20, 30, 40), spacing=6)
    assert held.layout() is box
    assert [box.stretch(place) for place in range(box.count())] == [1, 0, 0, 0]
    assert _item(box, 1).sizeHint().height() == 20
    assert _item(box, 3).spacerItem() is not None
    assert (box.contentsMargins().left(), box.contentsMargins().bottom()) == (10, 40)
    assert (box.spacing(), row.spacing()) == (6, 4)
    box.activate()
    assert first.x() == 10
    assert first.y() == 20
    assert second.x() < third.x()
    assert second.y() == third.y() > first.y()


def test_where_a_part_stands_in_its_room_is_kept(qapp: QApplication) -> None:
    one = QLabel("1")
    row = in_row((one, 0, Qt.AlignmentFlag.AlignTop))
    assert isinstance(row, QHBoxLayout)
    assert _item(row, 0).alignment() == Qt.AlignmentFlag.AlignTop


def test_margins_are_none_unless_asked_for(qapp: QApplication) -> None:
    plain, own = QWidget(), QWidget()
    none = in_column(QLabel(), on=plain).contentsMargins()
    styled = in_column(QLabel(), on=own, margins=None).contentsMargins()
    assert (none.left(), none.top(), none.right(), none.bottom()) == (0, 0, 0, 0)
    assert styled.left() > 0
