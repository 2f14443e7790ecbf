"""Who is enrolled, kept up to date for every page that shows or completes names."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.changes import Changes
from app.engine.requests import ListPeople
from app.engine.views import PersonCard
from app.ui.bridge import Bridge

_WAIT_MS = 30


class PeopleList(QObject):
    """Everyone enrolled.

    Signals:
        updated: The list was read anew.
    """

    updated = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.known = False
        self.cards: tuple[PersonCard, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._read)
        bridge.ready.connect(self._ready)
        bridge.changed.connect(self._changed)

    def names(self) -> list[str]:
        """Their names, in order."""
        return [card.name for card in self.cards]

    def find(self, name: str) -> PersonCard | None:
        """The person of that name, however it is spelt in capitals."""
        wanted = name.strip().casefold()
        return next((card for card in self.cards if card.name.casefold() == wanted), None)

    def get(self, person: int) -> PersonCard | None:
        """The person of that identifier."""
        return next((card for card in self.cards if card.id == person), None)

    def _ready(self, stage: str) -> None:
        if stage == "library":
            self._read()

    def _changed(self, changes: Changes) -> None:
        if changes.people or changes.faces:
            self._timer.start()

    def _read(self) -> None:
        self._bridge.ask(ListPeople(), self._take)

    def _take(self, cards: tuple[PersonCard, ...]) -> None:
        self.known = True
        self.cards = cards
        self.updated.emit()
