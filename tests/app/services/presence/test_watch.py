"""Visits from who is surely in each frame, for any clip that one can think of."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.box import Box
from app.domain.decision import State
from app.domain.live import LiveFace, LiveFrame, Sign, StageTimes
from app.services.presence.watch import Arrived, Left, Rules, Sighting, Watch, sighting

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
RULES = Rules()
Events = list[Arrived | Left]


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def seen(*parts: tuple[float, float, int], every: float = 0.1) -> Events:
    """What comes of a clip in which people are seen from one second to another, ten frames a second."""
    watch, events = Watch(), []
    for step in range(round(max(end for _, end, _ in parts) / every) + 1):
        now = step * every
        people = {person: person for begin, end, person in parts if begin <= now + 1e-9 and now <= end + 1e-9}
        events += watch.see(Sighting(at(now), people))
    return [*events, *watch.end()]


def test_someone_comes_and_goes() -> None:
    assert seen((2, 10, 1), (10, 50, 2)) == [
        Arrived(1, at(2), at(2.5)),
        Arrived(2, at(10), at(10.5)),
        Left(1, at(10)),
        Left(2, at(50), cut=True),
    ]


def test_a_short_absence_is_the_same_visit_and_a_long_one_is_not() -> None:
    assert [type(one) for one in seen((0, 5, 1), (30, 35, 1))] == [Arrived, Left]
    assert [type(one) for one in seen((0, 5, 1), (40, 45, 1))] == [Arrived, Left, Arrived, Left]


def test_a_glimpse_is_no_visit() -> None:
    assert seen((1, 1.3, 1), (5, 5, 2)) == []


def test_a_name_that_flickers_is_no_visit() -> None:
    watch, events = Watch(), []
    for step in range(200):
        events += watch.see(Sighting(at(step / 10), {7: step % 2}))
    assert events == []


def test_a_slow_camera_is_watched_too() -> None:
    events = seen((0, 40, 1), every=2)
    assert events == [Arrived(1, at(0), at(8)), Left(1, at(40), cut=True)]


def test_a_clock_that_is_set_back_ends_what_was_under_way() -> None:
    watch = Watch()
    for step in range(10):
        watch.see(Sighting(at(step), {1: 1}))
    assert watch.see(Sighting(at(-3600), {1: 1})) == [Left(1, at(9), cut=True)]


def test_time_passes_without_frames() -> None:
    watch = Watch()
    for step in range(10):
        watch.see(Sighting(at(step), {1: 1}))
    assert watch.pass_time(at(39)) == []
    assert watch.here == {1: at(9)}
    assert watch.pass_time(at(39.1)) == [Left(1, at(9))]
    assert watch.end() == []


FACES = (
    LiveFace(1, Box(0, 0, 9, 9), State.NAME, "Ana", 0.8, person=11),
    LiveFace(2, Box(0, 0, 9, 9), State.UNSURE, None, 0.8),
    LiveFace(3, Box(0, 0, 9, 9), State.UNKNOWN, None, 0.2),
    LiveFace(4, Box(0, 0, 9, 9), State.NAME, "Bob", 0.8, person=12, recognisable=False),
    LiveFace(5, Box(0, 0, 9, 9), State.NAME, "Cem", 0.8, person=13, sign=Sign.BORDER),
)


def test_only_sure_faces_count() -> None:
    frame = LiveFrame(0, 0.0, None, FACES, StageTimes(0, 0, 0, 0), 0)
    assert sighting(frame, NOON) == Sighting(NOON, {1: 11})


@st.composite
def clips(draw: st.DrawFn) -> list[Sighting]:
    """Frames in any order of people, tracks and pauses; one person once in a picture."""
    now, frames = 0.0, []
    for _ in range(draw(st.integers(0, 80))):
        now += draw(st.sampled_from([0.04, 0.1, 0.3, 1.0, 1.1, 29.9, 31.0, 90.0, -5.0]))
        pairs = draw(st.dictionaries(st.integers(1, 3), st.integers(1, 4), max_size=3))
        frames.append(Sighting(at(now), {track: person for person, track in _turned(pairs).items()}))
    return frames


def _turned(pairs: dict[int, int]) -> dict[int, int]:
    """Each track at most once."""
    tracks = {track: person for person, track in pairs.items()}
    return {person: track for track, person in tracks.items()}


@pytest.mark.slow
@given(clips())
def test_whatever_happens(clip: list[Sighting]) -> None:
    watch, events = Watch(), []
    for frame in clip:
        events += watch.see(frame)
        assert {*watch.here} == _open(events)
    events += watch.end()
    assert not _open(events), "every visit ends"
    times = [frame.at for frame in clip]
    for begin, end in _visits(events):
        sure = [one.at for one in clip if begin.person in one.people.values()]
        assert begin.arrived in sure
        assert end.seen in sure, "a visit ends where its person was seen"
        assert begin.arrived <= begin.seen <= end.seen
        assert begin.seen - begin.arrived >= RULES.steady
        if times == sorted(times):
            inside = [one for one in sure if begin.arrived <= one <= end.seen]
            assert len(inside) >= RULES.frames
            assert all(b - a <= RULES.gap for a, b in pairwise(inside))
    if times == sorted(times):
        _are_apart(events)


def _open(events: Events) -> set[int]:
    """Whose visits stand open, of whom never two."""
    here: Counter[int] = Counter()
    for one in events:
        here[one.person] += 1 if isinstance(one, Arrived) else -1
        assert here[one.person] in (0, 1)
    return {person for person, open_ones in here.items() if open_ones}


def _visits(events: Events) -> list[tuple[Arrived, Left]]:
    here: dict[int, Arrived] = {}
    found = []
    for one in events:
        if isinstance(one, Arrived):
            here[one.person] = one
        else:
            found.append((here.pop(one.person), one))
    return found


def _are_apart(events: Events) -> None:
    """Two visits of one person are further apart than the gap, else they would be one."""
    last: dict[int, datetime] = {}
    for begin, end in sorted(_visits(events), key=lambda pair: pair[0].arrived):
        if begin.person in last:
            assert begin.arrived - last[begin.person] > RULES.gap
        last[begin.person] = end.seen


@pytest.mark.parametrize("people", [{1: 1}, {}])
def test_a_frame_told_twice_counts_once(people: dict[int, int]) -> None:
    watch = Watch()
    assert [watch.see(Sighting(NOON, people)) for _ in range(20)] == [[]] * 20
