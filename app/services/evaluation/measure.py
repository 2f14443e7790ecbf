"""All measures of one model, or of two on the same pairs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.core.errors import TooFewFaces
from app.core.progress import CancelToken, ProgressSink
from app.core.text import say
from app.domain.evaluation import (
    Evaluation,
    Findings,
    Histogram,
    Judged,
    Material,
    Measured,
    ScoreCurve,
    SearchRate,
    Slice,
    TarAt,
    TarChange,
    Verdicts,
    WorstPair,
)
from app.domain.failure import Failure
from app.domain.model import Model
from app.recognition.decision import Policy
from app.services.evaluation import search, slices
from app.services.evaluation.face_set import FaceSet, Flags, Floats, GivenPairs, Ids
from app.services.evaluation.pairing import Pairs, pair_up, similarities
from app.services.evaluation.results import measured
from trainer.metrics import (
    ScoredPairs,
    folded_accuracy,
    resamples,
    roc,
    tar_changes,
    threshold_at_fmr,
    verification_rates,
)

FMRS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5)
DECIDING = 1e-3
"""The rate at which slices are judged, and that sentences speak of."""
GRID = tuple(float(fmr) for fmr in np.logspace(-5, 0, 101).round(9))
_BINS = np.linspace(-1, 1, 101)
_REPLICATES = 200
_SLICE_PAIRS = 100_000


@dataclass(frozen=True, slots=True)
class Source:
    """What is judged.

    Attributes:
        material: Its kind.
        path: The folder or list; "" for the people enrolled.
        failed: Inputs that could not be used.
    """

    material: Material
    path: str
    failed: tuple[Failure, ...] = ()


def measure(
    source: Source,
    faces: FaceSet,
    chosen: Sequence[Model],
    policies: Sequence[Policy | None],
    progress: ProgressSink,
    cancel: CancelToken | None,
) -> Evaluation:
    """Measure each model.

    Args:
        source: Where the faces are from.
        faces: With the embeddings of each model.
        chosen: The models.
        policies: Of each, what Kith decides by; None to leave that out.
        progress: Hears how far it is.
        cancel: Polled now and then.

    Raises:
        TooFewFaces: There is no pair of one person, or none of two.
        Cancelled: The user asked to stop.
    """
    fit = recognisable(faces)
    pairs = pair_up(fit)
    if not pairs.same.any() or pairs.same.all():
        raise _too_few(genuine=bool(pairs.same.any()))
    draws = resamples(len(fit.names), _REPLICATES)
    bench = _Bench(source, faces, fit, pairs, draws, progress, cancel)
    scored = [_scored(fit, pairs, scores) for scores in bench.scores]
    found = tuple(
        bench.findings(place, model, policy, ranked)
        for place, (model, policy, ranked) in enumerate(zip(chosen, policies, scored, strict=True))
    )
    changes = _changes(scored, draws) if len(scored) > 1 else ()
    return Evaluation(bench.judged(), found, changes, source.failed)


def recognisable(faces: FaceSet) -> FaceSet:
    """The faces that can be recognised, with the pairs that are of two such."""
    rows = np.flatnonzero(faces.recognisable)
    place = np.full(len(faces), -1)
    place[rows] = np.arange(len(rows))
    known, people = np.unique(faces.people[rows], return_inverse=True)
    return replace(
        faces,
        people=people.astype(np.int64),
        names=tuple(faces.names[person] for person in known),
        sources=faces.sources[rows],
        weights=faces.weights[rows],
        turns=faces.turns[rows],
        recognisable=faces.recognisable[rows],
        vectors=tuple(vectors[rows] for vectors in faces.vectors),
        samples=lambda wanted: faces.samples([int(rows[row]) for row in wanted]),
        pairs=None if faces.pairs is None else _placed(faces.pairs, place),
    )


def _placed(pairs: GivenPairs, place: Ids) -> GivenPairs:
    kept = (place[pairs.a] >= 0) & (place[pairs.b] >= 0)
    folds = None if pairs.folds is None else pairs.folds[kept]
    return GivenPairs(place[pairs.a[kept]], place[pairs.b[kept]], pairs.same[kept], folds)


def _too_few(*, genuine: bool) -> TooFewFaces:
    if genuine:
        return TooFewFaces(
            say("there is too little to judge by"),
            why=say("the faces are all of one person"),
            remedy=say("Give faces of at least two people"),
        )
    return TooFewFaces(
        say("there is too little to judge by"),
        why=say("no two photos show the same person"),
        remedy=say("Give at least two photos of one person, taken at different times"),
    )


def _scored(faces: FaceSet, pairs: Pairs, scores: Floats) -> ScoredPairs:
    return ScoredPairs(scores, faces.people[pairs.a], faces.people[pairs.b], pairs.same)


def _changes(scored: Sequence[ScoredPairs], draws: Ids) -> tuple[TarChange, ...]:
    first, second = scored
    found = tar_changes(second, first, draws, FMRS)
    return tuple(TarChange(fmr, measured(change)) for fmr, change in found.items())


class _Bench:
    """What all measures of one evaluation share."""

    def __init__(
        self,
        source: Source,
        faces: FaceSet,
        fit: FaceSet,
        pairs: Pairs,
        draws: Ids,
        progress: ProgressSink,
        cancel: CancelToken | None,
    ) -> None:
        self._source, self._faces, self._fit, self._pairs, self._draws = source, faces, fit, pairs, draws
        self._progress, self._cancel = progress, cancel
        self.scores = [similarities(vectors, pairs) for vectors in fit.vectors]

    def judged(self) -> Judged:
        same = self._pairs.same
        return Judged(
            self._source.material,
            self._source.path,
            len(self._fit.names),
            len(self._fit),
            len(self._faces) - len(self._fit),
            int(same.sum()),
            int((~same).sum()),
            self._pairs.sampled,
        )

    def findings(self, place: int, model: Model, policy: Policy | None, ranked: ScoredPairs) -> Findings:
        """Everything about one model."""
        if self._cancel:
            self._cancel.check()
        scores, fit = self.scores[place], self._fit.only(place)
        rates = verification_rates(ranked, self._draws, FMRS)
        threshold = threshold_at_fmr(ranked.impostor, DECIDING)
        return Findings(
            model=model.id,
            name=model.name,
            eer=measured(rates.eer),
            tar=tuple(_tar_at(fmr, measured(tar), ranked) for fmr, tar in rates.tar.items()),
            curve=_curve(ranked),
            histogram=_histogram(ranked),
            searches=self._searches(fit),
            verdicts=self._verdicts(fit, policy),
            slices=(*slices.slices(fit, self._pairs, scores, threshold), *self._lost(place, threshold)),
            worst=(*self._worst(scores, same=True), *self._worst(scores, same=False)),
            accuracy=_accuracy(fit.pairs, scores),
        )

    def _searches(self, fit: FaceSet) -> tuple[SearchRate, ...]:
        if fit.pairs is not None:
            return ()
        return search.rates(search.search(fit, self._progress, self._cancel), self._draws)

    def _verdicts(self, fit: FaceSet, policy: Policy | None) -> Verdicts | None:
        return None if policy is None else search.verdicts(fit, policy, self._progress, self._cancel)

    def _lost(self, place: int, threshold: float) -> tuple[Slice, ...]:
        """The slice of faces that cannot be recognised, if there are any."""
        count = len(self._faces) - len(self._fit)
        if not count:
            return ()
        pairs = pair_up(self._faces, genuine=_SLICE_PAIRS, impostor=_SLICE_PAIRS)
        fit: Flags = self._faces.recognisable
        pairs = pairs.only(~(fit[pairs.a] & fit[pairs.b]))
        scores = similarities(self._faces.vectors[place], pairs)
        return (slices.unrecognisable(count, pairs, scores, threshold),)

    def _worst(self, scores: Floats, *, same: bool) -> list[WorstPair]:
        rows = slices.worst_rows(self._pairs, scores, same=same)
        ends = [int(end) for row in rows for end in (self._pairs.a[row], self._pairs.b[row])]
        shown = self._fit.samples(ends)
        return [
            WorstPair(same, float(scores[row]), shown[2 * at], shown[2 * at + 1])
            for at, row in enumerate(rows)
        ]


def _tar_at(fmr: float, tar: Measured, ranked: ScoredPairs) -> TarAt:
    counted = fmr * len(ranked.impostor) * (1 + 1e-9) >= 1
    return TarAt(fmr, tar, threshold_at_fmr(ranked.impostor, fmr), counted)


def _curve(ranked: ScoredPairs) -> ScoreCurve:
    """Points from the smallest rate that the pairs can measure, one false match among them all."""
    shown = [fmr for fmr in GRID if fmr * len(ranked.impostor) >= 1] or [1.0]
    found = roc(ranked.genuine, ranked.impostor).at(shown)
    thresholds = np.minimum(found.thresholds, 1.0)
    return ScoreCurve(tuple(shown), tuple(found.tar.tolist()), tuple(thresholds.tolist()))


def _histogram(ranked: ScoredPairs) -> Histogram:
    """Twentieths of a cosine or finer, over the range in which there are any."""
    clipped = np.clip(ranked.scores, -1, 1)
    counts = [np.histogram(clipped[which], _BINS)[0] for which in (ranked.same, ~ranked.same)]
    used = np.flatnonzero(counts[0] + counts[1])
    shown = slice(used[0], used[-1] + 1)
    genuine, impostor = (tuple((count[shown] / count.sum()).tolist()) for count in counts)
    return Histogram(tuple(_BINS[used[0] : used[-1] + 2].round(4).tolist()), genuine, impostor)


def _accuracy(pairs: GivenPairs | None, scores: Floats) -> Measured | None:
    if pairs is None or pairs.folds is None or len(np.unique(pairs.folds)) < 2:
        return None
    found = folded_accuracy(scores, pairs.same, pairs.folds)
    return Measured(found.accuracy, found.accuracy - found.error, found.accuracy + found.error)
