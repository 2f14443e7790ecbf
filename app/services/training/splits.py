"""How the faces are divided to prove a retraining: trained on, held out, kept out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]

_FOLDS = 4
_ONE_FOLD_FROM = 2000
"""Faces from which a single split is proof enough."""
_MIN_TRAINED = 3
"""People who must remain to be trained on before any are kept out."""
_SHARE = 4
"""One in so many people is kept out, and one in so many faces of the others is held out."""
_MOST_PAIRS = 1_000_000
"""Pairs of one split that are scored: bounds memory to about 1 GB and the time to seconds."""


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Rows of the faces, by what becomes of them.

    Attributes:
        train: Trained on.
        held_out: New faces of the people trained on.
        kept_out: Faces of people not trained on.
    """

    train: Ids
    held_out: Ids
    kept_out: Ids

    @property
    def pairs(self) -> int:
        """About how many pairs of faces are compared."""
        held, kept, rest = len(self.held_out), len(self.kept_out), len(self.train)
        of_held, of_kept = held * (rest + held // 2), kept * (rest + held + kept // 2)
        return min(of_held, _MOST_PAIRS) + min(of_kept, _MOST_PAIRS)


def splits(people: Ids, sessions: Ids) -> list[Split]:
    """Divide faces into splits, the same for the same input.

    Args:
        people: The person of each face (N,).
        sessions: The session each comes from (N,): a person's faces of one session go to one side.
    """
    count = 1 if len(people) >= _ONE_FOLD_FROM else _FOLDS
    rng = np.random.default_rng(0)
    order = rng.permutation(_trainable(people, sessions))
    keepable = len(order) - _MIN_TRAINED >= 2
    found = []
    for fold in range(count):
        kept = order[fold % _SHARE :: _SHARE] if keepable else order[:0]
        out = np.isin(people, kept)
        held = _held_out(people, sessions, fold) & ~out & np.isin(people, order)
        rows = np.arange(len(people))
        found.append(Split(rows[~held & ~out], rows[held], rows[out]))
    return found


def trials(people: Ids, sessions: Ids) -> list[Split]:
    """The splits that have something to train on, and something to judge by."""
    return [
        split
        for split in splits(people, sessions)
        if len(split.held_out) and len(np.unique(people[split.train])) >= 2
    ]


def pair_up(probes: Ids, references: Ids, sessions: Ids) -> tuple[Ids, Ids]:
    """Each probe with each reference and each later probe, but never two faces of one session.

    Where that would be too many pairs, a random sample of the probes stands for them all.
    """
    most = int(_MOST_PAIRS / max(len(references) + len(probes) / 2, 1))
    if len(probes) > most:
        probes = np.sort(np.random.default_rng(0).choice(probes, most, replace=False))
    a, b = (side.ravel() for side in np.meshgrid(probes, references, indexing="ij"))
    upper = np.triu_indices(len(probes), 1)
    a, b = np.concatenate([a, probes[upper[0]]]), np.concatenate([b, probes[upper[1]]])
    different = sessions[a] != sessions[b]
    return a[different], b[different]


def _trainable(people: Ids, sessions: Ids) -> Ids:
    """People with faces from at least two sessions."""
    pairs = np.unique(np.stack([people, sessions]), axis=1)
    ids, counts = np.unique(pairs[0], return_counts=True)
    return ids[counts >= 2]


def _held_out(people: Ids, sessions: Ids, fold: int) -> npt.NDArray[np.bool_]:
    """Which faces (N,) a split holds out: a quarter of each person's sessions, two of which always remain.

    A session with more than half of a person's faces is always trained on.
    """
    held = np.zeros(len(people), bool)
    for person in np.unique(people):
        mine = people == person
        mine_in, counts = np.unique(sessions[mine], return_counts=True)
        most = min(max(len(mine_in) // _SHARE, 1), len(mine_in) - 2)
        small = mine_in[2 * counts <= mine.sum()]
        if most > 0:
            chosen = np.roll(small, -fold * most)[:most]
            held |= mine & np.isin(sessions, chosen)
    return held
