"""Keeping the plan of a training up to date, without asking more often than anybody looks."""

from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, KithError
from app.domain.changes import Changes
from app.domain.training import TrainingPlan
from app.engine.requests.training import PlanTraining
from app.ui.link.bridge import Bridge
from app.ui.link.debounce import debounce
from app.ui.training.preferences import Preferences

_WAIT_MS = 400
"""Time in which changes are taken together: an import tells of some each second."""


class PlanWatch(QObject):
    """Asks how training would go: the engine takes half a second of a processor to answer.

    Attributes:
        plan: The newest answer, or None.

    Signals:
        found: There is an answer.
        failed: There is none; the error.
    """

    found = Signal()
    failed = Signal(object)

    def __init__(self, bridge: Bridge, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._preferences = bridge, preferences
        self.plan: TrainingPlan | None = None
        self._looking, self._stale, self._asked, self._paused = False, True, False, False
        self._timer = debounce(self, _WAIT_MS, self.ask)
        bridge.changed.connect(self._changed)
        bridge.ready.connect(self._ready)
        preferences.changed.connect(self.ask)

    def look(self, *, looking: bool) -> None:
        """Say whether anybody looks at the plan now."""
        self._looking = looking
        if looking and self._stale:
            self.ask()

    def pause(self, *, paused: bool) -> None:
        """Ask nothing while training runs: the answer would be about a busy computer."""
        self._paused = paused
        if not paused and self._stale:
            self.ask()

    def ask(self) -> None:
        """Ask anew, now or when somebody looks."""
        self._stale = True
        if self._looking and not self._asked and not self._paused:
            self._stale, self._asked = False, True
            self._bridge.ask(PlanTraining(self._preferences.options), self._take, self._fail)

    def _changed(self, changes: Changes) -> None:
        if changes.people or changes.faces or changes.models:
            self._timer.start()

    def _ready(self, stage: str) -> None:
        if stage == "library" and (self.plan is None or self._stale):
            self.ask()

    def _take(self, plan: TrainingPlan) -> None:
        self.plan, self._asked = plan, False
        self.found.emit()
        if self._stale:
            self._timer.start()

    def _fail(self, error: KithError | Cancelled) -> None:
        self._asked, self._stale = False, True
        if isinstance(error, KithError):
            self.failed.emit(error)
