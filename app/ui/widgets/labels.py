"""Texts by their role, and pills."""

from typing import Literal

from PySide6.QtCore import QSize, Qt, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from app.core.text import plain
from app.ui.look.texts import tip
from app.ui.widgets.wrapped import wrapped

Role = Literal["title", "fact", "heading", "strong", "bold", "muted", "small", "plain", "instruction"]
Tone = Literal["plain", "accent", "warning", "bad"]


class Words(QLabel):
    """A text that may hold names and paths, which may hold anything: never read as markup, nor obeyed."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text."""
        super().setText(plain(text, keep="\n"))


def label(text: str = "", role: Role = "plain", *, wrap: bool = False) -> QLabel:
    """A text in its role."""
    made = Words(text)
    made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


class Hint(Words):
    """What is missing before something can go on; it goes away once that hint is followed."""

    def __init__(self, *followed: SignalInstance, role: Role = "small") -> None:
        """Make one that says nothing yet.

        Args:
            followed: Signals of a change after which what was said may no longer be so.
            role: How large it is.
        """
        super().__init__()
        self.setProperty("role", role)
        self.setProperty("tone", "bad")
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()
        for signal in followed:
            signal.connect(self.followed)

    def tell(self, text: str) -> None:
        """Show a hint."""
        self.setText(text)
        self.setVisible(bool(text))

    def followed(self, *_: object) -> None:
        """Say nothing more."""
        self.tell("")


def pill(text: str = "", tone: Tone = "plain") -> QLabel:
    """A word in a rounded field: a state, a count."""
    made = Words(text)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    set_property(made, "pill", tone)
    return made


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Change a property that the style sheet looks at."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def panel(role: Literal["panel", "banner", "warning", "error", "line"] = "panel") -> QFrame:
    """A framed ground for other widgets."""
    made = QFrame()
    made.setProperty("role", role)
    return made


class Elided(Words):
    """A text that ends in an ellipsis where there is too little room; the whole is then in its tooltip."""

    def __init__(self, text: str = "", role: Role = "plain", *, lines: int = 1) -> None:
        """Show a text.

        Args:
            text: What it says.
            role: How it looks.
            lines: How many it may take.
        """
        super().__init__(text)
        self._lines = lines
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Room for a letter or two."""
        return QSize(24, super().minimumSizeHint().height())

    def hasHeightForWidth(self) -> bool:
        """Whether a narrow one is higher."""
        return self._lines > 1

    def heightForWidth(self, width: int) -> int:
        """As many lines as the text takes, in the font that it is shown in."""
        self.ensurePolished()
        return max(1, len(self._wrapped(width))) * self.fontMetrics().lineSpacing()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw what fits."""
        shown = self._wrapped(self.width())
        cut = "".join(shown).replace(" ", "") != self.text().replace(" ", "")  # blanks go where it wraps
        self.setToolTip(tip(self.text()) if cut else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment()), "\n".join(shown))
        painter.end()

    def _wrapped(self, width: int) -> list[str]:
        return wrapped(self.text(), self.font(), width, self._lines)
