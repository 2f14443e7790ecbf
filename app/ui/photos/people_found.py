"""Who is found in the photos shown: a click shows theirs alone."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu

from app.domain.names import folded
from app.ui.look.texts import tr, tr_n
from app.ui.photos.people_lines import LINE, PeopleLines, PersonLine
from app.ui.shell.context import Context


class PeopleFound(PeopleLines):
    """A line for each person, those in most photos first.

    A click, or Enter, asks for photos with them, Delete for those without; the other button of the mouse
    offers both.

    Signals:
        wanted: Photos with this person are wanted.
        unwanted: Photos without this person are wanted.
    """

    wanted = Signal(int)
    unwanted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context.thumbnails, QSize(160, 52), 6)
        self._context = context
        self._found: tuple[tuple[int, int], ...] = ()
        self._sought = ""
        self.setAccessibleName(tr("People in these photos"))
        self.setToolTip(tr("Click: photos with them. Delete or right click: photos without them."))
        self.activated.connect(lambda index: self.wanted.emit(index.data(LINE).person))
        context.people.updated.connect(self._renew)

    def show_people(self, found: Sequence[tuple[int, int]]) -> None:
        """Show these people, each with how many photos show them."""
        self._found = tuple(found)
        self._renew()

    def search(self, text: str) -> None:
        """Show those alone whose names hold a text."""
        self._sought = folded(text.strip())
        self._renew()

    def want_first(self) -> None:
        """Ask for photos with the first of those shown."""
        if self.model().rowCount():
            self.wanted.emit(self.model().index(0, 0).data(LINE).person)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete leaves out who is current."""
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.unwanted.emit(self.currentIndex().data(LINE).person)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for photos with the person clicked, or offer both ways."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.wanted.emit(index.data(LINE).person)
        elif index.isValid() and event.button() == Qt.MouseButton.RightButton:
            self._offer(index, event.globalPosition().toPoint())

    def _offer(self, index: QModelIndex, at: QPoint) -> None:
        line = index.data(LINE)
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        name = line.name.replace("&", "&&")
        menu.addAction(tr("Photos with {name}", name=name)).triggered.connect(
            lambda: self.wanted.emit(line.person)
        )
        menu.addAction(tr("Photos without {name}", name=name)).triggered.connect(
            lambda: self.unwanted.emit(line.person)
        )
        menu.popup(at)

    def _renew(self) -> None:
        cards = ((self._context.people.get(person), count) for person, count in self._found)
        self.show_lines(
            [
                PersonLine(card.id, card.name, card.cover, tr_n("{n} photo", "{n} photos", count))
                for card, count in cards
                if card is not None and self._sought in folded(card.name)
            ]
        )
