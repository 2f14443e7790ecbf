"""A small dialog that asks one thing."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from app.ui.look.texts import tr
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import REST, in_column, in_row


class Question(QDialog):
    """A heading, a sentence, what to fill in, and buttons.

    Attributes:
        body: Layout between the sentence and the buttons.
        row: Layout of the buttons, at the right.
    """

    def __init__(self, parent: QWidget | None, heading: str, sentence: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(heading)
        self.setMinimumWidth(440)
        self.body = in_column(spacing=12)
        self.row = in_row(REST, spacing=12)
        column = in_column(label(heading, "strong", wrap=True), on=self, margins=(24, 20, 24, 20), spacing=12)
        if sentence:
            column.addWidget(label(sentence, "muted", wrap=True))
        column.addLayout(self.body, 1)
        column.addLayout(self.row)

    def add_buttons(self, text: str, then: Callable[[], object], kind: str = "primary") -> QPushButton:
        """Add Cancel and the button that goes on, which Enter presses; return that one."""
        self.row.addWidget(button(tr("Cancel"), self.reject))
        on = button(text, then, "danger" if kind == "danger" else "primary")
        on.setDefault(kind != "danger")
        if kind != "danger":
            on.setFocus()
        self.row.addWidget(on)
        return on

    def add_close(self) -> None:
        """Add Close, which Enter presses."""
        close = button(tr("Close"), self.reject)
        close.setDefault(True)
        close.setFocus()
        self.row.addWidget(close)
