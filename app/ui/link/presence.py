"""Whether visits are kept, and how many began today, for every place in the window that says so."""

from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, KithError
from app.core.settings import Settings
from app.domain.changes import Changes
from app.domain.visit import PresenceStatus
from app.engine.requests.presence import GetPresence
from app.ui.link.bridge import Bridge
from app.ui.link.debounce import debounce

_WAIT_MS = 200


class PresenceState(QObject):
    """What the engine says of presence.

    Attributes:
        on: Whether visits are kept.
        today: How many began today.
        passed_on: Whether they leave this computer.

    Signals:
        updated: It was asked anew.
    """

    updated = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.on, self.today, self.passed_on = False, 0, False
        self._timer = debounce(self, _WAIT_MS, self._ask)
        bridge.ready.connect(self._ready)
        bridge.settings.connect(self._settings)
        bridge.changed.connect(self._changed)

    def _ready(self, stage: str) -> None:
        if stage == "library":
            self._ask()

    def _settings(self, settings: Settings) -> None:
        passed_on = bool(settings.visit_webhook or settings.visit_mqtt)
        if (settings.presence, passed_on) != (self.on, self.passed_on):
            self._ask()

    def _changed(self, changes: Changes) -> None:
        if changes.visits or (changes.people and self.on):
            self._timer.start()

    def _ask(self) -> None:
        self._bridge.ask(GetPresence(), self._take, self._not_now)

    def _take(self, status: PresenceStatus) -> None:
        self.on, self.today, self.passed_on = status.on, status.today, status.passed_on
        self.updated.emit()

    def _not_now(self, _: KithError | Cancelled) -> None:
        """It is asked again when the engine is there."""
