"""Splitting a data set so that a test means something."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from trainer.arrays import Indices
from trainer.errors import DataError
from trainer.text import say


def by_identity(labels: Indices, share: float, seed: int = 0) -> tuple[Indices, Indices]:
    """Split whole identities, for verification: nobody in the test was trained on.

    Args:
        labels: Identities (N,).
        share: Share of the identities that goes to the test, at least two of them; on either side one has two
            pictures.
        seed: Seed of the draw.

    Returns:
        Rows to train on, and rows to test on, in ascending order.

    Raises:
        DataError: Fewer than four identities, or fewer than two with two pictures.
    """
    identities, counts = np.unique(labels, return_counts=True)
    few = len(identities) < 4
    if few or (counts > 1).sum() < 2:
        raise DataError(
            say("The identities cannot be split"),
            why=say("there are fewer than four") if few else say("fewer than two of them have two pictures"),
            remedy=say("Give more, or split by session or not at all (--split)"),
        )
    order = np.random.default_rng(seed).permutation(identities)
    first, *_, last = np.flatnonzero(np.isin(order, identities[counts > 1]))
    order = np.concatenate([order[[first]], np.delete(order, [first, last]), order[[last]]])
    held = order[: min(max(2, round(share * len(order))), len(order) - 2)]
    tested = np.isin(labels, held)
    return np.flatnonzero(~tested), np.flatnonzero(tested)


def by_session(
    labels: Indices, sessions: Sequence[str], share: float, seed: int = 0
) -> tuple[Indices, Indices]:
    """Split each identity's sessions, for identification: known people, other occasions.

    An identity with a single session stays in training.

    Args:
        labels: Identities (N,).
        sessions: Session of each picture; pictures that share one are never parted.
        share: Share of each identity's sessions that goes to the test, at least one.
        seed: Seed of the draw.

    Returns:
        Rows to train on, and rows to test on, in ascending order.

    Raises:
        DataError: No identity has two sessions.
    """
    chance = np.random.default_rng(seed)
    tested = np.zeros(len(labels), dtype=bool)
    for rows in _rows_by_identity(labels):
        found = sorted({sessions[row] for row in rows})
        count = min(max(1, round(share * len(found))), len(found) - 1)
        held = {found[i] for i in chance.permutation(len(found))[:count]}
        tested[rows] = [sessions[row] in held for row in rows]
    if not tested.any():
        raise DataError(
            say("The sessions cannot be split"),
            why=say("every identity has pictures of one session alone"),
            remedy=say("Split by identity, or give each session a folder in the identity's"),
        )
    return np.flatnonzero(~tested), np.flatnonzero(tested)


def by_picture(labels: Indices, count: int, seed: int = 0) -> tuple[Indices, Indices]:
    """Take `count` random pictures of each identity to train on and the others to test on."""
    chance = np.random.default_rng(seed)
    trained = np.zeros(len(labels), dtype=bool)
    for rows in _rows_by_identity(labels):
        trained[chance.permutation(rows)[:count]] = True
    return np.flatnonzero(trained), np.flatnonzero(~trained)


def _rows_by_identity(labels: Indices) -> list[Indices]:
    return [np.flatnonzero(labels == label) for label in np.unique(labels)]


def duplicates(train: Sequence[str], test: Sequence[str]) -> list[tuple[int, int]]:
    """The same file on both sides of a split, found by its content hash.

    Returns:
        (row in train, row in test) of each, so that a test row can be dropped.
    """
    rows = defaultdict(list)
    for row, digest in enumerate(train):
        rows[digest].append(row)
    return [(row, other) for other, digest in enumerate(test) for row in rows.get(digest, ())]
