"""What the curve drawn during training shows: a few of the faces held out, compared as the model stands."""

from collections.abc import Callable, Mapping

import numpy as np

from app.services.proof import Ids, Split, pair_up
from trainer.data import Crops, Features
from trainer.metrics import FMRS, tar_at_fmr
from trainer.metrics.verification import FloatArray, unit_length
from trainer.stage import Data, Look

_MOST_FACES = 128
"""Faces looked at: so few that looking takes a small share of the time that training takes."""
_LEAST_EACH = 6
"""Faces of one person, where there are many people; where there are few, more."""


def look_at(data: Crops | Features, split: Split, people: Ids, photos: Ids) -> Look | None:
    """A look at faces that a split holds out, against faces trained on; None if they say nothing.

    Args:
        data: All faces.
        split: Which of them are trained on.
        people: Whose each face is (N,).
        photos: The picture each comes from (N,).
    """
    held, trained = _some(split, people)
    rows = np.concatenate([held, trained])
    places = np.arange(len(rows))
    left, right = pair_up(places[: len(held)], places[len(held) :], photos[rows])
    same = people[rows][left] == people[rows][right]
    if same.all() or not same.any():
        return None
    shown = data.subset(rows)

    def look(embed: Callable[[Data], FloatArray]) -> Mapping[float, float]:
        vectors = unit_length(embed(shown))
        scores = np.einsum("nd,nd->n", vectors[left], vectors[right])
        return tar_at_fmr(scores[same], scores[~same], FMRS)

    return look


def _some(split: Split, people: Ids) -> tuple[Ids, Ids]:
    """Rows held out and rows trained on, of as many people as are looked at."""
    rng = np.random.default_rng(0)
    shown = rng.permutation(np.unique(people[split.held_out]))
    each = max(_LEAST_EACH, _MOST_FACES // max(len(shown), 1))
    shown = shown[: _MOST_FACES // each]
    held = _first(rng.permutation(split.held_out), people, shown, each // 3)
    return held, _first(rng.permutation(split.train), people, shown, each - each // 3)


def _first(rows: Ids, people: Ids, shown: Ids, most: int) -> Ids:
    """The first rows of each person shown."""
    found = [rows[people[rows] == person][:most] for person in shown]
    return np.sort(np.concatenate([rows[:0], *found]))
