"""Watched folders of the library: what is new in them is read without being asked for."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from app.core.errors import KithError
from app.core.log import Log
from app.engine.context import EngineContext
from app.engine.requests.photos import ImportFolder

_log = Log(__name__)


class FolderWatch:
    """Watches on a thread of its own, from when it is started until the engine ends."""

    def __init__(self, context: EngineContext, begin: Callable[[ImportFolder], None]) -> None:
        """Prepare.

        Args:
            context: Whose gallery says which folders are watched.
            begin: Starts the reading of one, from any thread.
        """
        self._context, self._begin = context, begin
        self._stop: Event = context.ending

    def start(self) -> None:
        """Begin; folders that can be reached are read at once, since they may have changed meanwhile."""
        Thread(target=self._run, name="folders", daemon=True).start()

    def _run(self) -> None:
        from app.services.photos.folders import watched_folders
        from app.services.photos.watching import changed_folders

        try:
            workspace = self._context.workspace()
            for folder in changed_folders(lambda: watched_folders(workspace), self._stop):
                _log.info("a watched folder changed")
                self._begin(ImportFolder(Path(folder)))
        except (KithError, OSError) as error:  # too many folders for the system to watch, say
            _log.warning("folders are not watched any more", error=type(error))
