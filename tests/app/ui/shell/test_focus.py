"""Where the focus goes when what had it vanishes."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.ui.shell.focus import FocusKeeper
from app.ui.widgets.buttons import button


class _Window(QWidget):
    """A rail of one button, a page of three, and a notice with one over them."""

    def __init__(self) -> None:
        super().__init__()
        self.rail, self.page, self.notice = QWidget(), QWidget(), QWidget()
        self.to_page = button("Page", lambda: None)
        self.first, self.start, self.stop = (button(one, lambda: None) for one in ("A", "Start", "Stop"))
        self.undo = button("Undo", lambda: None)
        whole = QVBoxLayout(self)
        for part, buttons in (
            (self.rail, (self.to_page,)),
            (self.page, (self.first, self.start, self.stop)),
            (self.notice, (self.undo,)),
        ):
            column = QVBoxLayout(part)
            for one in buttons:
                column.addWidget(one)
            whole.addWidget(part)
        FocusKeeper(self, self.rail, lambda: self.page)
        self.show()
        self.activateWindow()
        QTest.qWaitForWindowActive(self)


def _focus_after(window: _Window) -> QWidget | None:
    QTest.qWait(20)
    found = QApplication.focusWidget()
    window.close()
    return found


def test_a_button_that_vanishes_hands_it_to_the_nearest_not_to_the_rail(qapp: QApplication) -> None:
    window = _Window()
    window.notice.hide()
    QTest.qWait(20)
    window.stop.setFocus()
    window.stop.hide()  # the next in order is the rail's
    assert _focus_after(window) is window.start


def test_a_button_that_is_switched_off_does_too(qapp: QApplication) -> None:
    window = _Window()
    window.notice.hide()
    QTest.qWait(20)
    window.stop.setFocus()
    window.stop.setEnabled(False)
    assert _focus_after(window) is window.start


def test_a_notice_that_goes_gives_it_back_to_what_had_it(qapp: QApplication) -> None:
    window = _Window()
    window.first.setFocus()
    window.undo.setFocus()
    window.notice.hide()
    assert _focus_after(window) is window.first


def test_it_goes_to_the_rail_when_it_is_led_there(qapp: QApplication) -> None:
    window = _Window()
    window.first.setFocus()
    QTest.keyClick(window.first, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert _focus_after(window) is window.to_page


def test_what_vanishes_while_another_window_is_in_front_does_not_hand_it_to_the_rail(
    qapp: QApplication,
) -> None:
    window, full_screen = _Window(), QWidget()
    window.notice.hide()
    QTest.qWait(20)
    window.stop.setFocus()
    full_screen.show()
    full_screen.activateWindow()
    QTest.qWaitForWindowActive(full_screen)
    window.stop.hide()
    full_screen.close()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    assert _focus_after(window) is window.start
