"""From who is surely in each frame to visits: who arrives, who is there, who has left. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain.decision import State
from app.domain.live import LiveFace, LiveFrame


@dataclass(frozen=True, slots=True)
class Rules:
    """When someone has arrived, and when they are gone.

    Attributes:
        frames: Frames of a name that make it steady, at least.
        steady: Time that these span, at least.
        flicker: Time that a name may be gone before it is steady.
        gap: Time that someone may be out of sight in one visit.
    """

    frames: int = 5
    steady: timedelta = timedelta(seconds=0.5)
    flicker: timedelta = timedelta(seconds=1)
    gap: timedelta = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Sighting:
    """Who is surely in a frame: the person's identifier by the number of the face's track."""

    at: datetime
    people: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Arrived:
    """Someone came: at `arrived`, though that is known only at `seen`."""

    person: int
    arrived: datetime
    seen: datetime


@dataclass(frozen=True, slots=True)
class Left:
    """Someone was `seen` last; `cut` where watching stopped, and they may still be there."""

    person: int
    seen: datetime
    cut: bool = False


@dataclass(slots=True)
class _Presence:
    """Someone who is there, or may be: `arrived` for sure once `steady`."""

    arrived: datetime
    seen: datetime
    frames: int = 0
    tracks: set[int] = field(default_factory=set)
    steady: bool = False


def sighting(frame: LiveFrame, at: datetime) -> Sighting:
    """Who is surely in a frame: none who is unsure, unknown, unrecognisable or a picture of a face."""
    sure = {face.track: face.person for face in frame.faces if face.person is not None and _is_sure(face)}
    return Sighting(at, sure)


def _is_sure(face: LiveFace) -> bool:
    return face.state is State.NAME and face.recognisable and not face.spoofed


class Watch:
    """Who is at one source. Of one person there is never more than one visit at a time."""

    def __init__(self, rules: Rules | None = None) -> None:
        self._rules = rules or Rules()
        self._known: dict[int, _Presence] = {}
        self._last: datetime | None = None

    @property
    def here(self) -> dict[int, datetime]:
        """Who is there, each with when they were seen last."""
        return {person: one.seen for person, one in self._known.items() if one.steady}

    def see(self, sighting: Sighting) -> list[Arrived | Left]:
        """Take a frame in; a clock that was set back ends what was under way."""
        at = sighting.at
        events: list[Arrived | Left] = [*self.end()] if self._last and at < self._last else []
        events += self.pass_time(at)
        self._drop_contradicted(sighting.people)
        for track, person in sighting.people.items():
            events += self._meet(person, track, at)
        self._drop_flickers(at, set(sighting.people.values()))
        return events

    def pass_time(self, at: datetime) -> list[Left]:
        """Let time pass without a frame; return who is gone by then."""
        self._last = at
        gone = [person for person, one in self._known.items() if at - one.seen > self._rules.gap]
        return self._dismiss(gone)

    def end(self) -> list[Left]:
        """Stop watching: every visit ends where its person was seen last."""
        self._last = None
        return self._dismiss([*self._known], cut=True)

    def _meet(self, person: int, track: int, at: datetime) -> list[Arrived]:
        one = self._known.setdefault(person, _Presence(at, at))
        one.frames += at > one.seen or not one.frames
        one.seen = at
        one.tracks.add(track)
        long_enough = one.frames >= self._rules.frames and at - one.arrived >= self._rules.steady
        if one.steady or not long_enough:
            return []
        one.steady = True
        return [Arrived(person, one.arrived, at)]

    def _drop_contradicted(self, people: Mapping[int, int]) -> None:
        """A face that had one name and now has another was surely neither."""
        for person, one in [*self._known.items()]:
            if not one.steady and any(people.get(track, person) != person for track in one.tracks):
                del self._known[person]

    def _drop_flickers(self, at: datetime, present: set[int]) -> None:
        for person, one in [*self._known.items()]:
            if not one.steady and person not in present and at - one.seen > self._rules.flicker:
                del self._known[person]

    def _dismiss(self, people: list[int], *, cut: bool = False) -> list[Left]:
        gone = {person: self._known.pop(person) for person in people}
        return [Left(person, one.seen, cut) for person, one in gone.items() if one.steady]
