"""Requests that enrol people."""

from app.core.progress import Progress
from app.domain.box import Box
from app.domain.changes import Changes
from app.domain.person import EnrolReport
from app.engine.desk import Desk
from app.engine.protocol import Guidance
from app.engine.registry import answers
from app.engine.requests.enrolling import EnrolFiles, EnrolFromSource

_CAMERA_SECONDS = 5.0


@answers(EnrolFiles)
def enrol_files(desk: Desk, asked: EnrolFiles) -> EnrolReport:
    """Enrol from pictures, folders and videos."""
    from app.services.enrolment import enrol

    return enrol.enrol(desk.workspace, asked.name, asked.paths, desk.progress, desk.cancel)


@answers(EnrolFromSource)
def enrol_from_source(desk: Desk, asked: EnrolFromSource) -> EnrolReport:
    """Enrol from a camera, with guidance on the way."""
    from app.gallery.people import clean_name
    from app.services.enrolment.from_live import enrol_faces
    from app.services.enrolment.guided import Guided

    name = clean_name(asked.name)
    desk.engine.live.stop()
    with desk.engine.screen.held(_CAMERA_SECONDS):
        guided, seen = Guided(desk.workspace.reader()), -1
        for view in guided.watch(asked.source, desk.cancel, desk.finish.is_set):
            number, scale, _ = desk.engine.screen.show(view.image)
            box = view.box and Box(*(scale * value for value in view.box))
            desk.engine.send(Guidance(desk.id, number, box, view.hint, view.poses, view.gates, view.accepted))
            if sum(view.poses.values()) != seen:
                seen = sum(view.poses.values())
                desk.progress(Progress(seen, len(view.poses), view.hint))
    changes: Changes = enrol_faces(desk.workspace, name, guided.kept)
    return EnrolReport(name, len(changes.faces))
