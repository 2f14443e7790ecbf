"""The people found in the photos."""

from PySide6.QtCore import QSize, Signal

from app.ui.look.texts import tr, tr_n
from app.ui.photos.people_lines import LINE, PeopleLines, PersonLine
from app.ui.shell.context import Context


class NamedList(PeopleLines):
    """A card for each person: best face here, name, how many faces.

    Signals:
        opened: A person was clicked twice, or Enter pressed on them.
    """

    opened = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context.thumbnails, QSize(240, 76))
        self._context = context
        self._named: dict[int, tuple[int, ...]] = {}
        self.setAccessibleName(tr("People in these photos"))
        self.activated.connect(lambda index: self.opened.emit(index.data(LINE).person))
        context.people.updated.connect(self._renew)

    def show_people(self, named: dict[int, tuple[int, ...]]) -> None:
        """Show these people with their faces here."""
        self._named = named
        self._renew()

    def _renew(self) -> None:
        """Under the names they have now, by name; those gone are left out."""
        cards = [card for card in self._context.people.cards if card.id in self._named]
        faces = {card.id: self._named[card.id] for card in cards}
        self.show_lines(
            [
                PersonLine(
                    card.id, card.name, faces[card.id][0], tr_n("{n} face", "{n} faces", len(faces[card.id]))
                )
                for card in cards
            ]
        )
