"""Proof that a retrained model got better: comparisons of faces that it was not trained on.

The recipe is tried on several splits. In each, some people are kept out of training altogether, and of the
others some faces are held out. Every face is judged by a model that never saw it. Each trial is judged by
itself, since its model has scores and a threshold of its own; the mean of their changes decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from app.domain.arrays import Embedding
from app.domain.training import LEAST_CHANGE, Change, Group, ProofOutcome, Verdict, farther, is_better
from app.services.training.change import Comparisons, Scores, gap_change, mean_tars, tar_change
from app.services.training.splits import Ids, Split, pair_up

DECIDING = 1e-3
STRICT = 1e-4
"""The rate that is looked at too where enough pairs stand behind it."""
_TOLERATED = {DECIDING: 0.005, STRICT: 0.01}
"""Falls of TAR that count as none."""
_MOST = 0.02
"""Fall of TAR for others that is too much to leave to chance."""
_ROOM = 0.99
"""TAR from which nearly no face is missed: what then tells models apart is how far scores lie apart."""


@dataclass(slots=True)
class Proof:
    """What the trials show, one entry each.

    Attributes:
        trained: Held-out faces of people trained on, against those people's other faces.
        others: Faces of people kept out, against each other and against everyone else.
    """

    trained: list[Comparisons] = field(default_factory=list)
    others: list[Comparisons] = field(default_factory=list)

    def add(self, split: Split, old: Embedding, new: Embedding, people: Ids, sessions: Ids) -> None:
        """Take in one trial: embeddings (N, D) of all faces under the old model and under its new one."""
        held, kept = split.held_out, split.kept_out
        pairs = pair_up(held, split.train, sessions)
        self.trained.append(Comparisons.of(old, new, people, pairs))
        pairs = pair_up(kept, np.concatenate([split.train, held]), sessions)
        self.others.append(Comparisons.of(old, new, people, pairs))

    def usable(self, group: Group) -> list[Comparisons]:
        """The trials that have pairs of one person and pairs of two."""
        return [trial for trial in getattr(self, group) if trial.usable]

    def verdict(self) -> Verdict:
        """Whether the new model should take over, and why."""
        groups: tuple[Group, ...] = ("trained", "others")
        changes = {group: _changes(trials) for group in groups if (trials := self.usable(group))}
        if "trained" not in changes:
            return Verdict("unproved", changes)
        no_room = _no_room(self.usable("trained"))
        apart = {group: gap_change(self.usable(group)) for group in changes} if no_room else {}
        outcome = _gain(changes["trained"], apart)
        if is_better(outcome) and "others" in changes:
            outcome = _harm(changes["others"]) or outcome
        return Verdict(outcome, changes, apart)

    def impostors(self) -> tuple[Scores, Scores]:
        """Scores (n,) of all pairs of two different people, under the old and the new models."""
        parts = [Comparisons(), *self.trained, *self.others]
        before = [part.before[~part.same] for part in parts]
        after = [part.after[~part.same] for part in parts]
        return np.concatenate(before), np.concatenate(after)


def hardly_missed(tried: Sequence[Split], vectors: Embedding, people: Ids, sessions: Ids) -> bool:
    """Whether a model with these embeddings (N, D) misses next to no face that the trials hold out."""
    pairs = (pair_up(split.held_out, split.train, sessions) for split in tried)
    found = [Comparisons.of(vectors, vectors, people, pair) for pair in pairs]
    usable = [trial for trial in found if trial.usable]
    return bool(usable) and _no_room(usable)


def _changes(trials: Sequence[Comparisons]) -> dict[float, Change]:
    return {fmr: tar_change(trials, fmr) for fmr in (DECIDING, STRICT)}


def _no_room(trials: Sequence[Comparisons]) -> bool:
    (before,), _ = mean_tars(trials, [DECIDING])
    return before >= _ROOM


def _gain(changes: dict[float, Change], apart: dict[Group, Change]) -> ProofOutcome:
    """Whether people trained on gain; where they cannot, the gap must grow, and not shrink for them."""
    change = changes[DECIDING]
    if change.value >= LEAST_CHANGE and change.low > 0:
        return "gain"
    grows = farther(apart) is not None and apart["trained"].high >= 0
    return "apart" if grows and change.value >= -_TOLERATED[DECIDING] else "no-gain"


def _harm(changes: dict[float, Change]) -> ProofOutcome | None:
    """Whether people who were not trained on lose, at any rate that enough pairs stand behind."""
    looked = [(fmr, one) for fmr, one in changes.items() if one.measured or fmr == DECIDING]
    if any(-one.value > _TOLERATED[fmr] and one.high < 0 for fmr, one in looked):
        return "harm"
    return "may-harm" if any(-one.value > _MOST for _, one in looked) else None
