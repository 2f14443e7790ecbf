"""Who the grid of people shows, in which order."""

from collections.abc import Sequence
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.core.text import plain
from app.domain.names import folded
from app.domain.person import Person
from app.ui.look.texts import number, tip, tr

_Index = QModelIndex | QPersistentModelIndex
Sort = Literal["name", "faces", "newest"]
SORTS: tuple[Sort, ...] = ("name", "faces", "newest")
CARD = Qt.ItemDataRole.UserRole
"""Role under which the model gives the person's card; None where one is still awaited."""
MIME = "application/x-kith-people"
"""What is dragged: people's identifiers, with commas between them."""
_AWAITED = 12


def faces_text(count: int) -> str:
    """How many faces somebody has, in words."""
    return tr("{count} face", count=1) if count == 1 else tr("{count} faces", count=number(count))


def arranged(cards: Sequence[Person], sort: Sort, wanted: str = "") -> list[Person]:
    """People whose names hold a text, in an order; `cards` are ordered by name."""
    text = folded(wanted.strip())
    found = [card for card in cards if text in folded(card.name)] if text else list(cards)
    if sort == "faces":
        found.sort(key=lambda card: -card.faces)
    elif sort == "newest":
        found.sort(key=lambda card: card.added_at, reverse=True)
    return found


class PeopleModel(QAbstractListModel):
    """People in an order, or places of people who are awaited."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: Sequence[Person | None] = [None] * _AWAITED

    @property
    def cards(self) -> list[Person]:
        """The people shown, in order."""
        return [card for card in self._cards if card is not None]

    def card(self, row: int) -> Person | None:
        """The person in a place."""
        return self._cards[row] if 0 <= row < len(self._cards) else None

    def show_cards(self, cards: Sequence[Person]) -> bool:
        """Show these; return whether they are others, or in another order, than before."""
        same = [card and card.id for card in self._cards] == [card.id for card in cards]
        if same:
            self._cards = cards
            self.dataChanged.emit(self.index(0, 0), self.index(len(cards) - 1, 0))
            return False
        self.beginResetModel()
        self._cards = cards
        self.endResetModel()
        return True

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many people are shown."""
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The card, and words for searching, tooltips and screen readers."""
        card = self.card(index.row())
        if role == CARD or card is None:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return plain(card.name)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr("{name}, {faces}", name=card.name, faces=faces_text(card.faces))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(card.name if card.faces > 1 else advice(card))
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """People can be chosen, dragged and dropped upon."""
        if self.card(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled | flag.ItemIsDropEnabled

    def mimeTypes(self) -> list[str]:
        """What can be dropped: people and files."""
        return [MIME, "text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The people dragged."""
        cards = [self.card(index.row()) for index in indexes]
        data = QMimeData()
        data.setData(MIME, ",".join(str(card.id) for card in cards if card is not None).encode())
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """Files are copied, people are moved."""
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction


def advice(card: Person) -> str:
    """What to do for somebody with too few faces to be recognised surely."""
    if card.faces == 0:
        return tr("{name} has no face and cannot be recognised. Add some views.", name=card.name)
    return tr("{name} is known by one face. Add more views to be recognised surely.", name=card.name)


def shortened(name: str, most: int) -> str:
    """A name in at most so many characters."""
    return name if len(name) <= most else f"{name[: most - 1]}…"
