"""Enrolling from a camera with guidance: one instruction at a time, until every pose was seen."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from app.core.errors import SourceError
from app.core.playing import Playback
from app.core.progress import CancelToken
from app.core.text import NOTHING, Text, masked, say
from app.domain.arrays import Image
from app.domain.face import Face, Quality
from app.domain.grade import Grade, grade_of
from app.domain.guidance import Guidance
from app.domain.pose import POSES, pose_of
from app.domain.self_test import FRAMES
from app.services.enrolment.head_turns import HeadTurns
from app.services.enrolment.self_test import further_faces
from app.services.enrolment.subject import Subject
from app.services.enrolment.views import SAME_PERSON, SAME_VIEW
from app.services.photos.fitness import FRAME, poor, unfit
from app.vision.newest import frames_of
from app.vision.reader import FaceReader, likeness
from app.vision.sources import Frame, is_live

_VIEWS = 3
"""Views kept of each pose."""
_CHECKED = range(3, 9)
"""Numbers of views with which it is asked whether the person is enrolled already."""
_HINTS = {
    "front": say("Look straight into the camera"),
    "left": say("Turn a little to your left"),
    "right": say("Turn a little to your right"),
    "up": say("Lift your chin a little"),
    "down": say("Lower your chin a little"),
}
_ELSE = say("Somebody else was seen")


class GuidedEnrolment:
    """One person before one camera; others may look on.

    Attributes:
        kept: The views kept.
        further: Faces of further frames, for the test, none of which is kept.
    """

    def __init__(
        self, reader: FaceReader, name: str, check: Callable[[Sequence[Face]], object] = len
    ) -> None:
        """Begin.

        Args:
            reader: Finds and embeds.
            name: Who is to be enrolled, for the question who of several it is.
            check: Called with the views kept so far, from the third on, while there are few; what it raises
                ends the watching.
        """
        self.kept: list[Face] = []
        self.further: list[Face] = []
        self._frames: Iterator[Frame] = iter(())
        self._check = check
        self._reader, self._name = reader, name
        self._subject = Subject(reader)
        self._begin()

    def _begin(self) -> None:
        self.kept.clear()
        self._seen = dict.fromkeys(POSES, 0)
        self._poses: list[str] = []
        self._level: list[float] = []

    def choose(self, track: int) -> None:
        """Go on with another face of the frame seen last: what was kept of somebody else is dropped."""
        if self._subject.choose(track):
            self._begin()

    def watch(
        self,
        source: str,
        cancel: CancelToken,
        finished: Callable[[], bool],
        playback: Playback | None = None,
    ) -> Iterator[tuple[Image, Guidance]]:
        """Watch a source until every pose was seen, it ends, or the user is content; yields each frame.

        Args:
            source: A camera's number, an address or a video's path.
            cancel: Polled at each frame.
            finished: Polled at each frame: whether to end with what there is.
            playback: How a video is played; by default as fast as it was recorded.

        Raises:
            SourceError: It cannot be read, or showed no usable face.
            Cancelled: The user asked to stop.
        """
        self._frames = frames_of(source, cancel, playback=playback or Playback())
        try:
            for frame in self._frames:
                yield frame.image, self._look(frame.image, frame.time)
                if finished() or all(self._seen.values()):
                    break
        except SourceError:
            if is_live(source) or not self.kept:
                raise  # else a video broke off, but what it had shown is as good as ever
        if not self.kept:
            raise SourceError(
                say("{source} showed no face that can be enrolled", source=masked(source)),
                remedy=say("Show one person, close to the camera, in good light"),
            )

    def turns(self, finished: Callable[[], bool], *, required: bool) -> Iterator[tuple[Image, Guidance]]:
        """Watch the same source further, before the views are stored, until it was shown that a person and no
        picture is there.

        Args:
            finished: Polled at each frame: whether the user wants to end it.
            required: Whether it must be shown; else the user decides.

        Raises:
            SourceError: It was not, and must be.
        """
        turns = HeadTurns(self._reader, self._subject, self.kept, required=required)
        for frame, face, hint in turns.watch(self._frames, finished):
            yield frame.image, self._guidance(face, hint)

    def watch_on(self, finished: Callable[[], bool]) -> Iterator[tuple[Image, Guidance]]:
        """Watch the same source further, once the views are stored, for a few frames to test with.

        Args:
            finished: Polled at each frame: whether to end.
        """
        seen = further_faces(self._reader, self._subject, self._frames, self.kept, finished)
        for frame, face in seen:
            if face is not None:
                self.further.append(face)
            count = len(self.further)
            hint = say("Look around a little: test {n} of {count}", n=count, count=FRAMES)
            yield frame.image, replace(self._guidance(face, hint), tested=count)

    def _look(self, image: Image, time: float) -> Guidance:
        found = self._subject.find(image, time, self.kept)
        face = None if found is None else self._reader.faces_at(image, [found])[0]
        return self._guidance(face, self._instruct(face))

    def _guidance(self, face: Face | None, hint: Text) -> Guidance:
        subject = self._subject
        gates = _gates(face.quality if face else None) | {"meant": face is not None}
        poses = {pose: count > 0 for pose, count in self._seen.items()}
        return Guidance(
            face.box if face else None,
            hint,
            poses,
            gates,
            len(self.kept),
            subject.faces,
            subject.track,
            subject.asks,
            grade_of(face.quality) if face else None,
            {pose: self._best(pose) for pose, seen in poses.items() if seen},
        )

    def _instruct(self, face: Face | None) -> Text:
        """Keep a face that shows something new; return what to do next."""
        if self._subject.asks:
            return say("Which one is {name}? Click, or press the number", name=self._name)
        if face is None:
            return _ELSE if self._subject.faces else say("Come into the picture")
        if fault := _fault(face.quality):
            return fault
        pose = self._pose(face.quality)
        wanted = pose is not None and (self._seen[pose] < _VIEWS or Grade.USABLE in self._grades(pose))
        if wanted and pose and (fault := self._keep(face, pose)):
            return fault
        missing = [pose for pose, count in self._seen.items() if not count]
        return _HINTS[missing[0]] if missing else say("Done")

    def _keep(self, face: Face, pose: str) -> Text:
        """Keep a face if it is the same person in another view; return what is wrong otherwise.

        A view that was seen before takes the place of the one kept of this pose, if it is better; a good view
        takes that of one that was only usable.
        """
        [face] = self._reader.read([face])
        if reason := unfit(face):
            return reason
        if looks := self._subject.looks(self.kept):
            alike = likeness(face, looks)
            if alike < SAME_PERSON:
                self._subject.lose()
                return _ELSE
            if self._seen[pose] and (alike > SAME_VIEW or self._replaces(face, pose)):
                self._improve(face, pose)
                return NOTHING
        self.kept.append(face)
        self._poses.append(pose)
        self._seen[pose] += 1
        if pose == "front":
            self._level.append(face.quality.pitch)
        if len(self.kept) in _CHECKED:
            self._check(self.kept)
        return NOTHING

    def _improve(self, face: Face, pose: str) -> None:
        """Let a face take the place of the worst of its pose that it may stand for."""
        mine = [place for place, shown in enumerate(self._poses) if shown == pose]
        for place in sorted(mine, key=lambda place: _worth(self.kept[place])):
            kept = self.kept[place]
            nearer = _worth(face)[0] > _worth(kept)[0]
            if nearer or (_worth(face) > _worth(kept) and likeness(face, [kept]) > SAME_VIEW):
                self.kept[place] = face
                return

    def _replaces(self, face: Face, pose: str) -> bool:
        """Whether a view that is new is good and one kept of its pose only usable, or no more are wanted."""
        nearer = grade_of(face.quality) is Grade.GOOD and Grade.USABLE in self._grades(pose)
        return nearer or self._seen[pose] >= _VIEWS

    def _grades(self, pose: str) -> list[Grade | None]:
        return [
            grade_of(face.quality)
            for face, shown in zip(self.kept, self._poses, strict=True)
            if shown == pose
        ]

    def _best(self, pose: str) -> Grade:
        return Grade.GOOD if Grade.GOOD in self._grades(pose) else Grade.USABLE

    def _pose(self, quality: Quality) -> str | None:
        """The pose a face shows, if it is a clear one. The first is always the front."""
        pose = pose_of(quality, float(np.median(self._level)) if self._level else None)
        return pose if self._level or pose == "front" else None


def _worth(face: Face) -> tuple[bool, float]:
    """By which one view of a pose is better than another: nearness counts more than sharpness."""
    return grade_of(face.quality) is Grade.GOOD, face.quality.sharpness


def _fault(quality: Quality) -> Text | None:
    """What to do about a face whose picture is not good enough for a sample, or None if it is."""
    if quality.eyes < FRAME.eyes:
        return say("Come closer")
    if quality.exposure < FRAME.exposure[0]:
        return say("It is too dark: more light on your face")
    if quality.exposure > FRAME.exposure[1]:
        return say("It is too bright: turn away from the light")
    if quality.sharpness < FRAME.sharpness:
        return say("The picture is blurred: hold still")
    if quality.detection < FRAME.detection:
        return say("Let your whole face be seen")
    return poor(quality)


def _gates(quality: Quality | None) -> dict[str, bool]:
    if quality is None:
        return {"light": False, "sharpness": False, "distance": False}
    return {
        "light": FRAME.exposure[0] <= quality.exposure <= FRAME.exposure[1],
        "sharpness": quality.sharpness >= FRAME.sharpness,
        "distance": quality.eyes >= FRAME.eyes,
    }
