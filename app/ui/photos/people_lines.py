"""People as lines or cards: best face, name, and what is said of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.core.text import plain
from app.ui.link.thumbnails import Thumbnails
from app.ui.look import theme
from app.ui.look.texts import listed
from app.ui.widgets.face_grid import paint_face
from app.ui.widgets.grid import Grid
from app.ui.widgets.wrapped import wrapped

_Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
"""Role under which the model gives the line."""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as they are listed.

    Attributes:
        person: Who.
        name: Theirs.
        cover: The face to show, or None.
        words: What is said of them.
    """

    person: int
    name: str
    cover: int | None
    words: str


class PeopleLines(Grid):
    """A card for each person."""

    def __init__(self, thumbnails: Thumbnails, cell: QSize, gap: int = 12) -> None:
        super().__init__(cell, gap)
        self.lines = _LinesModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(_LineDelegate(thumbnails, self))
        self.setSelectionMode(Grid.SelectionMode.SingleSelection)
        thumbnails.arrived.connect(self._arrived)

    def show_lines(self, lines: Sequence[PersonLine]) -> None:
        """Show these people."""
        self.lines.show_lines(list(lines))

    def _arrived(self, _: object) -> None:
        self.viewport().update()


class _LinesModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: list[PersonLine] = []

    def show_lines(self, lines: list[PersonLine]) -> None:
        if lines != self._lines:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return listed([line.name, line.words])
        return line if role == LINE else line.name if role == Qt.ItemDataRole.DisplayRole else None


class _LineDelegate(QStyledItemDelegate):
    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect, line = option.rect, index.data(LINE)
        focused = bool(option.state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected))
        painter.setPen(QPen(theme.color("accent" if focused else "line"), 2 if focused else 1))
        painter.setBrush(theme.color("panel"))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 12, 12)
        pad = 10 if rect.height() > 64 else 7
        side = rect.height() - 2 * pad
        spot = QRect(rect.left() + pad, rect.top() + pad, side, side)
        paint_face(painter, spot, None if line.cover is None else self._thumbnails.get(line.cover))
        words = rect.adjusted(side + 2 * pad + 2, 2, -12, -2)
        _write(painter, words, plain(line.name), line.words)


def _write(painter: QPainter, words: QRect, name: str, said: str) -> None:
    """The name, on two lines where it is long, and below it what is said of them."""
    bold = QFont(painter.font())
    bold.setWeight(QFont.Weight.DemiBold)
    named = [(line, bold, "text") for line in wrapped(name, bold, words.width())]
    lines = [*named, (said, painter.font(), "muted")]
    height = painter.fontMetrics().lineSpacing()
    room = QRect(words.left(), 0, words.width(), height)
    room.moveTop(words.center().y() - height * len(lines) // 2 + 1)
    for text, font, role in lines:
        painter.setFont(font)
        painter.setPen(theme.color(role))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        room.translate(0, height)
