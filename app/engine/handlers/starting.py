"""What the engine asks of itself."""

from app.core import log
from app.domain.changes import Changes
from app.engine.context import RequestContext
from app.engine.engine import Engine
from app.engine.loading import load_models_code
from app.engine.protocol import EngineReady
from app.engine.registry import answers, answers_in_engine
from app.engine.requests.starting import LookElsewhere, OpenLibrary, ReadAgain, WarmUp


@answers_in_engine(OpenLibrary)
def open_library(engine: Engine, context: RequestContext, _: OpenLibrary) -> None:
    """The workspace is open: say so, and begin on what an earlier version of Kith left to be done."""
    from app.services.workspace import renewal

    context.engine.send(EngineReady("library"))
    if (left := renewal.left(context.workspace.db)) is not None:
        engine.begin(ReadAgain(left))


@answers(ReadAgain)
def read_again(context: RequestContext, _: ReadAgain) -> Changes:
    """Read stored faces again."""
    from app.services.models.rereading import read_again

    return read_again(context.workspace, context.progress, context.cancel)


@answers(WarmUp)
def warm_up(context: RequestContext, _: WarmUp) -> None:
    """Import torch and load the models, so that the first camera or photo need not wait for it."""
    load_models_code()
    context.workspace.reader()
    log.versions("kith", "openvino", "opencv-python-headless", "sqlalchemy")
    context.engine.send(EngineReady("vision"))


@answers_in_engine(LookElsewhere)
def look_elsewhere(engine: Engine, context: RequestContext, _: LookElsewhere) -> None:
    """Broadcast what another program changed, if any did; adopt settings that it stored."""
    found = engine.elsewhere.look(context.workspace.db)
    if found != Changes():
        context.engine.changed(found)
    stored = engine.elsewhere.look_at_settings(context.workspace.folder.settings, context.workspace.settings)
    if stored is not None:
        engine.adopt(stored)
