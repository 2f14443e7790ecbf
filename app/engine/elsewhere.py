"""What other programs write to the gallery: noticed by looking now and then, while nothing is asked."""

from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from app.domain.changes import Changes

if TYPE_CHECKING:
    from app.services.workspace import Workspace
    from app.services.workspace.activity import Mark

_SECONDS = 2.0
"""Time between two looks."""


class Elsewhere:
    """Tells what others changed from what this engine has told of itself. One thread looks, any may tell."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._told = Changes()
        self._version: int | None = None
        self._mark: Mark | None = None
        self._looked = 0.0

    def due(self) -> bool:
        """Whether it is time to look."""
        return monotonic() - self._looked >= _SECONDS

    def told(self, changes: Changes) -> None:
        """Note what the window knows already."""
        with self._lock:
            self._told |= changes

    def look(self, workspace: "Workspace") -> Changes:
        """What was changed since the last look and the window does not know; a microsecond if nothing was."""
        from app.services.workspace import activity

        self._looked = monotonic()
        version = workspace.db.version()
        if version == self._version:
            return Changes()
        self._version = version
        with self._lock:
            told, self._told = self._told, Changes()
        if self._mark is None:
            self._mark = activity.mark(workspace)
            return Changes()
        found, self._mark = activity.elsewhere(workspace, self._mark)
        return Changes(
            people=found.people - told.people,
            faces=found.faces - told.faces,
            photos=found.photos - told.photos,
            models=found.models - told.models,
        )
