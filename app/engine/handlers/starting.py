"""What the engine asks of itself."""

from app.core.changes import Changes
from app.engine.desk import Desk
from app.engine.engine import LookElsewhere, OpenLibrary, WarmUp
from app.engine.loading import load_models_code
from app.engine.protocol import EngineReady
from app.engine.registry import answers


@answers(OpenLibrary)
def open_library(desk: Desk, _: OpenLibrary) -> None:
    """The desk's workspace is open: say so."""
    desk.engine.send(EngineReady("library"))


@answers(WarmUp)
def warm_up(desk: Desk, _: WarmUp) -> None:
    """Import torch and load the models, so that the first camera or photo need not wait for it."""
    load_models_code()
    desk.workspace.reader()
    desk.engine.send(EngineReady("vision"))


@answers(LookElsewhere)
def look_elsewhere(desk: Desk, _: LookElsewhere) -> Changes | None:
    """Broadcast what another program changed, if any did."""
    found = desk.engine.elsewhere.look(desk.workspace)
    return found if found != Changes() else None
