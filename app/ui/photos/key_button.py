"""A button that shows the key which does the same."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from app.ui.look import theme
from app.ui.look.texts import tip
from app.ui.widgets.buttons import Kind

CAP = 20
GAP = 8
_LEAST = 76
_RESTING = 0.35
"""Opacity of the cap of a key that does nothing now."""


class KeyButton(QPushButton):
    """Text, and the key's cap to its right; without a key it is a plain button. Long texts are elided."""

    def __init__(
        self, text: str, key: str, then: Callable[[], object], kind: Kind = "plain", most: int = 320
    ) -> None:
        super().__init__()
        self._kind, self._key, self._most = kind, key, most
        self._rests = False
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: then())
        self.say(text)

    def say(self, text: str) -> None:
        """Show another text."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setToolTip(tip(f"{text} ({self._key})") if self._key else "")
        self.updateGeometry()

    def set_key(self, key: str) -> None:
        """Show another key, or none."""
        if key != self._key:
            self._key = key
            self.updateGeometry()
            self.update()

    def rest(self, on: bool) -> None:
        """Show the key faintly: it is text while a field is being typed in."""
        self._rests = on
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the cap as well."""
        margin = 18 if self._kind == "link" else 28
        text = min(self._text_width(), self._most)
        return QSize(text + margin + self.cap_room(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters and the cap."""
        margin = self.sizeHint().width() - min(self._text_width(), self._most)
        return QSize(margin + min(self._text_width(), _LEAST), self.sizeHint().height())

    def paintEvent(self, _: QPaintEvent) -> None:
        """The button's ground, its text, then the cap."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        ink = theme.color(self._ink())
        painter.setPen(ink)
        room = self.width() - (14 if self._kind == "link" else 26) - self.cap_room()
        shown = self.fontMetrics().elidedText(self.accessibleName(), Qt.TextElideMode.ElideRight, room)
        wide = self.fontMetrics().horizontalAdvance(shown)
        left = (self.width() - wide - self.cap_room()) / 2
        painter.drawText(QRectF(left, 0, wide + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        if self._key:
            self.paint_cap(painter, left + wide + GAP, self.height() / 2)
        painter.end()

    def paint_cap(self, painter: QStylePainter, left: float, middle: float) -> None:
        """Draw the key's cap, its middle so far below the upper edge."""
        spot = QRectF(left + 0.5, middle - CAP / 2 + 0.5, self._cap_width() - 1, CAP - 1)
        ink = theme.color(self._ink())
        line = theme.color("line") if self._kind == "plain" else ink
        if self._rests:
            painter.setOpacity(_RESTING)
        painter.setRenderHint(QStylePainter.RenderHint.Antialiasing)
        painter.setPen(QPen(line, 1))
        painter.drawRoundedRect(spot, 5, 5)
        painter.setFont(self._cap_font())
        painter.setPen(ink)
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, self._key)

    def _ink(self) -> str:
        if not self.isEnabled():
            return "muted"
        return {"primary": "on_accent", "link": "accent", "danger": "bad"}.get(self._kind, "text")

    def _text_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self.accessibleName())

    def _cap_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(11)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _cap_width(self) -> int:
        return max(22, QFontMetrics(self._cap_font()).horizontalAdvance(self._key) + 12)

    def cap_room(self) -> int:
        """Pixels that the cap and the gap before it take."""
        return self._cap_width() + GAP if self._key else 0
