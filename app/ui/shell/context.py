"""What every page works with."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.changes import Changes
from app.domain.recasting import Recasting
from app.engine.requests.base import Request
from app.keys.unlocking import Fresh
from app.ui.link.bridge import Bridge
from app.ui.link.job_list import JobList
from app.ui.link.memory import Memory
from app.ui.link.people_list import PeopleList
from app.ui.link.presence import PresenceState
from app.ui.link.thumbnails import Thumbnails
from app.ui.shell.notices import Notices
from app.ui.shell.shortcuts import Keys


@dataclass(frozen=True, slots=True)
class Context:
    """The window's common parts.

    Attributes:
        bridge: The way to the engine.
        notices: To say what was done and what went wrong.
        thumbnails: Faces' pictures.
        people: Who is enrolled.
        jobs: What the engine is doing, and did.
        presence: Whether visits are kept.
        memory: What to remember from run to run.
        keys: Where keys are added.
        go: Shows a page by its key and tells it what to do there: `go("people", "enrol")`.
        recast: Changes how the gallery is encrypted: closes the window meanwhile, and ends the engine.
        change_look: Puts on another theme or language at once, as `memory` says now.
    """

    bridge: Bridge
    notices: Notices
    thumbnails: Thumbnails
    people: PeopleList
    jobs: JobList
    presence: PresenceState
    memory: Memory
    keys: Keys
    go: Callable[..., None]
    change_look: Callable[[], None]
    recast: Callable[[Recasting, Fresh | None], None]

    def change(self, request: Request[Changes], then: Callable[[Changes], object] | None = None) -> None:
        """Ask for a write, and say what was done, with Undo.

        Args:
            request: What to write.
            then: Called once it is written.
        """

        def done(changes: Changes) -> None:
            self.notices.done(changes)
            if then is not None:
                then(changes)

        self.bridge.ask(request, done, self.notices.error)
