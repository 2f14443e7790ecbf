"""Visits looked at, corrected, deleted, and presence turned on and off."""

from collections.abc import Collection
from datetime import datetime

from app.core.text import say, say_n
from app.domain.changes import Changes
from app.domain.visit import PresenceStatus, Visit, VisitFilter
from app.gallery import people, visits
from app.services.people.browse import nobody_called
from app.services.workspace import Workspace


def listed(workspace: Workspace, wanted: VisitFilter, limit: int | None = None) -> list[Visit]:
    """List visits, the newest first."""
    with workspace.db.read() as session:
        return visits.listed(session, wanted, limit)


def sources(workspace: Workspace) -> list[str]:
    """Where there were visits."""
    with workspace.db.read() as session:
        return visits.sources(session)


def status(workspace: Workspace) -> PresenceStatus:
    """Whether presence is kept, and how many visits began today."""
    today = datetime.now().astimezone().date()
    chosen = workspace.settings
    with workspace.db.read() as session:
        count = visits.count(session, VisitFilter(first=today))
    return PresenceStatus(chosen.presence, count, bool(chosen.visit_webhook or chosen.visit_mqtt))


def correct(workspace: Workspace, visit: int, name: str | None) -> Changes:
    """Say whose a visit really was; None stands for nobody known.

    Raises:
        UsageError: Nobody is enrolled under that name.
        GalleryError: There is no such visit.
    """
    with workspace.db.write() as session:
        if name is None:
            return visits.correct(session, visit, None, say("Corrected a visit: it was nobody known"))
        person = people.find(session, name)
        if person is None:
            raise nobody_called(name)
        known = people.name_of(session, person)
        return visits.correct(session, visit, person, say("Corrected a visit: it was {name}", name=known))


def delete(workspace: Workspace, visit_ids: Collection[int]) -> Changes:
    """Delete visits; they can be brought back until Kith is started anew, or a day has passed.

    Raises:
        GalleryError: One does not exist.
    """
    label = say_n("Deleted {n} visit", "Deleted {n} visits", len(visit_ids))
    with workspace.db.write() as session:
        return visits.remove(session, visit_ids, label)
