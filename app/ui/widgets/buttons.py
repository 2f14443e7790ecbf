"""Buttons by their kind, with the key that does the same."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton

from app.ui.look.icons import put_icon
from app.ui.look.texts import tip as as_tip

Kind = Literal["plain", "primary", "link", "danger"]


class _Button(QPushButton):
    """Enter presses it where it has the focus, whichever button of a dialog it presses elsewhere."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button with Enter too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def button(
    text: str,
    then: Callable[[], object],
    kind: Kind = "plain",
    *,
    icon: str = "",
    tip: str = "",
) -> QPushButton:
    """A button.

    Args:
        text: On it, and its accessible name.
        then: Called when it is pressed.
        kind: One primary button a view.
        icon: Phosphor's name of one to the left of the text.
        tip: What it does, where the text alone does not say.
    """
    made = _Button(text.replace("&", "&&"))
    made.setProperty("kind", kind)
    made.setAccessibleName(text)
    made.setToolTip(as_tip(tip))
    made.setAutoDefault(False)
    if icon:
        put_icon(made, icon, "on_accent" if kind == "primary" else "accent" if kind == "link" else "text")
    made.clicked.connect(lambda: then())
    return made


def say(made: QPushButton, text: str) -> None:
    """Put another text on a button."""
    made.setText(text.replace("&", "&&"))
    made.setAccessibleName(text)


def key_text(keys: str) -> str:
    """A key or combination as this system writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
