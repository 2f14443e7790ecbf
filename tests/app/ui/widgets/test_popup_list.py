"""The list below a box or a field."""

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QVBoxLayout, QWidget

from app.ui.look import theme
from app.ui.widgets.popup_list import Combo

# what the offscreen platform cannot do when a popup opens
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def window(qapp: QApplication) -> Iterator[QWidget]:
    """An empty window, dressed."""
    theme.put_on("light")
    made = QWidget()
    QVBoxLayout(made)
    made.resize(240, 120)
    made.show()
    yield made
    made.close()


def _opened(window: QWidget, box: QComboBox) -> QComboBox:
    layout = window.layout()
    assert layout is not None
    layout.addWidget(box)
    QTest.qWait(20)
    box.showPopup()
    QTest.qWait(20)
    return box


@pytest.mark.parametrize("kind", [Combo, QComboBox], ids=["ours", "of Qt's file dialog"])
def test_all_choices_are_seen_without_scrolling(window: QWidget, kind: type[QComboBox]) -> None:
    box = kind()
    box.addItems(["By name", "Most faces", "Newest"])
    view = _opened(window, box).view()
    assert view.verticalScrollBar().maximum() == 0
    last = view.visualRect(box.model().index(2, 0))
    assert view.viewport().rect().contains(last)


def test_a_long_choice_is_read_whole(window: QWidget) -> None:
    box = Combo()
    box.setMaximumWidth(110)
    box.addItems(["All photos", "Holidays in the mountains of the north"])
    view = _opened(window, box).view()
    assert view.viewport().width() >= view.sizeHintForColumn(0)
