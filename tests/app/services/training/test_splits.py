"""How faces are divided to prove a retraining."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.training import splits as module
from app.services.training.splits import Split, pair_up, splits

Faces = list[tuple[int, int]]

faces = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6)), min_size=1, max_size=80).map(
    lambda pairs: [(person, person * 100 + session) for person, session in pairs]
)
"""Faces as (person, session): some sessions twice, some people with one."""


def _arrays(pairs: Faces) -> tuple[np.ndarray, np.ndarray]:
    people, sessions = np.array(pairs, np.int64).T
    return people, sessions


@pytest.mark.slow
@given(faces)
@settings(max_examples=150)
def test_every_face_is_on_one_side_and_no_session_on_two(pairs: Faces) -> None:
    people, sessions = _arrays(pairs)
    for split in splits(people, sessions):
        sides = [split.train, split.held_out, split.kept_out]
        assert sorted(np.concatenate(sides)) == list(range(len(pairs)))
        of_sides = [set(sessions[side]) for side in sides]
        assert not of_sides[0] & of_sides[1]
        assert not (of_sides[0] | of_sides[1]) & of_sides[2]


@pytest.mark.slow
@given(faces)
@settings(max_examples=150)
def test_kept_out_people_are_never_trained_on_and_the_others_keep_two_sessions(pairs: Faces) -> None:
    people, sessions = _arrays(pairs)
    for split in splits(people, sessions):
        kept = set(people[split.kept_out])
        assert not kept & (set(people[split.train]) | set(people[split.held_out]))
        for person in set(people) - kept:
            mine = np.flatnonzero(people == person)
            trained = np.intersect1d(mine, split.train)
            assert len(set(sessions[trained])) >= min(len(set(sessions[mine])), 2)
            assert 2 * len(trained) >= len(mine) or len(set(sessions[mine])) > 3


@given(faces)
@settings(max_examples=30)
def test_splits_are_the_same_each_time(pairs: Faces) -> None:
    for one, other in zip(splits(*_arrays(pairs)), splits(*_arrays(pairs)), strict=True):
        for name in Split.__dataclass_fields__:
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_together_the_splits_judge_many_faces() -> None:
    people = np.repeat(np.arange(12), 10)
    found = splits(people, np.arange(120))
    assert len(found) == 4
    held = np.unique(np.concatenate([split.held_out for split in found]))
    kept = np.unique(people[np.concatenate([split.kept_out for split in found])])
    assert len(kept) == 12  # each person is left out once
    assert len(held) >= 60


def test_a_session_with_most_of_a_persons_faces_is_trained_on() -> None:
    people, sessions = np.zeros(20, np.int64), np.array([0] * 14 + [1, 1, 2, 2, 3, 3])
    found = splits(people, sessions)
    assert found
    for split in found:
        assert set(range(14)) <= set(split.train.tolist())
        assert len(split.held_out)


def test_faces_of_one_session_are_never_compared() -> None:
    sessions = np.array([7, 7, 8, 8, 9])
    a, _ = pair_up(np.array([1, 3, 4]), np.array([0, 2]), sessions)
    assert len(a) == 7  # of 3 x 2 + 3 pairs two lie in session 7 or 8


def test_of_very_many_pairs_a_sample_stands_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    probes, references = np.arange(100), np.arange(100, 400)
    whole, _ = pair_up(probes, references, np.arange(400))
    monkeypatch.setattr(module, "_MOST_PAIRS", 10_000)
    sample, _ = pair_up(probes, references, np.arange(400))
    assert 5_000 < len(sample) <= 10_000 < len(whole)
