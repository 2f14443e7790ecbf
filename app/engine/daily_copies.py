"""A copy of the gallery a day, made while the window is open."""

from collections.abc import Callable
from threading import Thread

from app.core.errors import KithError, KnownError
from app.core.log import Log
from app.core.text import Text, say
from app.engine.context import EngineContext
from app.engine.priority import give_way

_log = Log(__name__)

_FIRST_SECONDS = 120.0
"""How long the window is left alone after it was opened."""
_LOOK_SECONDS = 1800.0


class DailyCopies:
    """Makes them on a thread of its own, from when it is started until the engine ends."""

    def __init__(self, context: EngineContext, note: Callable[[Text, KnownError], None]) -> None:
        """Prepare.

        Args:
            context: Whose gallery is copied.
            note: Told where none could be made, from any thread.
        """
        self._context, self._note = context, note

    def start(self) -> None:
        """Begin; the first look is taken a while later."""
        Thread(target=self._run, name="copies", daemon=True).start()

    def _run(self) -> None:
        give_way()
        wait, told = _FIRST_SECONDS, False
        while not self._context.ending.wait(wait):
            wait = _LOOK_SECONDS
            try:
                self._copy()
                told = False
            except KnownError as error:
                if not told:
                    self._note(say("Copying the gallery"), error)
                told = True
            except KithError as error:
                _log.warning("no copy was made", error=error)

    def _copy(self) -> None:
        from app.services.workspace.backup import back_up, is_due

        workspace = self._context.workspace()
        try:
            if is_due(workspace):
                back_up(workspace)
        finally:
            workspace.close()
