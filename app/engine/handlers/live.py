"""Requests about live view."""

from collections.abc import Sequence

from app.core.errors import SourceError, UsageError
from app.core.settings import REQUIRE
from app.core.text import say
from app.domain.changes import Changes
from app.domain.face import Face
from app.domain.source import Source
from app.engine.context import RequestContext
from app.engine.engine import Engine
from app.engine.registry import answers, answers_in_engine, steers
from app.engine.requests.enrolling import DenyTrack, EnrolTrack
from app.engine.requests.live import ListSources, PlayLive, StartLive, StopLive


@answers(ListSources)
def list_sources(_: RequestContext, __: ListSources) -> tuple[Source, ...]:
    """The cameras of this computer."""
    from app.services.recognise.cameras import cameras

    return tuple(cameras())


@steers(StartLive)
def start_live(engine: Engine, request: StartLive) -> None:
    """Watch a source."""
    engine.live.start(request.source, request.tile)


@steers(PlayLive)
def play_live(engine: Engine, request: PlayLive) -> None:
    """Play it otherwise."""
    engine.live.play(request.how, request.at, request.tile)


@steers(StopLive)
def stop_live(engine: Engine, request: StopLive) -> None:
    """Stop watching."""
    engine.live.stop(request.tile)


@answers_in_engine(EnrolTrack)
def enrol_track(engine: Engine, context: RequestContext, request: EnrolTrack) -> Changes:
    """Enrol a face in view; what was enrolled from it under another name goes over to this one.

    Raises:
        UsageError: Only who turns their head as asked is to be enrolled.
    """
    from app.services.enrolment.from_live import enrol_faces
    from app.services.enrolment.views import distinct
    from app.services.people.corrections import correct

    if context.workspace.settings.liveness == REQUIRE:
        raise UsageError(
            say("from live view nobody is enrolled while head turns are required"),
            remedy=say("Enrol with the camera, or choose another setting for pictures instead of people"),
        )
    live = engine.live
    enrolled = live.enrolled_from(request.track)
    corrected = correct(context.workspace, enrolled, request.name, request.consent)
    if corrected is not None:
        return corrected
    views = distinct(_views(engine, request.track))
    changes = enrol_faces(
        context.workspace, request.name, views, apart=request.apart, consent=request.consent
    )
    live.note_enrolled(request.track, changes.faces)
    return changes


@answers_in_engine(DenyTrack)
def deny_track(engine: Engine, context: RequestContext, request: DenyTrack) -> Changes:
    """Keep who a face in view is not; what was enrolled from it under such a name is theirs no more."""
    from app.services.enrolment.from_live import deny_faces

    enrolled = engine.live.enrolled_from(request.track)
    changes = deny_faces(context.workspace, request.names, _views(engine, request.track), enrolled)
    engine.live.note_denied(request.track, changes.faces)
    return changes


def _views(engine: Engine, track: int) -> Sequence[Face]:
    """The best views of a face in view.

    Raises:
        SourceError: It is gone.
    """
    views = engine.live.views_of(track)
    if not views:
        raise SourceError(say("this face is no longer in view"), remedy=say("Wait until it is seen again"))
    return views
