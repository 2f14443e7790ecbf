"""Finding out how a network wants its pictures: by which way it tells the people enrolled apart best.

Published recognisers differ in the side of their crop, the order of colours, the values of a pixel and where
the landmarks lie, and few files say so. A wrong choice does not fail: it recognises worse. So each way is
tried on faces of known people, and judged by the decidability index d' of the scores (Daugman, "Biometric
decision landscapes", 2000, equation 1): unlike a rate, it tells ways apart that all get every pair right.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from app.core.progress import CancelToken, Progress, ProgressSink
from app.core.text import say
from app.domain.arrays import Embedding, Image
from app.domain.face import Chip
from app.domain.preprocessing import NORMALISATIONS, TEMPLATES, InputHints, Preprocessing, Probe, Way
from app.vision.align import align
from app.vision.onnx_files.trying import Facts

LEAST_PEOPLE = 3
"""People with two faces each below which no way is told from another."""
_FIRST, _SECOND = (4, 3), (12, 3)
"""People, and faces of each, in the first round on all ways, and in the second on the best of them."""
_STAY = 6
"""Ways that come into the second round."""
_BATCH = 8
_REPLICATES = 200
_TIED, _SURE = 0.6, 0.95
"""Share of the resamplings in which the best way must win to be preferred to the usual, and to be certain."""
_SAME_EFFECT = 0.999
"""Cosine between the embeddings of two ways from which they are one in effect."""
CONVINCING = 1.5
"""d' from which a network recognises people at all: at 1.5 the area under the ROC curve is 0.86."""

Scores = npt.NDArray[np.float64]
Run = Callable[[Preprocessing, Image], Embedding]
"""Embeddings (N, D) of RGB uint8 crops (N, S, S, 3) that are prepared in that way, of any length."""


def ways(facts: Facts, given: InputHints) -> list[Way]:
    """The ways that are possible, the more usual first."""
    inputs = [
        (layout, side)
        for layout, side in facts.inputs
        if given.layout in (None, layout) and given.size in (None, side)
    ]
    return [
        Way(side, normalisation, layout, order, template)
        for (layout, side), order, normalisation in product(
            inputs, _either(given.order, ("RGB", "BGR")), _either(given.normalisation, NORMALISATIONS)
        )
        for template in _either(given.template, _usual_templates(side))
    ]


def probe(
    run: Run,
    possible: Sequence[Way],
    chips: Sequence[Chip],
    people: npt.NDArray[np.int64],
    progress: ProgressSink,
    cancel: CancelToken,
) -> Probe:
    """Find the way in which a network tells people apart best.

    Args:
        run: The network.
        possible: The ways to try, the more usual first.
        chips: Faces of at least `LEAST_PEOPLE` people with two faces each.
        people: The person of each face (N,).
        progress: Hears of each way that was tried.
        cancel: Polled before each.

    Raises:
        Cancelled: The user stopped it.
    """
    first, second = (_choose(people, *most) for most in (_FIRST, _SECOND))
    steps = len(possible) + min(len(possible), _STAY)
    trial = _Trial(run, chips, people, progress, cancel, steps)
    ranked = sorted(possible, key=lambda way: -trial.decidability(way, first))
    left = [way for way in possible if way in ranked[:_STAY]]
    return trial.judge(left, second, possible)


@dataclass(slots=True)
class _Trial:
    """Tries ways on chosen faces."""

    run: Run
    chips: Sequence[Chip]
    people: npt.NDArray[np.int64]
    progress: ProgressSink
    cancel: CancelToken
    steps: int
    done: int = 0

    def decidability(self, way: Way, rows: npt.NDArray[np.int64]) -> float:
        """d' of a way on those faces; -1 where its embeddings are no numbers."""
        return _decidability(*_pairs(self._embed(way, rows), self.people[rows])[:2])

    def judge(self, left: Sequence[Way], rows: npt.NDArray[np.int64], possible: Sequence[Way]) -> Probe:
        """Choose among the ways that are left."""
        people = self.people[rows]
        vectors = [self._embed(way, rows) for way in left]
        found = [_pairs(one, people) for one in vectors]
        values = [_decidability(scores, same) for scores, same, _ in found]
        best = int(np.argmax(values))
        wins = _wins([scores for scores, _, _ in found], found[best][1], found[best][2], best)
        if values[best] < CONVINCING:
            return Probe(possible[0], values[best], len(possible), len(rows), (), convincing=False)
        chosen = int(np.flatnonzero(wins < _TIED)[0])
        open_to_doubt = [
            left[place]
            for place in np.flatnonzero(wins < _SURE).tolist()
            if not _one_in_effect(left[chosen], vectors[chosen], left[place], vectors[place])
        ]
        rivals = tuple(open_to_doubt)
        return Probe(left[chosen], values[chosen], len(possible), len(rows), rivals, convincing=True)

    def _embed(self, way: Way, rows: npt.NDArray[np.int64]) -> Embedding:
        """Unit-length embeddings (n, D) of those faces, as far as they are numbers."""
        self.cancel.check()
        done = way.preprocessing()
        crops = np.stack([align(self.chips[row], done.template, done.size) for row in rows])
        parts = [self.run(done, crops[at : at + _BATCH]) for at in range(0, len(crops), _BATCH)]
        vectors = np.concatenate(parts)
        self.done += 1
        self.progress(Progress(self.done, self.steps, say("Finding out how it wants its pictures")))
        with np.errstate(all="ignore"):
            return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def _either(given: str | None, others: Iterable[str]) -> list[str]:
    return list(others) if given is None else [given]


def _usual_templates(side: int) -> list[str]:
    """Names of templates, the one stated for that side first."""
    return sorted(TEMPLATES, key=lambda name: TEMPLATES[name][1] != side)


def _choose(people: npt.NDArray[np.int64], most_people: int, most_faces: int) -> npt.NDArray[np.int64]:
    """Rows of a few faces of those people who have the most, two at least."""
    ids, counts = np.unique(people, return_counts=True)
    ids = ids[counts >= 2][np.argsort(-counts[counts >= 2], kind="stable")][:most_people]
    return np.concatenate([np.flatnonzero(people == one)[:most_faces] for one in ids])


def _pairs(
    vectors: Embedding, people: npt.NDArray[np.int64]
) -> tuple[Scores, npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Cosine of each pair (n,), whether it is of one person (n,), and whose both are (n, 2), from 0."""
    _, numbered = np.unique(people, return_inverse=True)
    a, b = np.triu_indices(len(vectors), 1)
    scores = np.einsum("nd,nd->n", vectors[a], vectors[b]).astype(np.float64)
    whose = np.stack([numbered[a], numbered[b]], axis=1)
    return scores, whose[:, 0] == whose[:, 1], whose


def _decidability(
    scores: Scores, same: npt.NDArray[np.bool_], weights: npt.NDArray[np.int64] | None = None
) -> float:
    """d' = (mean of same - mean of different) / root mean variance; -1 where a score is no number."""
    if not np.isfinite(scores).all():
        return -1.0
    counts = np.ones(len(scores)) if weights is None else weights
    groups = [(scores[group], counts[group]) for group in (same, ~same)]
    if not all(weight.sum() for _, weight in groups):
        return 0.0
    means = [float(np.average(part, weights=weight)) for part, weight in groups]
    spreads = [
        float(np.average((part - mean) ** 2, weights=weight))
        for (part, weight), mean in zip(groups, means, strict=True)
    ]
    return (means[0] - means[1]) / max(float(np.sqrt(sum(spreads) / 2)), 1e-9)


def _wins(
    scores: Sequence[Scores], same: npt.NDArray[np.bool_], whose: npt.NDArray[np.int64], best: int
) -> npt.NDArray[np.float64]:
    """Share of the resamplings of the people in which the best way beats each (n,)."""
    rng = np.random.default_rng(0)
    count = int(whose.max()) + 1
    won = np.zeros(len(scores))
    for _ in range(_REPLICATES):
        drawn = np.bincount(rng.integers(0, count, count), minlength=count)
        weights = np.where(same, drawn[whose[:, 0]], drawn[whose[:, 0]] * drawn[whose[:, 1]])
        values = [_decidability(one, same, weights) for one in scores]
        won += np.array([values[best] > value for value in values])
    return won / _REPLICATES


def _one_in_effect(way: Way, vectors: Embedding, other: Way, others: Embedding) -> bool:
    """Whether two ways give the same embeddings, and would on coloured pictures too."""
    alike = np.einsum("nd,nd->n", vectors, others)
    return way.order == other.order and bool((alike >= _SAME_EFFECT).all())
