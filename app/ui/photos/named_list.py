"""The people found in the photos."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.link.thumbnails import Thumbnails
from app.ui.look import theme
from app.ui.look.texts import listed, tr, tr_n
from app.ui.shell.context import Context
from app.ui.widgets.face_grid import paint_face
from app.ui.widgets.grid import Grid

_Index = QModelIndex | QPersistentModelIndex
_PERSON = Qt.ItemDataRole.UserRole
_FACES = Qt.ItemDataRole.UserRole + 1


class NamedList(Grid):
    """A card for each person: best face here, name, how many faces.

    Signals:
        opened: A person was clicked twice, or Enter pressed on them.
    """

    opened = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(QSize(240, 76), 12)
        self._context = context
        self._named: dict[int, tuple[int, ...]] = {}
        self._people = _PeopleModel(self)
        self.setModel(self._people)
        self.setItemDelegate(_PersonDelegate(context.thumbnails, self))
        self.setSelectionMode(Grid.SelectionMode.SingleSelection)
        self.setAccessibleName(tr("People in these photos"))
        self.activated.connect(lambda index: self.opened.emit(index.data(_PERSON)))
        context.thumbnails.arrived.connect(self._arrived)
        context.people.updated.connect(self._renew)

    def show_people(self, named: dict[int, tuple[int, ...]]) -> None:
        """Show these people with their faces here."""
        self._named = named
        self._renew()

    def _arrived(self, _: object) -> None:
        self.viewport().update()

    def _renew(self) -> None:
        """Under the names they have now, by name; those gone are left out."""
        cards = [card for card in self._context.people.cards if card.id in self._named]
        self._people.show_people([(card.id, card.name, self._named[card.id]) for card in cards])


class _PeopleModel(QAbstractListModel):
    def __init__(self, parent: NamedList) -> None:
        super().__init__(parent)
        self._people: list[tuple[int, str, tuple[int, ...]]] = []

    def show_people(self, people: list[tuple[int, str, tuple[int, ...]]]) -> None:
        if people != self._people:
            self.beginResetModel()
            self._people = people
            self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._people)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        person, name, faces = self._people[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return listed([name, tr_n("{n} face", "{n} faces", len(faces))])
        return {_PERSON: person, Qt.ItemDataRole.DisplayRole: name, _FACES: faces}.get(
            Qt.ItemDataRole(role) if role < _PERSON else role
        )


class _PersonDelegate(QStyledItemDelegate):
    def __init__(self, thumbnails: Thumbnails, parent: NamedList) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect, faces = option.rect, index.data(_FACES)
        focused = bool(option.state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected))
        painter.setPen(QPen(theme.color("accent" if focused else "line"), 2 if focused else 1))
        painter.setBrush(theme.color("panel"))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 12, 12)
        side = rect.height() - 20
        paint_face(
            painter, QRect(rect.left() + 10, rect.top() + 10, side, side), self._thumbnails.get(faces[0])
        )
        words = rect.adjusted(side + 22, 12, -12, -12)
        self._write(painter, words, index.data(), tr_n("{n} face", "{n} faces", len(faces)))

    def _write(self, painter: QPainter, words: QRect, name: str, count: str) -> None:
        painter.save()
        bold = QFont(painter.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(theme.color("text"))
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, words.width())
        upper = QRect(words.left(), words.top(), words.width(), words.height() // 2)
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
        painter.setPen(theme.color("muted"))
        painter.drawText(upper.translated(0, upper.height()), Qt.AlignmentFlag.AlignVCenter, count)
