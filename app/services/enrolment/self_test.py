"""The test at the end of an enrolment from a camera or video: is the person recognised on further frames?"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from statistics import median

from app.core.errors import Cancelled, ModelError, SourceError, StorageError
from app.core.text import Text, say
from app.domain.access import What
from app.domain.decision import Decision
from app.domain.face import Face
from app.domain.grade import BEST
from app.domain.pose import level_of, pose_of
from app.domain.self_test import FRAMES, SelfTest
from app.gallery import people
from app.services.enrolment.samples import separation_of
from app.services.enrolment.subject import Subject
from app.services.recognise.recogniser import reader_and_recogniser
from app.services.workspace import Workspace
from app.vision.reader import FaceReader
from app.vision.sources import Frame

_APART = 0.2
"""Seconds between two frames: neighbours show the same view."""
_SECONDS = 12.0
"""How long further frames are watched at most."""
_DIM = 0.3
"""Mean luma below which more light is the advice."""
_TURN_MORE: dict[str, Text] = {
    "left": say("add views turned to the left"),
    "right": say("add views turned to the right"),
    "up": say("add views with the chin lifted"),
    "down": say("add views with the chin lowered"),
}


def further_faces(
    reader: FaceReader,
    subject: Subject,
    frames: Iterator[Frame],
    known: Sequence[Face] = (),
    finished: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[Frame, Face | None]]:
    """Watch on after the samples were stored, until there are faces enough; yields each frame.

    It ends quietly where the source does, and where the user wants no more of it: the samples stay.

    Args:
        reader: Finds faces.
        subject: Follows the person.
        frames: The rest of what the samples were taken from.
        known: The samples, by which a face that was out of view is known again.
        finished: Polled at each frame: whether to end.

    Yields:
        The frame, and the person's face where it counts: no two counted are of nearly the same moment.
    """
    counted, began, last = 0, None, float("-inf")
    try:
        for frame in frames:
            began = frame.time if began is None else began
            if counted == FRAMES or frame.time - began > _SECONDS or finished():
                return
            found = subject.find(frame.image, frame.time, known)
            face = None if found is None else reader.faces_at(frame.image, [found])[0]
            if face is None or frame.time - last < _APART:
                yield frame, None
                continue
            counted, last = counted + 1, frame.time
            yield frame, face
    except (SourceError, Cancelled):
        return


def judge(workspace: Workspace, name: str, faces: Sequence[Face]) -> SelfTest:
    """Identify faces of somebody enrolled among everybody, as everywhere else; none of them is a sample.

    Nothing is tested where the model has no thresholds, so that no name is ever given, or where the access
    log cannot be written: the samples are stored all the same.
    """
    try:
        reader, recogniser = reader_and_recogniser(workspace)
        if faces:
            workspace.note_access(What.IDENTIFY, len(faces))
    except (ModelError, StorageError):
        return SelfTest()
    with workspace.db.read() as session:
        person = people.find(session, name)
    decisions = recogniser.decide(reader.embed(faces)) if faces else []
    workspace.note_named(Counter(one.person for one in decisions if one.person is not None))
    right = sum(person is not None and one.person == person for one in decisions)
    separation = None if person is None else separation_of(recogniser, person)
    test = SelfTest(len(faces), right, separation)
    return SelfTest(len(faces), right, separation, _advice(faces, decisions, person)) if test.weak else test


def _advice(faces: Sequence[Face], decisions: Sequence[Decision], person: int | None) -> tuple[Text, ...]:
    """What would help the frames in which the person was not recognised, the likeliest first."""
    missed = [face.quality for face, one in zip(faces, decisions, strict=True) if one.person != person]
    level = level_of([face.quality for face in faces])
    poses = Counter(pose_of(quality, level) for quality in missed)
    turned = [pose for pose, _ in poses.most_common() if pose in _TURN_MORE]
    advice: list[Text] = []
    if median(quality.exposure for quality in missed) < _DIM:
        advice.append(say("more light on the face"))
    if median(quality.eyes for quality in missed) < BEST:
        advice.append(say("come nearer to the camera"))
    if turned:
        advice.append(_TURN_MORE[str(turned[0])])
    return tuple(advice) or (say("add more views, in the light in which the person is to be recognised"),)
