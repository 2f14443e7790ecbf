"""Asking for the address of a camera on the network."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from app.core.text import masked
from app.ui.look.texts import tr
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import Hint, label
from app.ui.widgets.layouts import REST, in_column, in_row

_ADDRESS = re.compile(r"(rtsp|rtsps|rtmp|http|https|udp|tcp)://[^\s/:@?#]", re.IGNORECASE)


def address_error(address: str) -> str:
    """What is wrong with an address, in words; "" where nothing is."""
    text = address.strip()
    if not text:
        return tr("Write the camera's address first")
    if "://" not in text:
        return tr("An address begins with rtsp:// or http://")
    if not _ADDRESS.match(text) or any(one.isspace() for one in text):
        return tr("This is no address of a camera: rtsp:// or http://, then its name or number")
    if "***" in text:
        return tr("Write the user name and the password again")
    return ""


class AddressDialog(QDialog):
    """Asks for an RTSP or HTTP address; open it with `open()`.

    Signals:
        chosen: An address that can be tried.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget, before: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Camera on the network"))
        self._before = before
        self.field = QLineEdit(masked(before))
        self.field.setPlaceholderText("rtsp://192.168.1.20/stream")
        self.field.setAccessibleName(tr("Address"))
        self.field.setMinimumWidth(380)
        self.hint = Hint(self.field.textEdited)
        self._watch = button(tr("Watch"), self._accept, "primary")
        self._watch.setDefault(True)
        row = in_row(REST, button(tr("Cancel"), self.reject), self._watch)
        in_column(
            label(tr("Address of the camera"), "bold"),
            self.field,
            self.hint,
            label(tr("It stands in the camera's manual or app, often with user and password."), "small"),
            8,
            row,
            on=self,
            margins=(24, 20, 24, 20),
            spacing=8,
        )

    def _accept(self) -> None:
        text = self.field.text().strip()
        if text == masked(self._before):
            text = self._before  # with its password, which is not shown
        self.hint.tell(address_error(text))
        if not self.hint.text():
            self.chosen.emit(text)
            self.accept()
