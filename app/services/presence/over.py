"""What erases by itself: visits that are too old, and where it is chosen who agrees no more."""

from datetime import timedelta

from app.core.errors import GalleryError
from app.core.text import say
from app.gallery import consents, visits
from app.services.people import rights
from app.services.presence.book import sweep
from app.services.workspace import Workspace, clock


def erase(workspace: Workspace, *, lapsed: bool = True, deleted: bool = True) -> GalleryError | None:
    """Erase what is over, as far as the clock is believed.

    Args:
        workspace: The data folder.
        lapsed: Whether people who agree no more go too, where that is chosen.
        deleted: Whether visits go too that the user deleted: then undo does not bring them back.

    Returns:
        What to say where something is not erased for that, or None.

    Raises:
        GalleryError: The gallery cannot be read or written, or another program keeps traces alive.
    """
    found, now = clock.look(workspace.db), clock.now()
    then, days = found.believed(now), timedelta(workspace.settings.visit_days)
    lapsed = lapsed and workspace.settings.erase_lapsed
    sweep(workspace.db, now, then - days, deleted=deleted)
    if lapsed:
        rights.forget_lapsed(workspace, None if then == now else then.astimezone().date())
    if then == now:
        return None
    with workspace.db.read() as session:
        more = visits.outdated(session, now - days, deleted=False) or (lapsed and consents.lapsed(session))
    if not more:
        return None
    return GalleryError(say("What is over is not erased yet"), why=found.told, remedy=found.remedy)
