"""The training process: `python -m app.engine.trainer_process`, a child of the engine, gone when it is."""

import os
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Lock
from typing import TYPE_CHECKING, Any, NoReturn

from app.core import log
from app.core.progress import CancelToken
from app.domain.changes import Writer
from app.domain.retraining import Retraining
from app.engine.child import obey, parent
from app.engine.protocol import Changed, Training
from app.engine.replies import answer
from trainer.events import Evaluated, Started, Stepped

if TYPE_CHECKING:
    from app.engine.requests.training import Retrain
    from app.services.training.run import Fitting
    from trainer.events import Event

_NICE = 10
"""How much training gives way to live view and the window."""


def main() -> NoReturn:
    """Train once, tell how it goes, and end; end at once if the engine is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    pipe, given = parent("trainer")
    cancel = CancelToken()
    obey(pipe, cancel)
    line = _Line(pipe, given["job"])
    line.send(answer(given["job"], lambda: _train(given, line, cancel)))
    log.stop()
    os._exit(0)  # the listening thread waits in a read that nothing interrupts


def _train(given: dict[str, Any], line: "_Line", cancel: CancelToken) -> Retraining:
    from app.services.training.relearn import retrain_without
    from app.services.training.retrain import retrain
    from app.services.workspace import Workspace

    log.versions("kith", "torch")
    writer = Writer(given["writer"], lambda changes: line.send(Changed(changes)))
    with Workspace.open(
        given["data_dir"], device=given["device"], settings=given["settings"], writer=writer
    ) as workspace:
        workspace.progress = line.send
        asked: Retrain = given["asked"]
        return (retrain_without if asked.without_forgotten else retrain)(
            workspace,
            asked.options,
            activate=asked.activate,
            progress=line.send,
            on_event=line.event,
            cancel=cancel,
        )


class _Line:
    """The line to the engine, from any thread."""

    def __init__(self, pipe: Connection, job: int) -> None:
        self._pipe, self._job = pipe, job
        self._lock = Lock()
        self._fit, self._fits = 0, 0

    def send(self, message: Any) -> None:
        """Tell the engine; once it has gone, nobody."""
        with self._lock, suppress(OSError):
            self._pipe.send(message)

    def event(self, event: "Event | Fitting") -> None:
        """Pass on what a curve or a number is drawn from."""
        from app.services.training.run import Fitting

        if isinstance(event, Fitting):
            self._fit, self._fits = event.fit, event.fits
        elif isinstance(event, Started | Stepped | Evaluated):
            self.send(Training(self._job, self._fit, self._fits, event))


if __name__ == "__main__":
    main()
