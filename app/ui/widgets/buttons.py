"""Buttons by their kind, with the key that does the same."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QPushButton

from app.ui.look.icons import put_icon
from app.ui.look.texts import tip as as_tip
from app.ui.look.texts import tr

Kind = Literal["plain", "primary", "link", "danger"]

_OWN_TIP = "own_tip"
"""Property of a button that waits: the tip it has otherwise."""


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
    made = _Button(ampersands(text))
    made.setProperty("kind", kind)
    made.setAccessibleName(text)
    made.setToolTip(as_tip(tip))
    made.setAutoDefault(False)
    if icon:
        put_icon(made, icon, "on_accent" if kind == "primary" else "accent" if kind == "link" else "text")
    made.clicked.connect(lambda: then())
    return made


def icon_button(icon: str, does: str, then: Callable[[], object]) -> QPushButton:
    """A button without words: what it does is its tip, and what it is called."""
    made = button("", then, icon=icon, tip=does)
    made.setAccessibleName(does)
    return made


def wait_for(made: QAbstractButton, what: str) -> None:
    """Switch a button off until something is there, and say what in its tip; "" switches it on again."""
    own = made.property(_OWN_TIP)
    if own is None:
        own = made.toolTip()
    made.setProperty(_OWN_TIP, own if what else None)
    made.setToolTip(as_tip(what) if what else own)
    made.setEnabled(not what)


def stopping() -> str:
    """What a button waits for that has asked a job to stop."""
    return tr("It stops at the next safe moment")


def ampersands(text: str) -> str:
    """A text for a button or menu, where one ampersand would be taken for the mark of a key."""
    return text.replace("&", "&&")


def say(made: QPushButton, text: str) -> None:
    """Put another text on a button."""
    made.setText(ampersands(text))
    made.setAccessibleName(text)


def key_text(keys: str) -> str:
    """A key or combination as this system writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
