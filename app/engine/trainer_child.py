"""The engine's side of training: a child process trains, this thread passes on what it says."""

from typing import Any, cast

from app.core.errors import BugError, Cancelled, KithError
from app.core.progress import Progress as Step
from app.core.text import say
from app.domain.retraining import Retraining
from app.engine.child import start_child
from app.engine.context import RequestContext
from app.engine.protocol import Changed, Failed, Result
from app.engine.requests.training import Retrain

_TRAINER = "app.engine.trainer_process"
_POLL_SECONDS = 0.1


def train_apart(context: RequestContext, asked: Retrain) -> Retraining:
    """Retrain in a child process, so that neither its memory nor its GIL is this one's.

    Raises:
        TrainingRefused: Too few people or faces.
        ModelError: The model cannot be loaded or saved.
        BugError: The process died.
        Cancelled: The user asked to stop.
    """
    given = {
        "data_dir": context.workspace.folder.root,
        "device": context.workspace.device,
        "settings": context.workspace.settings,
        "writer": context.workspace.db.writer.name,
        "job": context.id,
        "asked": asked,
    }
    process, pipe = start_child(_TRAINER, given)
    try:
        return _follow(context, pipe)
    finally:
        pipe.close()
        process.kill()  # it has said its last word, or is no longer asked
        process.wait()


def _follow(context: RequestContext, pipe: Any) -> Retraining:
    asked = False
    while True:
        if context.engine.ending.is_set():
            raise Cancelled
        if context.cancel and not asked:
            asked = True
            pipe.send("cancel")
        if not pipe.poll(_POLL_SECONDS):
            continue
        message = _receive(pipe)
        if isinstance(message, Result):
            return cast("Retraining", message.value)
        if isinstance(message, Failed):
            if message.details:
                message.error.add_note(message.details)
            raise message.error
        if isinstance(message, Step):
            context.progress(message)
        elif isinstance(message, Changed):
            context.workspace.db.writer.announce(message.changes)
        else:
            context.engine.send(message)


def _receive(pipe: Any) -> Any:
    try:
        return pipe.recv()
    except (EOFError, OSError):
        return Failed(0, _died())


def _died() -> KithError:
    return BugError(
        say("The training stopped"),
        why=say("its process crashed or was ended; most often there was too little memory"),
        remedy=say("Close other programs and train again. Nothing was lost"),
    )
