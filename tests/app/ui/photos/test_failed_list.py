"""The list of files that could not be read."""

from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.core.text import say
from app.domain.failure import Failure
from app.ui.photos.failed_list import FailedList


def _enabled(shown: FailedList) -> set[str]:
    return {one.text() for one in shown.findChildren(QPushButton) if one.isEnabled()}


def test_buttons_wait_until_there_is_something_to_do(qapp: QApplication) -> None:
    shown = FailedList()
    assert _enabled(shown) == set()
    shown.show_failed((Failure("/photos/damaged.jpg", say("it is no picture")),))
    assert _enabled(shown) == {"Copy list", "Try again"}
    [copy] = [one for one in shown.findChildren(QPushButton) if one.text() == "Copy list"]
    copy.click()
    assert QApplication.clipboard().text() == "/photos/damaged.jpg\tit is no picture"
    assert "Copied" in [one.text() for one in shown.findChildren(QLabel)]
