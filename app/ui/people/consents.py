"""What somebody agreed to, on their page."""

from PySide6.QtCore import Signal

from app.domain.consent import Consent, Way
from app.domain.person import Person
from app.engine.requests.people import ConsentsOf
from app.ui.link.bridge import Bridge
from app.ui.look.texts import number, shown, tip, tr
from app.ui.widgets.labels import Words


class Consents(Words):
    """The newest in a line; all of them, in the words agreed to, in its tooltip.

    Signals:
        standing: Whether the newest can be withdrawn.
    """

    standing = Signal(bool)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.setProperty("role", "small")
        self.setWordWrap(True)
        self._bridge = bridge
        self._card: Person | None = None

    def show_of(self, card: Person) -> None:
        """Show what somebody agreed to."""
        if self._card is None or self._card.id != card.id:
            self.setText("")
            self.standing.emit(False)
        self._card = card
        self._bridge.ask(ConsentsOf(card.id), lambda found: self._take(card, found), lambda _: None)

    def _take(self, card: Person, found: tuple[Consent, ...]) -> None:
        if card is not self._card:
            return
        lines = [_line(one) for one in found]
        if len(lines) > 1:
            lines[0] = tr("{line} (and {count} earlier)", line=lines[0], count=number(len(lines) - 1))
        self.setText(lines[0] if lines else tr("No consent is kept of them."))
        words = "\n".join(shown(one.agreed(card.name)) for one in found)
        self.setToolTip(tip(words))
        self.setAccessibleDescription(words)
        self.standing.emit(bool(found) and found[0].withdrawn_at is None)


def _line(consent: Consent) -> str:
    day = consent.given_at.astimezone().date()
    purpose, term = consent.purpose, consent.term
    if consent.withdrawn_at is not None:
        gone = consent.withdrawn_at.astimezone().date()
        return tr("Withdrawn on {gone}, agreed on {day}: not matched any more", gone=gone, day=day)
    if consent.way is Way.WINDOW:
        return tr("Agreed on {day} in the window: {purpose}, {term}", day=day, purpose=purpose, term=term)
    return tr("Agreed on {day} on the command line: {purpose}, {term}", day=day, purpose=purpose, term=term)
