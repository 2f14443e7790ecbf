"""The process that changes how the gallery is encrypted, or puts back what opens it.

It is `python -m app.engine.recast_process`, a child of the window, whose engine has ended: nobody else may
have the gallery open.
"""

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from app.core import log
from app.core.progress import CancelToken, ProgressSink
from app.domain.recasting import Recast, Recasting
from app.engine.child import obey, parent
from app.engine.replies import answer

if TYPE_CHECKING:
    from app.keys.unlocking import Fresh


def main() -> NoReturn:
    """Make one change, tell how it goes, and end; end at once if the window is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe, given = parent("recast")
    cancel = CancelToken()
    obey(pipe, cancel)
    pipe.send(answer(0, lambda: _change(given, pipe.send, cancel)))
    log.stop()
    os._exit(0)  # the listening thread waits in a read that nothing interrupts


def _change(given: dict[str, Any], tell: ProgressSink, cancel: CancelToken) -> Recast:
    from app.gallery.encrypting import go_on
    from app.services.workspace import encryption

    folder: Path = given["data_dir"]
    what: Recasting = given["what"]
    fresh: Fresh | None = given["fresh"]
    gone: list[Path] = []
    if what == "put back":
        encryption.put_back(folder, lambda: None)
    elif what == "go on":
        gone = go_on(folder, tell, cancel)
    elif fresh is None:
        gone = encryption.turn_off(folder, tell, cancel)
    else:
        change = encryption.turn_on if what == "on" else encryption.rekey
        gone = change(folder, fresh, tell, cancel)
    return Recast(what, len(gone))


if __name__ == "__main__":
    main()
