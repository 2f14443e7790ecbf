"""What the engine asks of itself."""

from app.domain.changes import Changes
from app.engine.desk import Desk
from app.engine.engine import LookElsewhere, OpenLibrary, ReadAgain, WarmUp
from app.engine.loading import load_models_code
from app.engine.protocol import EngineReady
from app.engine.registry import answers


@answers(OpenLibrary)
def open_library(desk: Desk, _: OpenLibrary) -> None:
    """The desk's workspace is open: say so, and begin on what an earlier version of Kith left to be done."""
    from app.services.workspace import renewal

    desk.engine.send(EngineReady("library"))
    if (left := renewal.left(desk.workspace.db)) is not None:
        desk.engine.begin(ReadAgain(left))


@answers(ReadAgain)
def read_again(desk: Desk, _: ReadAgain) -> Changes:
    """Read stored faces again; what is on the screen hears of it at the end."""
    from app.services.models.rereading import read_again

    changes = read_again(desk.workspace, desk.progress, desk.cancel)
    desk.engine.changed(changes)
    return changes


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
