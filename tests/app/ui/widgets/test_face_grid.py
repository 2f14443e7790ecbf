"""Choosing faces: one click each, and nothing else to know."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.link.bridge import Bridge
from app.ui.link.thumbnails import Thumbnails
from app.ui.widgets.face_grid import FACE, FaceGrid

_LEFT, _SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def grid(tmp_path: Path, qapp: QApplication) -> Iterator[FaceGrid]:
    """Twelve faces in a window with room to spare."""
    bridge = Bridge(tmp_path)
    thumbnails = Thumbnails(bridge)
    made = FaceGrid(thumbnails)
    made.show_faces(range(100, 112))
    made.resize(560, 500)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    thumbnails.close()
    bridge.close()


def _spot(grid: FaceGrid, row: int) -> QPoint:
    return grid.visualRect(grid.faces.index(row)).center()


def _click(grid: FaceGrid, row: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseClick(grid.viewport(), _LEFT, keys, _spot(grid, row))


def test_each_click_chooses_one_more_or_no_longer(grid: FaceGrid) -> None:
    for row in (2, 7, 4):
        _click(grid, row)
    assert grid.chosen() == (102, 104, 107)
    _click(grid, 4)
    assert grid.chosen() == (102, 107)
    _click(grid, 9, Qt.KeyboardModifier.ControlModifier)
    assert grid.chosen() == (102, 107, 109)


def test_shift_chooses_all_from_the_one_before(grid: FaceGrid) -> None:
    _click(grid, 1)
    _click(grid, 5)
    _click(grid, 8, _SHIFT)
    assert grid.chosen_rows() == [1, 5, 6, 7, 8]
    QTest.keyClick(grid, Qt.Key.Key_Left, _SHIFT)
    assert grid.chosen_rows() == [1, 5, 6, 7]


def test_dragging_chooses_what_it_passes(grid: FaceGrid) -> None:
    port = grid.viewport()
    QTest.mousePress(port, _LEFT, Qt.KeyboardModifier.NoModifier, _spot(grid, 1))
    for row in (2, 3):
        QTest.mouseMove(port, _spot(grid, row))
    QTest.mouseRelease(port, _LEFT, Qt.KeyboardModifier.NoModifier, _spot(grid, 3))
    assert grid.chosen_rows() == [1, 2, 3]


def test_esc_or_a_click_between_faces_chooses_none(grid: FaceGrid) -> None:
    beside = grid.visualRect(grid.faces.index(1)).topRight() + QPoint(5, 5)
    for row in (0, 3):
        _click(grid, row)
    QTest.mouseClick(grid.viewport(), _LEFT, Qt.KeyboardModifier.NoModifier, beside)
    assert grid.chosen() == ()
    _click(grid, 3)
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    assert grid.chosen() == ()


def test_keys_move_without_choosing_until_space(grid: FaceGrid) -> None:
    _click(grid, 0)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.chosen_rows() == [0]
    QTest.keyClick(grid, Qt.Key.Key_Space)
    assert grid.chosen_rows() == [0, 2]
    QTest.keyClick(grid, Qt.Key.Key_Space)
    assert grid.chosen_rows() == [0]
    QTest.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(grid.chosen()) == 12


@pytest.mark.slow
def test_opening_a_face_leaves_the_choice_as_it_was(grid: FaceGrid) -> None:
    opened: list[int] = []
    grid.activated.connect(lambda index: opened.append(index.data(FACE)))
    _click(grid, 2)
    for row in (2, 6):
        QTest.qWait(QApplication.doubleClickInterval() + 50)
        _click(grid, row)
        QTest.mouseDClick(grid.viewport(), _LEFT, Qt.KeyboardModifier.NoModifier, _spot(grid, row))
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert opened == [102, 106, 106]
    assert grid.chosen() == (102,)
