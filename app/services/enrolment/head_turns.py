"""The challenge before an enrolment from a camera is stored: a person must be there, and no picture."""

from collections.abc import Callable, Iterator, Sequence

from app.core.errors import SourceError
from app.core.text import Text, say
from app.domain.face import Face
from app.services.enrolment.subject import Subject
from app.vision.liveness.challenge import NEAR, TRIES, Challenge, Refusal, Turn
from app.vision.liveness.glances import Examiner
from app.vision.reader import FaceReader
from app.vision.sources import Frame

_TURNS = {
    Turn.LEFT: say("Turn your head far to your left"),
    Turn.RIGHT: say("Turn your head far to your right"),
    Turn.UP: say("Lift your chin far up"),
    Turn.DOWN: say("Lower your chin far down"),
}
_REFUSALS = {
    Refusal.SLOW: say("that was not far enough in time"),
    Refusal.FAST: say("that was too fast to follow"),
    Refusal.WRONG_WAY: say("that was another way"),
    Refusal.FLAT: say("what turned is as flat as a picture"),
    Refusal.CUT: say("the picture jumped"),
    Refusal.SOMEBODY_ELSE: say("somebody else was seen"),
    Refusal.CROWD: say("several people were seen at once"),
    Refusal.GONE: say("the face was out of view"),
    Refusal.SIGN: say("it looks like a picture: it stands still, repeats itself, or has a border or a grid"),
}
_AHEAD = say("Look straight into the camera")


class HeadTurns:
    """Asks for head turns while frames are watched.

    Attributes:
        challenge: How it stands.
    """

    def __init__(
        self, reader: FaceReader, subject: Subject, known: Sequence[Face], *, required: bool
    ) -> None:
        """Begin.

        Args:
            reader: Reads faces.
            subject: Follows the person.
            known: The samples to be enrolled: it must be the same person.
            required: Whether nothing is enrolled without it; else the user decides.
        """
        self.challenge = Challenge()
        self._examiner = Examiner(reader, self.challenge, known)
        self._subject, self._known, self._required = subject, known, required

    @property
    def passed(self) -> bool:
        """Whether all turns were made, by a person."""
        return self.challenge.passed

    def watch(
        self, frames: Iterator[Frame], finished: Callable[[], bool]
    ) -> Iterator[tuple[Frame, Face | None, Text]]:
        """Watch frames until it was shown that a person is there; yields each with its face and what to do.

        Args:
            frames: Of the camera, in order.
            finished: Polled at each frame: whether the user wants to end it.

        Raises:
            SourceError: It was not shown, and is required.
        """
        for frame in frames:
            found = self._subject.find(frame.image, frame.time, self._known)
            alone = len(self._subject.faces) < 2
            face = self._examiner.look(frame.image, found, frame.time, alone=alone)
            yield frame, face, self._said(face)
            if self.passed or finished() or (self._required and self.challenge.over):
                break
        if self._required and not self.passed:
            raise SourceError(
                say("nobody was enrolled: it was not shown that a person is before the camera"),
                why=self._why,
                remedy=say("Try again in good light, and turn your head far and calmly, as asked"),
            )

    @property
    def _why(self) -> Text:
        refused = self.challenge.refused
        return _REFUSALS[refused] if refused else say("the turns of the head were not made")

    def _said(self, face: Face | None) -> Text:
        """What to do next."""
        now = self.challenge
        if now.passed:
            return say("Done")
        if now.over:
            return say(
                "This may be a picture ({why}): keep these views all the same, or cancel", why=self._why
            )
        if face is None:
            return say("Come into the picture")
        if now.asked is not None:
            return say("{turn} ({n} of {count})", turn=_TURNS[now.asked], n=now.done + 1, count=len(Turn))
        if face.quality.eyes < NEAR:
            return say("Come closer")
        if now.refused is not None and not now.done:
            left = say("Try {n} of {count}", n=TRIES - now.tries + 1, count=TRIES)
            return say("{left}, as {why}: look straight into the camera", left=left, why=self._why)
        return _AHEAD if now.done else say("Show that you are no picture: look straight into the camera")
