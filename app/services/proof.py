"""Proof that a retrained model got better: comparisons of faces that it was not trained on.

The recipe is tried on several splits. In each, some people are kept out of training altogether, and of the
others some faces are held out. Every face is judged by a model that never saw it, and the comparisons of all
splits together decide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.core.types import Embedding
from trainer.metrics import FMRS, tar_at_fmr

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]

_FOLDS = 4
_ONE_FOLD_FROM = 2000
"""Faces from which a single split is proof enough."""
_MIN_TRAINED = 3
"""People who must remain to be trained on before any are kept out."""
_SHARE = 4
"""One in so many people is kept out, and one in so many faces of the others is held out."""
_MOST_PAIRS = 1_000_000
"""Pairs of one split that are scored: bounds memory to about 1 GB and the time to seconds."""
_REPLICATES = 100
_TOLERATED = 0.005
"""Fall of TAR that does not count as a loss even where it is beyond noise."""
_DECIDING = 1e-3


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


def splits(people: Ids, photos: Ids) -> list[Split]:
    """Divide faces into splits, the same for the same input.

    Args:
        people: Whose each face is (N,).
        photos: The picture each comes from (N,): a person's faces from one picture go to one side.
    """
    count = 1 if len(people) >= _ONE_FOLD_FROM else _FOLDS
    rng = np.random.default_rng(0)
    order = rng.permutation(_trainable(people, photos))
    keepable = len(order) - _MIN_TRAINED >= 2
    found = []
    for fold in range(count):
        kept = order[fold % _SHARE :: _SHARE] if keepable else order[:0]
        out = np.isin(people, kept)
        held = _held_out(people, photos, fold) & ~out & np.isin(people, order)
        rows = np.arange(len(people))
        found.append(Split(rows[~held & ~out], rows[held], rows[out]))
    return found


def trials(people: Ids, photos: Ids) -> list[Split]:
    """The splits that have something to train on, and something to judge by."""
    return [
        split
        for split in splits(people, photos)
        if len(split.held_out) and len(np.unique(people[split.train])) >= 2
    ]


def _trainable(people: Ids, photos: Ids) -> Ids:
    """People with faces from at least two pictures."""
    pairs = np.unique(np.stack([people, photos]), axis=1)
    ids, pictures = np.unique(pairs[0], return_counts=True)
    return ids[pictures >= 2]


def _held_out(people: Ids, photos: Ids, fold: int) -> npt.NDArray[np.bool_]:
    """Which faces (N,) a split holds out: a quarter of each person's pictures, two of which always remain."""
    held = np.zeros(len(people), bool)
    for person in np.unique(people):
        mine = people == person
        pictures = np.unique(photos[mine])
        most = min(max(len(pictures) // _SHARE, 1), len(pictures) - 2)
        if most > 0:
            chosen = np.roll(pictures, -fold * most)[:most]
            held |= mine & np.isin(photos, chosen)
    return held


@dataclass(slots=True)
class Comparisons:
    """Pairs of faces scored by the old and by the new model.

    Attributes:
        before: Cosines under the old model (n,).
        after: Cosines of the same pairs under the new one (n,).
        left: The person of one face of each pair (n,).
        right: The person of the other (n,).
    """

    before: Scores = field(default_factory=lambda: np.empty(0, np.float32))
    after: Scores = field(default_factory=lambda: np.empty(0, np.float32))
    left: Ids = field(default_factory=lambda: np.empty(0, np.int64))
    right: Ids = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def same(self) -> npt.NDArray[np.bool_]:
        """Which pairs are of one person (n,)."""
        return np.asarray(self.left == self.right)

    @property
    def usable(self) -> bool:
        """Whether there are pairs of one person and pairs of two."""
        return bool(self.same.any() and not self.same.all())

    def add(self, old: Embedding, new: Embedding, people: Ids, pairs: tuple[Ids, Ids]) -> None:
        """Score pairs of rows under both models' embeddings (N, D)."""
        a, b = pairs
        self.before = np.concatenate([self.before, np.einsum("nd,nd->n", old[a], old[b])])
        self.after = np.concatenate([self.after, np.einsum("nd,nd->n", new[a], new[b])])
        self.left = np.concatenate([self.left, people[a]])
        self.right = np.concatenate([self.right, people[b]])

    def rates(self, scores: Scores, fmrs: Sequence[float] = FMRS) -> Mapping[float, float]:
        """TAR at each FMR of one model's scores."""
        return tar_at_fmr(scores[self.same], scores[~self.same], fmrs)

    def noise(self) -> float:
        """Standard error of the change of TAR at the deciding FMR, from resampling people."""
        rng = np.random.default_rng(0)
        people, flat = np.unique(np.concatenate([self.left, self.right]), return_inverse=True)
        left, right = flat[: len(self.left)], flat[len(self.left) :]
        orders = [np.argsort(-scores, kind="stable") for scores in (self.before, self.after)]
        changes = []
        for _ in range(_REPLICATES):
            drawn = np.bincount(rng.integers(len(people), size=len(people)), minlength=len(people))
            weights = np.where(self.same, drawn[left], drawn[left] * drawn[right])
            before, after = (_weighted_tar(weights[order], self.same[order]) for order in orders)
            if before is not None and after is not None:
                changes.append(after - before)
        return float(np.std(changes)) if changes else 0.0


def _weighted_tar(weights: Ids, same: npt.NDArray[np.bool_]) -> float | None:
    """TAR at the deciding FMR of pairs in falling order of score, each counted `weights` times."""
    genuine, impostor = np.cumsum(weights * same), np.cumsum(weights * ~same)
    if not genuine[-1] or not impostor[-1]:
        return None
    accepted = int(np.searchsorted(impostor, _DECIDING * impostor[-1], side="right"))
    return float(genuine[accepted - 1] / genuine[-1]) if accepted else 0.0


@dataclass(slots=True)
class Proof:
    """What all splits together show.

    Attributes:
        trained: Held-out faces of people trained on, against those people's other faces.
        others: Faces of people kept out, against each other and against everyone else.
    """

    trained: Comparisons = field(default_factory=Comparisons)
    others: Comparisons = field(default_factory=Comparisons)

    def add(self, split: Split, old: Embedding, new: Embedding, people: Ids, photos: Ids) -> None:
        """Take in one split: embeddings (N, D) of all faces under the old model and under its new one."""
        held, kept = split.held_out, split.kept_out
        pairs = pair_up(held, split.train, photos)
        self.trained.add(old, new, people, pairs)
        a, b = pair_up(kept, np.concatenate([split.train, held]), photos)
        self.others.add(old, new, people, (a, b))

    def verdict(self) -> tuple[bool, str]:
        """Whether the new model should take over, and why, in words fit to show."""
        if not self.trained.usable:
            return False, "too few faces to prove that it got better: enrol three photos each of two people"
        gain, noise = self._change(self.trained), self.trained.noise()
        if gain <= noise:
            return False, f"no clear gain: {100 * gain:+.1f} points, where {100 * noise:.1f} may be chance"
        said = f"{100 * gain:.1f} in 100 new faces more are recognised at one false accept in 1,000"
        if self.others.usable:
            change = self._change(self.others)
            if -change > max(_TOLERATED, self.others.noise()):
                return False, f"{said}, but people it was not trained on lose {-100 * change:.1f} points"
            said = (
                f"{said}; people it was not trained on: "
                f"{100 * change:+.1f} points, no more than chance explains"
            )
        return True, said

    @staticmethod
    def _change(pairs: Comparisons) -> float:
        return pairs.rates(pairs.after)[_DECIDING] - pairs.rates(pairs.before)[_DECIDING]


def pair_up(probes: Ids, references: Ids, photos: Ids) -> tuple[Ids, Ids]:
    """Each probe with each reference and each later probe, but never two faces of one picture.

    Where that would be too many pairs, a random sample of the probes stands for them all.
    """
    most = int(_MOST_PAIRS / max(len(references) + len(probes) / 2, 1))
    if len(probes) > most:
        probes = np.sort(np.random.default_rng(0).choice(probes, most, replace=False))
    a, b = (side.ravel() for side in np.meshgrid(probes, references, indexing="ij"))
    upper = np.triu_indices(len(probes), 1)
    a, b = np.concatenate([a, probes[upper[0]]]), np.concatenate([b, probes[upper[1]]])
    different = photos[a] != photos[b]
    return a[different], b[different]


def impostor_scores(parts: Sequence[Comparisons]) -> tuple[Scores, Scores]:
    """Scores (n,) of all pairs of two different people, under the old and the new model."""
    before = [part.before[~part.same] for part in parts]
    after = [part.after[~part.same] for part in parts]
    return np.concatenate(before), np.concatenate(after)
