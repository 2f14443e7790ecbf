"""What the curve drawn during training shows: a few of the faces held out, compared as the model stands."""

from collections.abc import Callable, Mapping

import numpy as np

from app.services.training.splits import Ids, Split, pair_up
from trainer.arrays import FloatArray
from trainer.data import Crops, Features, LabelledData
from trainer.metrics import FMRS, tar_at_fmr
from trainer.metrics.verification import unit_length
from trainer.training.loop import Monitor

_MOST_FACES = 200
"""Faces looked at: so few that looking takes a small share of the time that training takes."""
_MOST_DRAWN_FROM = 1000
"""Faces of the people that these are drawn from: of too many people, hardly two would show the same one."""


def look_at(data: Crops | Features, split: Split, people: Ids, sessions: Ids) -> Monitor | None:
    """A look at faces that a split holds out, against faces trained on; None if they say nothing.

    Args:
        data: All faces.
        split: Which of them are trained on.
        people: The person of each face (N,).
        sessions: The session each comes from (N,).
    """
    held, trained = _some(split, people)
    rows = np.concatenate([held, trained])
    places = np.arange(len(rows))
    left, right = pair_up(places[: len(held)], places[len(held) :], sessions[rows])
    same = people[rows][left] == people[rows][right]
    if same.all() or not same.any():
        return None
    shown = data.subset(rows)

    def look(embed: Callable[[LabelledData], FloatArray]) -> Mapping[float, float]:
        vectors = unit_length(embed(shown))
        scores = np.einsum("nd,nd->n", vectors[left], vectors[right])
        return tar_at_fmr(scores[same], scores[~same], FMRS)

    return look


def _some(split: Split, people: Ids) -> tuple[Ids, Ids]:
    """Rows held out and rows trained on, drawn evenly, so that people weigh as they do in the proof."""
    rng = np.random.default_rng(0)
    rows = rng.permutation(np.concatenate([split.held_out, split.train]))
    rows = rows[np.isin(people[rows], _shown(rng, people[split.held_out], people[rows]))]
    rows = np.sort(rows[:_MOST_FACES])
    held = np.isin(rows, split.held_out)
    return rows[held], rows[~held]


def _shown(rng: np.random.Generator, held_out: Ids, everyone: Ids) -> Ids:
    """Some people of whom faces are held out, at least two."""
    who = rng.permutation(np.unique(held_out))
    total = np.cumsum([np.count_nonzero(everyone == person) for person in who])
    return who[: max(2, int(np.searchsorted(total, _MOST_DRAWN_FROM, side="right")))]
