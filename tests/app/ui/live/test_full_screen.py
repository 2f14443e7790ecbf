"""The picture over the whole screen, and back."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.ui.live.full_screen import Enlarger
from app.ui.live.stages import Actions, Stages
from app.ui.widgets.buttons import button
from app.ui.widgets.picture import Picture


def _nothing() -> None:
    """A way that is not taken."""


def test_the_keys_are_the_pictures_again_once_the_full_screen_ends(qapp: QApplication) -> None:
    window, picture = QWidget(), Picture()
    picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    stages = Stages(picture, Actions(_nothing, _nothing, _nothing, _nothing))
    column = QVBoxLayout(window)
    column.addWidget(button("A page in the rail", _nothing))
    column.addWidget(stages)
    stages.show_video()
    enlarger = Enlarger(stages, picture, window)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    picture.setFocus()
    enlarger.toggle({"Esc": enlarger.leave})
    assert picture.window() is enlarger.window
    QTest.keyClick(picture, Qt.Key.Key_Escape)
    QTest.qWait(50)
    assert QApplication.focusWidget() is picture
    assert picture.window() is window
    window.close()
