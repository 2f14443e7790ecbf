"""Requests that enrol people."""

from collections.abc import Sequence
from contextlib import ExitStack

from app.core.progress import Progress
from app.core.settings import REQUIRE, WARN
from app.domain.arrays import Image
from app.domain.changes import Changes
from app.domain.face import Face
from app.domain.guidance import Guidance
from app.domain.people_plan import PeoplePlan
from app.domain.person import EnrolReport
from app.engine.context import RequestContext
from app.engine.engine import Engine
from app.engine.protocol import Guided
from app.engine.registry import answers, answers_in_engine
from app.engine.requests.enrolling import EnrolFiles, EnrolFromSource, EnrolMany, PlanPeople

_CAMERA_SECONDS = 5.0


@answers(EnrolFiles)
def enrol_files(context: RequestContext, request: EnrolFiles) -> EnrolReport:
    """Enrol from pictures, folders and videos."""
    from app.services.enrolment import enrol

    return enrol.enrol(
        context.workspace,
        request.name,
        request.paths,
        context.progress,
        context.cancel,
        apart=request.apart,
        consent=request.consent,
    )


@answers(PlanPeople)
def plan_people(context: RequestContext, request: PlanPeople) -> PeoplePlan:
    """Say who would be enrolled."""
    from app.services.enrolment import many

    return many.plan_people(context.workspace, request.folder, context.cancel)


@answers(EnrolMany)
def enrol_many(context: RequestContext, request: EnrolMany) -> tuple[EnrolReport, ...]:
    """Enrol people from their folders."""
    from app.services.enrolment import many

    return tuple(
        many.enrol_planned(
            context.workspace, request.people, context.progress, context.cancel, consent=request.consent
        )
    )


@answers_in_engine(EnrolFromSource)
def enrol_from_source(engine: Engine, context: RequestContext, request: EnrolFromSource) -> EnrolReport:
    """Enrol from a camera, with guidance on the way."""
    from app.gallery.people import clean_name
    from app.services.enrolment.from_live import enrol_faces
    from app.services.enrolment.guided import GuidedEnrolment
    from app.services.enrolment.self_test import judge
    from app.services.people.duplicates import check_faces

    name = clean_name(request.name)

    def check(faces: Sequence[Face]) -> None:
        check_faces(context.workspace, faces, name, apart=request.apart)

    engine.live.stop()
    with ExitStack() as alone:
        for screen in context.engine.screens:  # whichever shows the camera
            alone.enter_context(screen.held(_CAMERA_SECONDS))
        guided, seen = GuidedEnrolment(context.workspace.reader(), name, check), -1
        wishes = context.wishes
        for image, guidance in guided.watch(request.source, context.cancel, lambda: wishes.finish):
            if (track := wishes.face) is not None:
                wishes.face = None
                guided.choose(track)
            _show(context, image, guidance)
            if sum(guidance.poses.values()) != seen:
                seen = sum(guidance.poses.values())
                context.progress(Progress(seen, len(guidance.poses), guidance.hint))
        if _must_turn(context, request.source):
            wishes.finish, required = False, context.workspace.settings.liveness == REQUIRE
            for image, guidance in guided.turns(lambda: wishes.finish, required=required):
                _show(context, image, guidance)
        changes: Changes = enrol_faces(
            context.workspace, name, guided.kept, apart=request.apart, consent=request.consent
        )
        wishes.finish = False
        for image, guidance in guided.watch_on(lambda: wishes.finish):
            _show(context, image, guidance)
    return EnrolReport(name, len(changes.faces), test=judge(context.workspace, name, guided.further))


def _must_turn(context: RequestContext, source: str) -> bool:
    """Whether it is to be shown that a person is there: by a video only where that is required."""
    from app.vision.sources import is_live

    mode = context.workspace.settings.liveness
    return mode == REQUIRE or (mode == WARN and is_live(source))


def _show(context: RequestContext, image: Image, guidance: Guidance) -> None:
    _, scale = context.engine.screens[0].show(image)
    context.engine.send(Guided(context.id, guidance.scaled(scale)))
