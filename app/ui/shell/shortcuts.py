"""Keys: each is told in the tooltip of what it stands for, and all are in one sheet."""

from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.ui.look.texts import tip
from app.ui.widgets.buttons import key_text


@dataclass(frozen=True, slots=True)
class Key:
    """A key and what it does.

    Attributes:
        section: Where it works: the title of a page, or of the window.
        keys: As Qt writes it in English: "Ctrl+Z".
        text: What it does.
    """

    section: str
    keys: str
    text: str


class Keys:
    """All keys of the window, in the order in which they were added."""

    def __init__(self) -> None:
        self._listed: list[tuple[Key, QShortcut]] = []

    def add(
        self,
        widget: QWidget,
        keys: str,
        text: str,
        then: Callable[[], object],
        *,
        section: str,
        shown_on: QWidget | None = None,
    ) -> QShortcut:
        """Let a key do something while a widget or one in it has the focus (or anywhere, for the window).

        A key without Ctrl or Alt is left to the field that is being typed in.

        Args:
            widget: Where it works: a page, or the window for everywhere.
            keys: Which: "Ctrl+Z", "F".
            text: What it does, for the sheet.
            then: Called.
            section: Heading in the sheet.
            shown_on: A button that does the same; its tooltip tells the key.
        """
        shortcut = QShortcut(QKeySequence(keys), widget)
        everywhere = widget.isWindow()
        shortcut.setContext(
            Qt.ShortcutContext.WindowShortcut if everywhere else Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        shortcut.activated.connect(lambda: None if _is_typing(keys) else then())
        self._list(Key(section, keys, text), shortcut, shown_on)
        return shortcut

    def note(
        self, section: str, keys: str, text: str, widget: QWidget, shown_on: QWidget | None = None
    ) -> None:
        """List a key that a widget handles itself."""
        self._list(Key(section, keys, text), QShortcut(widget), shown_on)  # for its life: it never fires

    def _list(self, key: Key, shortcut: QShortcut, shown_on: QWidget | None) -> None:
        self._listed.append((key, shortcut))
        if shown_on is not None:
            before = shown_on.toolTip() or key.text
            shown_on.setToolTip(tip(f"{before} ({key_text(key.keys)})"))

    def listed(self) -> list[Key]:
        """All that work now."""
        return [key for key, shortcut in self._listed if shiboken6.isValid(shortcut)]


def _is_typing(keys: str) -> bool:
    """Whether a plain key belongs to the field in which text is being written."""
    focus = QApplication.focusWidget()
    writes = isinstance(focus, QLineEdit | QPlainTextEdit) or (
        isinstance(focus, QComboBox) and focus.isEditable()
    )
    return writes and "+" not in keys and not keys.startswith("F1") and keys not in ("Esc", "F5")
