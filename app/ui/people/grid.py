"""The grid of people: chosen, opened, dragged onto each other, dropped upon."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QMimeData, Qt, Signal
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView

from app.domain.person import Person
from app.ui.link.thumbnails import Thumbnails
from app.ui.look.texts import tr
from app.ui.people.delegate import CELL, PersonDelegate
from app.ui.people.model import MIME, PeopleModel
from app.ui.widgets.drops import dropped_paths
from app.ui.widgets.grid import Grid


class PeopleGrid(Grid):
    """People as cards.

    Signals:
        opened: Somebody is to be shown; their `Person`.
        merged: People were dragged onto another; their cards and the other's.
        files_dropped: Files were dropped; their paths and the card below, or None.
    """

    opened = Signal(object)
    merged = Signal(object, object)
    files_dropped = Signal(object, object)

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__(CELL, 16)
        self._thumbnails = thumbnails
        self.people = PeopleModel(self)
        self._delegate = PersonDelegate(thumbnails, self)
        self.setModel(self.people)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(tr("People"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self.activated.connect(lambda index: self._open(index.row()))
        thumbnails.arrived.connect(self._arrived)

    def show_people(self, cards: Sequence[Person]) -> None:
        """Show these people; who is chosen, who is current and how far it is scrolled stay as they are."""
        chosen, row = {card.id for card in self.chosen()}, self.currentIndex().row()
        current = self.people.card(row)
        if not self.people.show_cards(cards):
            return
        rows = {card.id: place for place, card in enumerate(cards)}
        self.choose_rows(rows[person] for person in chosen if person in rows)
        if current is not None and cards:
            place = rows.get(current.id, min(row, len(cards) - 1))
            self._make_current(place)

    def chosen(self) -> list[Person]:
        """The people chosen, in their order."""
        return [card for card in map(self.people.card, self.chosen_rows()) if card is not None]

    def current(self) -> Person | None:
        """The person the keys are at."""
        return self.people.card(self.currentIndex().row())

    def go_to(self, person: int) -> None:
        """Let the keys be at somebody, in view."""
        place = next((n for n, card in enumerate(self.people.cards) if card.id == person), None)
        if place is not None:
            self._make_current(place)
            self.scrollTo(self.currentIndex())

    def startDrag(self, _: Qt.DropAction) -> None:
        """Drag those chosen, with the picture of the current one."""
        card = self.current()
        drag = QDrag(self)
        drag.setMimeData(self.people.mimeData(self.selectionModel().selectedIndexes()))
        if card is not None and card.cover is not None and (cover := self._thumbnails.get(card.cover)):
            drag.setPixmap(cover.scaledToHeight(72, Qt.TransformationMode.SmoothTransformation))
        drag.exec(Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take people and files."""
        self._weigh(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show on whom it would drop."""
        super().dragMoveEvent(event)  # scrolls near the edges
        self._weigh(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It is held over nobody any more."""
        super().dragLeaveEvent(event)
        self._aim(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        """Merge people, or hand files on."""
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        self._aim(-1)
        below = self._below(event)
        if sources := self._dragged(event.mimeData(), below):
            event.acceptProposedAction()
            self.merged.emit(sources, below)
        elif paths := dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.files_dropped.emit(paths, below)

    def _weigh(self, event: QDragMoveEvent) -> None:
        below = self._below(event)
        takes = bool(self._dragged(event.mimeData(), below)) or event.mimeData().hasUrls()
        self._aim(self.indexAt(event.position().toPoint()).row() if takes else -1)
        if takes or (isinstance(event, QDragEnterEvent) and event.mimeData().hasFormat(MIME)):
            event.acceptProposedAction()
        else:
            event.ignore()

    def _below(self, event: QDropEvent) -> Person | None:
        return self.people.card(self.indexAt(event.position().toPoint()).row())

    def _dragged(self, data: QMimeData, below: Person | None) -> list[Person]:
        """The people dragged, without the one they are dragged onto; none over a gap."""
        if below is None or not data.hasFormat(MIME):
            return []
        wanted = set(map(int, bytes(data.data(MIME).data()).decode().split(",")))
        return [card for card in self.people.cards if card.id in wanted and card.id != below.id]

    def _aim(self, row: int) -> None:
        if self._delegate.target != row:
            self._delegate.target = row
            self.viewport().update()

    def _open(self, row: int) -> None:
        if (card := self.people.card(row)) is not None:
            self.opened.emit(card)

    def _make_current(self, row: int) -> None:
        """Let the keys be at a place, without scrolling there."""
        bar = self.verticalScrollBar()
        before = bar.value()
        self.selectionModel().setCurrentIndex(
            self.people.index(row), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        bar.setValue(before)

    def _arrived(self, faces: frozenset[int]) -> None:
        first, last = self.shown_rows()
        shown = (self.people.card(row) for row in range(first, last + 1))
        if any(card is not None and card.cover in faces for card in shown):
            self.viewport().update()
