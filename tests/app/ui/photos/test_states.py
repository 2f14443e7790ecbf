from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.core.errors import KnownError
from app.core.text import quote, say
from app.ui.photos.states import Failed


def test_a_long_reason_is_shown_whole(qtbot: QtBot) -> None:
    failed = Failed(lambda: None)
    qtbot.addWidget(failed)
    failed.resize(900, 600)
    failed.tell(KnownError(say("The faces are not sorted yet"), why=quote("a disk that is full " * 20)))
    with qtbot.waitExposed(failed):
        failed.show()
    shown = [text for text in failed.findChildren(QLabel) if text.isVisible()]
    assert len(shown) == 2
    assert all(text.height() >= text.heightForWidth(text.width()) for text in shown)
    again = next(one for one in failed.findChildren(QPushButton) if one.isVisible())
    assert again.height() >= again.sizeHint().height()
