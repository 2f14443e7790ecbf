"""Who is enrolled, kept up to date for every page that shows or completes names."""

from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, KithError
from app.domain.changes import Changes
from app.domain.names import name_key
from app.domain.person import Person
from app.engine.requests.people import ListPeople
from app.ui.link.bridge import Bridge
from app.ui.link.debounce import debounce
from app.ui.link.thumbnails import Thumbnails

_WAIT_MS = 30


class PeopleList(QObject):
    """Everyone enrolled.

    Attributes:
        known: Whether the list was read.
        cards: Everyone, by name.
        error: Why the list could not be read, or None.
        pictures: Their faces' pictures.

    Signals:
        updated: The list was read anew.
        failed: It could not be read.
    """

    updated = Signal()
    failed = Signal()

    def __init__(self, bridge: Bridge, pictures: Thumbnails) -> None:
        super().__init__()
        self._bridge, self.pictures = bridge, pictures
        self.known = False
        self.cards: tuple[Person, ...] = ()
        self.error: KithError | None = None
        self._by_id: dict[int, Person] = {}
        self._timer = debounce(self, _WAIT_MS, self.read)
        bridge.ready.connect(self._ready)
        bridge.changed.connect(self._changed)

    def names(self) -> list[str]:
        """Their names, in order."""
        return [card.name for card in self.cards]

    def find(self, name: str) -> Person | None:
        """The person of that name, however it is spelt in capitals."""
        wanted = name_key(name)
        return next((card for card in self.cards if name_key(card.name) == wanted), None)

    def get(self, person: int) -> Person | None:
        """The person of that identifier."""
        return self._by_id.get(person)

    def read(self) -> None:
        """Read the list (again)."""
        self._bridge.ask(ListPeople(), self._take, self._fail)

    def _ready(self, stage: str) -> None:
        if stage == "library":
            self.read()

    def _changed(self, changes: Changes) -> None:
        if changes.people or changes.faces:
            self._timer.start()

    def _take(self, cards: tuple[Person, ...]) -> None:
        self.known, self.error = True, None
        self.cards, self._by_id = cards, {card.id: card for card in cards}
        self.updated.emit()

    def _fail(self, error: KithError | Cancelled) -> None:
        if isinstance(error, KithError):
            self.error = error
            self.failed.emit()
            if self.known:  # what is shown goes on being shown, so that this must be said elsewhere
                self._bridge.failed.emit(error)
