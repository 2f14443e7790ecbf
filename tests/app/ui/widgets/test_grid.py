"""The virtualised grid: places, keys, selection, all without laying out every item."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.widgets.face_grid import FACE, FacesModel
from app.ui.widgets.grid import Grid


@pytest.fixture
def grid(qapp: QApplication) -> Iterator[Grid]:
    made = Grid(QSize(100, 80), gap=10)
    model = FacesModel(made)
    model.show_faces(range(50_000))
    made.setModel(model)
    made.resize(560, 400)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def test_cells_share_the_width_and_none_overlap(grid: Grid) -> None:
    assert grid.columns() == 5
    rects = [grid.visualRect(grid.model().index(row, 0)) for row in range(12)]
    assert all(not a.intersects(b) for a in rects for b in rects if a != b)
    assert rects[4].right() <= grid.viewport().width()
    assert rects[5].top() == 90


def test_what_is_at_a_point_is_what_is_drawn_there(grid: Grid) -> None:
    grid.verticalScrollBar().setValue(123_456)
    first, last = grid.shown_rows()
    assert last - first < 50
    for row in range(first, last + 1):
        index = grid.model().index(row, 0)
        assert grid.indexAt(grid.visualRect(index).center()) == index
    assert not grid.indexAt(grid.visualRect(grid.model().index(first, 0)).topRight() + QPoint(5, 5)).isValid()


def test_the_last_item_can_be_scrolled_to_whole(grid: Grid) -> None:
    last = grid.model().index(49_999, 0)
    grid.scrollTo(last)
    assert grid.verticalScrollBar().value() == grid.verticalScrollBar().maximum()
    assert grid.viewport().rect().contains(grid.visualRect(last))


@pytest.mark.parametrize(
    ("key", "row"),
    [
        (Qt.Key.Key_Right, 13),
        (Qt.Key.Key_Left, 11),
        (Qt.Key.Key_Down, 17),
        (Qt.Key.Key_Up, 7),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 49_999),
        (Qt.Key.Key_PageDown, 32),
    ],
)
def test_keys_lead_where_they_say(grid: Grid, key: Qt.Key, row: int) -> None:
    grid.setCurrentIndex(grid.model().index(12, 0))
    QTest.keyClick(grid, key)
    assert grid.currentIndex().row() == row


def test_enter_opens_the_current_item(grid: Grid) -> None:
    opened: list[int] = []
    grid.activated.connect(lambda index: opened.append(index.data(FACE)))
    grid.setCurrentIndex(grid.model().index(7, 0))
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert opened == [7]


def test_clicks_and_a_rubber_band_select(grid: Grid) -> None:
    def click(row: int, keys: Qt.KeyboardModifier) -> None:
        at = grid.visualRect(grid.model().index(row, 0)).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, keys, at)

    click(2, Qt.KeyboardModifier.NoModifier)
    click(4, Qt.KeyboardModifier.ControlModifier)
    assert sorted(index.row() for index in grid.selectedIndexes()) == [2, 4]
    click(8, Qt.KeyboardModifier.ShiftModifier)
    assert sorted(index.row() for index in grid.selectedIndexes()) == [2, 4, 5, 6, 7, 8]
    band = QRect(QPoint(-5, -5), QPoint(150, 150))
    grid.setSelection(band, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert sorted(index.row() for index in grid.selectedIndexes()) == [0, 1, 5, 6]


def test_a_new_size_keeps_the_first_item_in_view(grid: Grid) -> None:
    grid.scrollTo(grid.model().index(20_000, 0), Grid.ScrollHint.PositionAtTop)
    grid.resize(340, 400)
    first, last = grid.shown_rows()
    assert first <= 20_000 <= last


def test_an_empty_grid_is_calm(grid: Grid) -> None:
    model = grid.model()
    assert isinstance(model, FacesModel)
    model.show_faces(())
    assert grid.verticalScrollBar().maximum() == 0
    assert not grid.indexAt(QPoint(20, 20)).isValid()
    QTest.keyClick(grid, Qt.Key.Key_Down)
    grid.repaint()
