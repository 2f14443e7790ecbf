"""The challenge, told of frames as a detector would tell: what is passed, and what is refused and why."""

from collections.abc import Iterator, Sequence

import pytest

from app.domain.live import Sign
from app.vision.liveness.challenge import NOD, TRIES, TURN, Challenge, Glance, Refusal, Seen, Turn

_STEP = 0.1
_HEAD = -0.15


class _Person:
    """Somebody whose frames are ten a second."""

    def __init__(self, *, curvature: float | None = _HEAD) -> None:
        self.challenge = Challenge(lambda order: order.reverse())  # down, up, right, left
        self.time, self.curvature = 0.0, curvature

    def show(self, yaw: float = 0, pitch: float = 0, frames: int = 1, **other: object) -> None:
        """Show a face for some frames."""
        seen = {name: other.pop(name) for name in ("same", "cut") if name in other}
        for _ in range(frames):
            self.time += _STEP
            face = Seen(yaw, pitch, float(other.get("eyes", 90)), **seen)  # type: ignore[arg-type]
            sign, alone = other.get("sign"), bool(other.get("alone", True))
            self.challenge.see(
                Glance(self.time, face, alone, sign, lambda _: self.curvature)  # type: ignore[arg-type]
            )

    def hide(self, frames: int) -> None:
        for _ in range(frames):
            self.time += _STEP
            self.challenge.see(Glance(self.time, None))

    def look_ahead(self) -> None:
        self.show(frames=6)

    def turn(self, turn: Turn, degrees: float | None = None) -> None:
        """Turn a way and back."""
        there = [*_way(turn, degrees)]
        for yaw, pitch in [*there, *there[2::-1], (0.0, 0.0), (0.0, 0.0)]:
            self.show(yaw, pitch)


def _way(turn: Turn, degrees: float | None) -> Iterator[tuple[float, float]]:
    right, down = turn.way
    most = degrees if degrees is not None else 2 + (TURN if right else NOD)
    for share in (0.2, 0.5, 0.8, 1, 1):
        yield share * most * right, -share * most * down


def _all(person: _Person, turns: Sequence[Turn] = (Turn.DOWN, Turn.UP, Turn.RIGHT, Turn.LEFT)) -> Challenge:
    person.look_ahead()
    for turn in turns:
        person.turn(turn)
    return person.challenge


def test_a_head_that_turns_as_it_is_asked_passes() -> None:
    challenge = _all(_Person())
    assert challenge.passed
    assert challenge.refused is None
    assert (challenge.tries, challenge.done) == (TRIES, 4)


def test_the_order_is_another_each_time() -> None:
    orders = set()
    for _ in range(40):
        challenge, turns = Challenge(), []
        person = _Person()
        person.challenge = challenge
        person.look_ahead()
        while not challenge.over:
            assert challenge.asked is not None
            turns.append(challenge.asked)
            person.turn(challenge.asked)
        orders.add(tuple(turns))
    assert len(orders) > 8
    assert all(set(order) == set(Turn) for order in orders)


@pytest.mark.parametrize("curvature", [0.01, 0.1])
def test_what_is_flat_or_bent_one_way_is_refused_though_it_turns(curvature: float) -> None:
    person = _Person(curvature=curvature)
    person.look_ahead()
    person.turn(Turn.DOWN)
    assert person.challenge.refused is Refusal.FLAT


def test_a_turn_in_which_nothing_could_be_followed_is_refused() -> None:
    person = _Person(curvature=None)
    person.look_ahead()
    person.turn(Turn.DOWN)
    assert person.challenge.refused is Refusal.FAST


def test_what_is_hardly_curved_in_any_turn_is_refused_after_the_last() -> None:
    challenge = _all(_Person(curvature=-0.03))
    assert challenge.refused is Refusal.FLAT
    assert len(challenge.curved) == 4


def test_turns_in_another_order_are_refused() -> None:
    person = _Person()
    person.look_ahead()
    person.turn(Turn.LEFT)
    assert person.challenge.refused is Refusal.WRONG_WAY


def test_a_head_that_is_there_and_then_turned_is_a_photo_after_another() -> None:
    person = _Person()
    person.look_ahead()
    person.show(pitch=-NOD - 2)
    assert person.challenge.refused is Refusal.FAST


def test_too_small_a_turn_is_refused_when_its_time_is_over() -> None:
    person = _Person()
    person.look_ahead()
    person.show(pitch=-10)
    person.show(pitch=-NOD + 2, frames=70)
    assert person.challenge.refused is Refusal.SLOW


def test_the_next_turn_is_asked_only_once_the_head_is_back() -> None:
    person = _Person()
    person.look_ahead()
    for yaw, pitch in _way(Turn.DOWN, None):
        person.show(yaw, pitch)
    assert person.challenge.asked is None
    person.show(pitch=-11, frames=5)
    assert person.challenge.asked is None
    person.show(frames=2)
    assert person.challenge.asked is Turn.UP


@pytest.mark.parametrize(
    ("shown", "refusal"),
    [
        ({"cut": True}, Refusal.CUT),
        ({"same": False}, Refusal.SOMEBODY_ELSE),
        ({"alone": False}, Refusal.CROWD),
        ({"sign": Sign.BORDER}, Refusal.SIGN),
    ],
)
def test_one_frame_that_is_wrong_spoils_a_try(shown: dict[str, object], refusal: Refusal) -> None:
    person = _Person()
    person.look_ahead()
    person.turn(Turn.DOWN)
    person.show(**shown)  # type: ignore[arg-type]
    assert (person.challenge.refused, person.challenge.tries) == (refusal, TRIES - 1)


def test_a_face_may_be_missed_for_a_moment_but_not_leave() -> None:
    person = _Person()
    person.look_ahead()
    person.hide(5)
    person.turn(Turn.DOWN)
    assert person.challenge.refused is None
    person.hide(9)
    assert person.challenge.refused is Refusal.GONE


def test_no_try_begins_with_a_face_that_is_far_away_turned_or_not_alone() -> None:
    person = _Person()
    person.show(frames=20, eyes=65)
    person.show(yaw=20, frames=20)
    person.show(frames=20, alone=False)
    person.show(frames=20, sign=Sign.GRID)
    person.hide(20)
    assert (person.challenge.asked, person.challenge.tries) == (None, TRIES)
    person.look_ahead()
    assert person.challenge.asked is not None


def test_there_are_three_tries_and_no_more() -> None:
    person = _Person()
    for left in (2, 1, 0):
        person.look_ahead()
        person.show(cut=True)
        assert person.challenge.tries == left
    _all(person)
    assert person.challenge.over
    assert not person.challenge.passed
