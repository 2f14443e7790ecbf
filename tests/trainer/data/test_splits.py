"""Splits that mean something."""

import numpy as np
import pytest

from trainer.data.splits import by_identity, by_picture, by_session, duplicates
from trainer.errors import DataError

LABELS = np.repeat(np.arange(10), 6)


def test_identities_are_never_on_both_sides() -> None:
    train, test = by_identity(LABELS, 0.3)
    assert len(set(LABELS[test])) == 3
    assert not set(LABELS[train]) & set(LABELS[test])
    assert sorted([*train, *test]) == list(range(60))


def test_too_few_identities_are_refused() -> None:
    with pytest.raises(DataError, match=r"fewer than four. Give more, or split by session"):
        by_identity(np.array([0, 1, 2]), 0.5)


@pytest.mark.parametrize("seed", range(30))
def test_both_sides_have_an_identity_with_two_pictures(seed: int) -> None:
    labels = np.array([0, 0, 1, 1, *range(2, 12)])
    for rows in by_identity(labels, 0.2, seed):
        assert len(np.unique(labels[rows])) >= 2
        assert np.unique(labels[rows], return_counts=True)[1].max() == 2


def test_one_identity_with_two_pictures_cannot_be_on_both_sides() -> None:
    with pytest.raises(DataError, match="fewer than two of them have two pictures"):
        by_identity(np.array([0, 0, 1, 2, 3, 4]), 0.5)


def test_one_session_each_is_refused() -> None:
    with pytest.raises(DataError, match="one session alone"):
        by_session(np.array([0, 0, 1, 1]), ["a", "a", "b", "b"], 0.5)


def test_sessions_are_never_parted() -> None:
    sessions = [f"{label}-{picture // 2}" for label in range(10) for picture in range(6)]
    train, test = by_session(LABELS, sessions, 0.34)
    assert not {sessions[row] for row in train} & {sessions[row] for row in test}
    assert set(LABELS[train]) == set(LABELS[test]) == set(range(10))
    assert len(test) == 20


def test_one_session_stays_in_training() -> None:
    train, test = by_session(np.array([0, 0, 1, 1]), ["a", "a", "b", "c"], 0.5)
    assert train.tolist()[:2] == [0, 1]
    assert len(test) == 1


def test_pictures_are_counted_for_each_identity() -> None:
    train, test = by_picture(LABELS, 2)
    assert np.bincount(LABELS[train]).tolist() == [2] * 10
    assert np.bincount(LABELS[test]).tolist() == [4] * 10


def test_the_same_file_on_both_sides_is_found() -> None:
    assert duplicates(["a", "b", "b"], ["c", "b", "a"]) == [(1, 1), (2, 1), (0, 2)]
