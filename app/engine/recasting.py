"""Changing how the gallery is encrypted, from the window's side: a child process does it, and tells."""

from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import cast

from app.core.errors import Cancelled, EngineStoppedError, KithError
from app.core.progress import Progress
from app.core.text import say
from app.domain.recasting import Recast, Recasting
from app.engine.child import start_child
from app.engine.protocol import Result
from app.keys.unlocking import Fresh

_PROCESS = "app.engine.recast_process"
Heard = Callable[[Progress | Recast | KithError | Cancelled], object]


class RecastChild:
    """One change under way. No engine may be at the gallery meanwhile."""

    def __init__(self, data_dir: Path, what: Recasting, fresh: Fresh | None, heard: Heard) -> None:
        """Begin it.

        Args:
            data_dir: The data folder.
            what: What to do.
            fresh: The new key, where there is to be one.
            heard: Called, on a thread, with how far it is, and in the end once with what came of it.
        """
        given = {"data_dir": data_dir, "what": what, "fresh": fresh}
        self._process, self._pipe = start_child(_PROCESS, given)
        self._what = what
        Thread(target=self._listen, args=(self._pipe, heard), name="recasting", daemon=True).start()

    def cancel(self) -> None:
        """Break it off, as long as that changes nothing."""
        try:
            self._pipe.send("cancel")
        except OSError:
            return  # it is over

    def _listen(self, pipe: Connection, heard: Heard) -> None:
        outcome: Recast | KithError | Cancelled | None = None
        while outcome is None:
            try:
                message = pipe.recv()
            except (EOFError, OSError):
                outcome = _died(self._what)
                break
            if isinstance(message, Progress):
                heard(message)
            else:
                outcome = cast("Recast", message.value) if isinstance(message, Result) else message.error
        self._process.wait()
        heard(outcome)


def _died(what: Recasting) -> KithError:
    if what == "put back":
        return EngineStoppedError(
            say("The copy was not put back"),
            why=say("its process crashed or was ended"),
            remedy=say("Try again"),
        )
    return EngineStoppedError(
        say("Changing the encryption was broken off"),
        why=say("its process crashed or was ended"),
        remedy=say("Start Kith again, which goes on with it"),
    )
