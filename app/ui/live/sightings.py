"""Who is here now and who was earlier, from what live view says of each frame. Kept in memory alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtGui import QImage, QPixmap

from app.domain.decision import State
from app.domain.live import LiveFace, LiveFrame, Sign
from app.ui.live.blur import enlarged, means
from app.ui.live.ignored import Ignored
from app.ui.look.texts import listed, tr
from app.ui.widgets.picture import THUMBNAIL, crop

_GONE_SECONDS = 1.5
"""Time out of view after which someone is not here any more: faces come and go with each turn of a head."""
_FLEETING_SECONDS = 2.0
"""Strangers seen for less are not worth listing."""
_MOST_EARLIER = 12
_BETTER = 1.3
"""A face so many times as large as the one pictured makes a better picture."""


@dataclass(slots=True)
class Sighting:
    """A person in view, or a stranger.

    Attributes:
        face: As live view saw them last.
        since: When they came, in seconds since the epoch.
        last: When they were seen last, likewise.
        picture: Their face.
        area: Pixels of the face pictured.
        places: Where they are: when they were seen there, and as which track, by tile.
        left: What the sources were called at which they were seen last, once they have left.
    """

    face: LiveFace
    since: float
    last: float
    picture: QPixmap
    area: float = 0.0
    places: dict[int, tuple[float, int]] = field(default_factory=dict)
    left: str = ""

    def is_at(self, track: int) -> bool:
        """Whether a track is theirs, at any source."""
        return track == self.face.track or any(track == one for _, one in self.places.values())

    @property
    def title(self) -> str:
        """What to call them: "Amira", "Jonas or Lukas", "Unknown 3"."""
        return title(self.face)

    @property
    def state(self) -> State:
        """A name, unsure or unknown."""
        return self.face.state


def title(face: LiveFace) -> str:
    """What to call a face: its name, both names, or its number as a stranger; a picture by that alone where
    its name is not told."""
    if face.state is State.NAME and face.name:
        return face.name
    if face.state is State.UNSURE:
        first, *others = (name for name, _ in face.candidates[:2])
        return tr("{one} or {other}", one=first, other=others[0]) if others else first
    if face.spoofed:
        return tr("Perhaps a picture")
    return tr("Unknown") if face.stranger is None else tr("Unknown {number}", number=face.stranger)


def why(sign: Sign) -> str:
    """What tells that a face is a picture."""
    told = {
        Sign.FROZEN: tr("Perhaps a picture: it has stood still for five seconds"),
        Sign.LOOPED: tr("Perhaps a picture: it does the very same again, as a video in a loop does"),
        Sign.BORDER: tr("Perhaps a picture: there is a border around it, as of paper or a phone"),
        Sign.GRID: tr("Perhaps a picture: it shows the grid of a screen"),
    }
    return told[sign]


def _is_anyone(face: LiveFace) -> bool:
    """Whether enough was seen of a face without a name to list it."""
    return face.stranger is not None or face.spoofed


def _identity(face: LiveFace) -> tuple[State, str | None, int | None]:
    """Who somebody named is, or which stranger: for each frame and each face there is no time for words."""
    return face.state, face.name, face.stranger


class Sightings:
    """Follows who comes and goes.

    Attributes:
        here: Who is in view, in the order in which they came.
        earlier: Who was, the latest first.
        ignored: Whom the user wants to hear nothing of in this run.
        names: What each source is called, by tile, where there are several.
    """

    def __init__(self) -> None:
        self.here: list[Sighting] = []
        self.earlier: list[Sighting] = []
        self.ignored = Ignored()
        self.names: dict[int, str] = {}
        self._passers_by: dict[int, int] = {}

    @property
    def passers_by(self) -> int:
        """Faces that came and went, in this run, too small or too briefly to be anyone."""
        return sum(self._passers_by.values())

    def where(self, one: Sighting) -> str:
        """At which sources they are, or were last, where there are several."""
        return one.left or listed(self.names[tile] for tile in sorted(one.places) if tile in self.names)

    def begin(self) -> None:
        """Another run, in which tracks and strangers are numbered anew."""
        self.leave()
        self._passers_by = {}
        self.ignored.clear()
        self.earlier = [one for one in self.earlier if one.face.stranger is None]

    def leave(self, tile: int | None = None) -> None:
        """Nobody can be seen any more: at one source, or at none."""
        gone = [one for one in self.here if tile is None or {*one.places} <= {tile}]
        self.here = [one for one in self.here if tile is not None and not {*one.places} <= {tile}]
        for one in self.here:
            one.places = {place: seen for place, seen in one.places.items() if place != tile}
        self._leave(gone)

    def listed(self) -> list[Sighting]:
        """Who is in view, without the ignored and those of whom too little was seen to know them again."""
        known = [one for one in self.here if one.state is not State.UNKNOWN or _is_anyone(one.face)]
        return [one for one in known if one.face not in self.ignored]

    def gone(self) -> list[Sighting]:
        """Who was in view, but for whom is ignored."""
        return [one for one in self.earlier if one.face not in self.ignored]

    def take_all_back(self) -> None:
        """Ignore nobody any more."""
        self.ignored.clear()

    def ignored_count(self) -> int:
        """How many of those here and earlier are ignored."""
        return sum(one.face in self.ignored for one in (*self.here, *self.earlier))

    def told(self, track: int, name: str) -> None:
        """The user said who a face is, be it still in view or not."""
        for one in [one for one in (*self.here, *self.earlier) if one.is_at(track)]:
            one.face = replace(one.face, state=State.NAME, name=name)
            if one in self.earlier:
                self.earlier.remove(one)
                self._leave([one])

    def blur(self) -> None:
        """Make the pictures of all who have no name unrecognisable, until they are seen again."""
        for one in (*self.here, *self.earlier):
            if one.state is not State.NAME and not one.picture.isNull():
                coarse = means(one.picture.toImage())
                one.picture, one.area = QPixmap.fromImage(enlarged(coarse, THUMBNAIL)), 0.0

    def see(self, seen: LiveFrame, image: QImage, now: float) -> None:
        """Take in who is in a frame."""
        self._passers_by[seen.tile] = seen.passers_by
        self.ignored.learn(seen.faces)
        for face in seen.faces:
            one = self._known_as(face, seen.tile) or self._new(face, now)
            one.face, one.last, one.places[seen.tile] = face, now, (now, face.track)
            if face.box.area > _BETTER * one.area and not image.isNull():
                one.picture, one.area = QPixmap.fromImage(crop(image, face.box, THUMBNAIL)), face.box.area
        gone = [one for one in self.here if now - one.last > _GONE_SECONDS]
        self.here = [one for one in self.here if now - one.last <= _GONE_SECONDS]
        for one in self.here:
            one.places = {
                tile: place for tile, place in one.places.items() if now - place[0] <= _GONE_SECONDS
            }
        self._leave(gone)

    def _known_as(self, face: LiveFace, tile: int) -> Sighting | None:
        """Whom a face belongs to: the named person or the stranger, or whoever the track was so far, unless
        they are at another source, too, as who they were."""
        if face.state is State.NAME or face.stranger is not None:
            same = [one for one in self.here if _identity(one.face) == _identity(face)]
            if same:
                self.here = [one for one in self.here if one is same[0] or not one.is_at(face.track)]
                return same[0]
        before = next((one for one in self.here if one.is_at(face.track)), None)
        if before is None or {*before.places} <= {tile}:
            return before
        before.places.pop(tile, None)
        return None

    def _new(self, face: LiveFace, now: float) -> Sighting:
        one = Sighting(face, now, now, QPixmap())
        self.here.append(one)
        return one

    def _leave(self, gone: Sequence[Sighting]) -> None:
        for one in gone:
            one.left = self.where(one)
            if one.state is State.UNKNOWN and one.face.stranger is None:
                continue  # counted as a passer-by
            if one.state is not State.NAME and one.last - one.since < _FLEETING_SECONDS:
                continue
            same = next((old for old in self.earlier if old.title == one.title), None)
            if same is not None:
                one.since = same.since
                self.earlier.remove(same)
            self.earlier.insert(0, one)
        del self.earlier[_MOST_EARLIER:]
