"""Strangers of one run."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.arrays import Embedding
from app.domain.decision import Thresholds
from app.recognition.strangers import Strangers

THRESHOLDS = Thresholds(((1e-2, 0.32), (1e-3, 0.40), (1e-4, 0.46)), "made up")


def person(seed: int) -> Embedding:
    vector = np.random.default_rng(seed).normal(size=128)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def view(seed: int, number: int, like: float = 0.8) -> Embedding:
    """Another view of a person, whose cosine with them is `like`."""
    other = person(10_000 + 100 * seed + number)
    own = person(seed)
    apart = other - (other @ own) * own
    return np.asarray(like * own + np.sqrt(1 - like**2) * apart / np.linalg.norm(apart), np.float32)


@pytest.fixture
def strangers() -> Strangers:
    return Strangers(THRESHOLDS)


def test_a_stranger_who_returns_has_the_same_number(strangers: Strangers) -> None:
    assert strangers.recall(person(1), []) is None
    first, second = strangers.meet(person(1), 0.0), strangers.meet(person(2), 0.0)
    assert (first.number, second.number) == (1, 2)
    assert strangers.recall(view(1, 0), []) is first
    assert strangers.recall(view(2, 0), []) is second
    assert strangers.recall(person(3), []) is None


def test_nobody_is_twice_in_a_picture(strangers: Strangers) -> None:
    first = strangers.meet(person(1), 0.0)
    assert strangers.recall(person(1), [first]) is None
    twin = strangers.meet(view(1, 0), 0.0)
    assert strangers.recall(person(1), [first]) is twin
    assert strangers.recall(person(1), [first, twin]) is None


def test_visits_are_counted_when_somebody_was_away(strangers: Strangers) -> None:
    one = strangers.meet(person(1), 0.0)
    for time in (0.1, 1.0, 2.9):
        strangers.see(one, time)
    assert one.visits == 1
    strangers.see(one, 10.0)
    strangers.see(one, 10.1)
    assert one.visits == 2


def test_who_is_enrolled_is_no_stranger_any_more(strangers: Strangers) -> None:
    one = strangers.meet(person(1), 0.0)
    strangers.forget(one)
    assert strangers.recall(person(1), []) is None
    assert strangers.meet(person(2), 1.0).number == 2, "their number is not given again"


def test_two_numbers_of_one_person_become_the_first(strangers: Strangers) -> None:
    first, second = strangers.meet(person(1), 0.0), strangers.meet(person(2), 5.0)
    strangers.merge(first, second)
    assert first.last == 5.0
    assert strangers.recall(person(2), []) is None


def test_another_model_knows_them_by_what_it_sees_itself(strangers: Strangers) -> None:
    one = strangers.meet(person(1), 0.0)
    strangers.adopt(THRESHOLDS)
    assert strangers.recall(person(1), []) is None
    strangers.see(one, 9.0)
    strangers.learn(one, np.eye(64, dtype=np.float32)[0])
    assert strangers.recall(np.eye(64, dtype=np.float32)[0], []) is one
    assert strangers.meet(np.eye(64, dtype=np.float32)[1], 9.0).number == 2


def test_a_crowd_is_not_remembered_for_ever(strangers: Strangers) -> None:
    for seed in range(520):
        strangers.meet(person(seed), float(seed))
    assert strangers.recall(person(0), []) is None
    assert strangers.recall(person(519), []) is not None


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), min_size=1, max_size=30))
def test_as_many_numbers_as_people(visits: list[tuple[int, int]]) -> None:
    numbers: dict[int, int] = {}
    strangers = Strangers(THRESHOLDS)
    for time, (seed, number) in enumerate(visits):
        probe = view(seed, number)
        one = strangers.recall(probe, []) or strangers.meet(probe, float(time))
        strangers.learn(one, probe)
        assert numbers.setdefault(seed, one.number) == one.number
    assert sorted(numbers.values()) == list(range(1, len({seed for seed, _ in visits}) + 1))
