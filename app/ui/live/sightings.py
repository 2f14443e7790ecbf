"""Who is here now and who was earlier, from what live view says of each frame. Kept in memory alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QImage, QPixmap

from app.domain.decision import State
from app.domain.live import LiveFace
from app.ui.look.texts import tr
from app.ui.widgets.picture import THUMBNAIL, crop

_GONE_SECONDS = 1.5
"""Time out of view after which someone is not here any more: faces come and go with each turn of a head."""
_SETTLED_SECONDS = 0.7
"""Time after which a stranger gets a number: what looks like a face for a moment gets none."""
_FLEETING_SECONDS = 2.0
"""Strangers seen for less are not worth listing."""
_MOST_EARLIER = 12
_BETTER = 1.3
"""A face so many times as large as the one pictured makes a better picture."""


@dataclass(slots=True)
class Sighting:
    """A person in view, or a stranger.

    Attributes:
        title: What to call them: "Amira", "Jonas or Lukas", "Unknown 3".
        state: A name, unsure or unknown.
        track: The track they were seen as last.
        since: When they came, in seconds since the epoch.
        last: When they were seen last, likewise.
        picture: Their face.
        area: Pixels of the face pictured.
        clear: Whether enough of them was seen to say who they are.
    """

    title: str
    state: State
    track: int
    since: float
    last: float
    picture: QPixmap
    area: float = 0.0
    clear: bool = True


class Sightings:
    """Follows who comes and goes.

    Attributes:
        here: Who is in view, in the order in which they came.
        earlier: Who was, the latest first.
    """

    def __init__(self) -> None:
        self.here: list[Sighting] = []
        self.earlier: list[Sighting] = []
        self._numbers: dict[int, int] = {}
        self._count = 0

    def begin(self) -> None:
        """Another source or another run, whose tracks are numbered anew."""
        self.leave()
        self._numbers = {}

    def leave(self) -> None:
        """Nobody can be seen any more; strangers keep their numbers."""
        self._leave(self.here)
        self.here = []

    def title(self, face: LiveFace) -> str:
        """What to call a face: its name, both names, or a small number of its own."""
        if face.state is State.NAME and face.name:
            return face.name
        if face.state is State.UNSURE:
            return tr("{one} or {other}", one=face.candidates[0][0], other=face.candidates[1][0])
        number = self._numbers.get(face.track)
        return tr("Unknown") if number is None else tr("Unknown {number}", number=number)

    def listed(self) -> list[Sighting]:
        """Who is in view, without strangers that were only just seen."""
        return [one for one in self.here if one.state is not State.UNKNOWN or one.track in self._numbers]

    def see(self, faces: Sequence[LiveFace], image: QImage, now: float) -> None:
        """Take in who is in a frame."""
        for face in faces:
            one = self._known_as(face) or self._new(face, now)
            if now - one.since >= _SETTLED_SECONDS and face.state is State.UNKNOWN:
                self._number(face.track)
            one.title, one.state, one.track, one.last = self.title(face), face.state, face.track, now
            one.clear = face.recognisable
            if face.box.area > _BETTER * one.area and not image.isNull():
                one.picture, one.area = QPixmap.fromImage(crop(image, face.box, THUMBNAIL)), face.box.area
        gone = [one for one in self.here if now - one.last > _GONE_SECONDS]
        self.here = [one for one in self.here if now - one.last <= _GONE_SECONDS]
        self._leave(gone)

    def _number(self, track: int) -> None:
        if track not in self._numbers:
            self._count += 1
            self._numbers[track] = self._count

    def _known_as(self, face: LiveFace) -> Sighting | None:
        """Whom a face belongs to: the named person, or whoever the track was so far."""
        if face.state is State.NAME:
            named = [one for one in self.here if one.state is State.NAME and one.title == face.name]
            if named:
                self.here = [one for one in self.here if one is named[0] or one.track != face.track]
                return named[0]
        return next((one for one in self.here if one.track == face.track), None)

    def _new(self, face: LiveFace, now: float) -> Sighting:
        one = Sighting(self.title(face), face.state, face.track, now, now, QPixmap())
        self.here.append(one)
        return one

    def _leave(self, gone: Sequence[Sighting]) -> None:
        for one in gone:
            if one.state is not State.NAME and one.last - one.since < _FLEETING_SECONDS:
                continue
            same = next((old for old in self.earlier if old.title == one.title), None)
            if same is not None:
                one.since = same.since
                self.earlier.remove(same)
            self.earlier.insert(0, one)
        del self.earlier[_MOST_EARLIER:]
