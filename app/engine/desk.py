"""Where one request is worked on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from app.core.progress import CancelToken
from app.core.progress import Progress as Step
from app.engine.protocol import Progress

if TYPE_CHECKING:
    from app.engine.engine import Engine
    from app.services.workspace import Workspace


@dataclass(slots=True)
class Desk:
    """What a handler works with.

    Attributes:
        id: The request's number.
        workspace: Of this thread alone.
        engine: For events, and for what goes on elsewhere in the engine.
        cancel: Set when a job is asked to stop.
        finish: Set when a job is asked to end with what it has.
        on_progress: Called at each progress.
    """

    id: int
    workspace: "Workspace"
    engine: "Engine"
    cancel: CancelToken = field(default_factory=CancelToken)
    finish: Event = field(default_factory=Event)
    on_progress: Callable[[], None] = lambda: None
    _began: float = 0.0
    _first: int | None = None

    def progress(self, step: Step) -> None:
        """Tell the window how far a job is, and how long the rest will take."""
        if self._first is None:  # what an earlier run finished says nothing of this one's pace
            self._first, self._began = step.done, monotonic()
        passed = monotonic() - self._began
        pace = (step.done - self._first) / passed if passed > 0 else 0.0
        left = (step.total - step.done) / pace if pace > 0 and step.total else None
        self.engine.send(Progress(self.id, step.done, step.total, step.label, pace, left))
        self.on_progress()
