"""Requests about live view."""

from app.core.errors import SourceError
from app.domain.changes import Changes
from app.domain.source import Source
from app.engine.desk import Desk
from app.engine.engine import Engine
from app.engine.registry import answers, steers
from app.engine.requests.enrolling import EnrolTrack
from app.engine.requests.live import ListSources, StartLive, StopLive


@answers(ListSources)
def list_sources(_: Desk, __: ListSources) -> tuple[Source, ...]:
    """The cameras of this computer."""
    from app.services.recognise.cameras import cameras

    return tuple(Source(number, name) for number, name in cameras())


@steers(StartLive)
def start_live(engine: Engine, asked: StartLive) -> None:
    """Watch a source."""
    engine.live.start(asked.source)


@steers(StopLive)
def stop_live(engine: Engine, _: StopLive) -> None:
    """Stop watching."""
    engine.live.stop()


@answers(EnrolTrack)
def enrol_track(desk: Desk, asked: EnrolTrack) -> Changes:
    """Enrol a face in view; what was enrolled from it under another name goes over to this one."""
    from app.services.enrolment.from_live import enrol_faces
    from app.services.people.corrections import correct

    live = desk.engine.live
    if (corrected := correct(desk.workspace, live.enrolled_from(asked.track), asked.name)) is not None:
        return corrected
    views = live.views_of(asked.track)
    if not views:
        raise SourceError("this face is no longer in view", remedy="Wait until it is seen again")
    changes = enrol_faces(desk.workspace, asked.name, views)
    live.note_enrolled(asked.track, changes.faces)
    return changes
