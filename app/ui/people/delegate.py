"""How a person looks in the grid: a card with the best face, the name, and how many faces there are."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.core.text import plain
from app.domain.person import Person
from app.ui.link.thumbnails import Thumbnails
from app.ui.look import theme
from app.ui.look.texts import tr
from app.ui.people.model import CARD, faces_text
from app.ui.widgets.face_grid import paint_face, paint_ring
from app.ui.widgets.wrapped import wrapped

_Index = QModelIndex | QPersistentModelIndex
CELL = QSize(148, 190)
_PAD = 10
_TEXT = 48
"""Height of the two lines of text and the room above them."""
_LINE = 18
"""Height that a long name takes of the picture's, for its second line."""


class PersonDelegate(QStyledItemDelegate):
    """Paints a person's card.

    Attributes:
        target: Row of the card over which something to drop is held, or -1.
    """

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self.target = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one cell."""
        rect, state, card = option.rect, option.state, index.data(CARD)
        _paint_ground(painter, rect, target=index.row() == self.target)
        cover = rect.adjusted(_PAD, _PAD, -_PAD, -_PAD - _TEXT)
        if card is None:
            paint_face(painter, cover, None)
            return
        font = _font(painter, 13, QFont.Weight.DemiBold)
        name = wrapped(plain(card.name), font, cover.width())
        cover.setHeight(cover.height() - _LINE * (len(name) - 1))
        paint_face(painter, cover, None if card.cover is None else self._thumbnails.get(card.cover))
        words = QRect(cover.left(), cover.bottom() + 9, cover.width(), _LINE)
        for line in name:
            _write(painter, words, line, "text", font)
            words.translate(0, _LINE)
        _paint_faces(painter, words.translated(0, 2), card)
        paint_ring(
            painter,
            rect,
            chosen=bool(state & QStyle.StateFlag.State_Selected),
            focused=bool(state & QStyle.StateFlag.State_HasFocus),
            radius=12,
        )

    def sizeHint(self, option: QStyleOptionViewItem, _: _Index) -> QSize:
        """The size of a cell, which the grid decides."""
        size: QSize = option.rect.size()
        return size


def _paint_ground(painter: QPainter, rect: QRect, *, target: bool) -> None:
    painter.setPen(QPen(theme.color("accent" if target else "line"), 3 if target else 1))
    painter.setBrush(theme.color("weak" if target else "panel"))
    painter.drawRoundedRect(rect.adjusted(1, 1, -2, -2), 12, 12)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_faces(painter: QPainter, rect: QRect, card: Person) -> None:
    """How many faces there are; too few of them stand in a pill."""
    if card.faces < 2:
        _paint_pill(painter, rect, tr("1 face, add more") if card.faces else tr("no face, add some"))
    else:
        _write(painter, rect, faces_text(card.faces), "muted", _font(painter, 12, QFont.Weight.Normal))


def _write(painter: QPainter, rect: QRect, text: str, role: str, font: QFont) -> None:
    painter.setFont(font)
    painter.setPen(theme.color(role))
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def _paint_pill(painter: QPainter, rect: QRect, text: str) -> None:
    """Paint words in a rounded field at the left."""
    font = _font(painter, 12, QFont.Weight.DemiBold)
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width() - 16)
    field = QRect(rect.left(), rect.top(), metrics.horizontalAdvance(shown) + 16, rect.height())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("warning_ground"))
    painter.drawRoundedRect(field, 10, 10)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setFont(font)
    painter.setPen(theme.color("warning"))
    painter.drawText(field, Qt.AlignmentFlag.AlignCenter, shown)


def _font(painter: QPainter, pixels: int, weight: QFont.Weight) -> QFont:
    font = QFont(painter.font())
    font.setPixelSize(pixels)
    font.setWeight(weight)
    return font
