"""Identification: each face searched among the people, scored as the rest of Kith scores."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.core.evaluation import Basis, SearchRate, Verdicts
from app.core.progress import CancelToken, Progress, ProgressSink
from app.core.types import State
from app.recognition.calibration import MIN_PAIRS, thresholds_from_impostors
from app.recognition.decision import Policy, decide, per_comparison
from app.recognition.index import Index
from app.recognition.scores import best_people
from app.services.evaluation.face_set import FaceSet, Floats, Ids
from app.services.evaluation.results import measured
from trainer.metrics import Searches, fnir_at, open_set_rates

FPIRS = (1e-2, 1e-3)
SIZES = (10, 100, 1000)
_COMPARISONS = 50_000_000
"""Comparisons of two faces at most: of more probes than that allows, a random sample is searched."""
_RIVALS = 64
"""Other people kept of each search at least."""


@dataclass(frozen=True, slots=True, eq=False)
class Probes:
    """Faces of one person from one source.

    Attributes:
        rows: Which.
        person: Whose.
        index: Everybody's faces but these.
    """

    rows: Ids
    person: int
    index: Index


def search(
    faces: FaceSet, progress: ProgressSink, cancel: CancelToken | None, *, most: int = _COMPARISONS
) -> Searches:
    """Search each face among all the others, without those of its own source.

    Args:
        faces: With the embeddings of one model.
        progress: Hears of each probe.
        cancel: Polled between them.
        most: Comparisons of two faces at most.
    """
    others = len(faces.names) - 1
    keep = min(others, max(_RIVALS, others // 8)) + 1
    whose, own, rivals = [], [], []
    rows = _chosen(faces, most)
    for probes in _probes(faces, rows):
        if cancel:
            cancel.check()
        people, scores = best_people(probes.index, faces.vectors[0][probes.rows], keep)
        mine = people == probes.person
        there = bool((probes.index.all_people[probes.index.alive] == probes.person).any())
        best = np.where(mine, scores, -np.inf).max(axis=1, initial=-np.inf)
        own.append(best if there else np.full(len(best), np.nan))
        rest = -np.sort(-np.where(mine, -np.inf, scores), axis=1)
        rivals.append(_padded(rest, keep))
        whose.append(np.full(len(best), probes.person))
        progress(Progress(sum(map(len, whose)), len(rows), "comparing faces"))
    return Searches(np.concatenate(whose), np.concatenate(own), np.concatenate(rivals), others)


def _chosen(faces: FaceSet, most: int) -> Ids:
    count = len(faces)
    probes = min(count, max(most // max(count, 1), 1))
    if probes == count:
        return np.arange(count)
    return np.sort(np.random.default_rng(0).choice(count, probes, replace=False))


def _probes(faces: FaceSet, rows: Ids) -> Iterator[Probes]:
    """The probes, source by source, each with an index of everybody's other faces."""
    everyone = np.arange(len(faces))
    whole = Index.build(everyone, faces.people, faces.vectors[0], faces.weights)
    order = np.lexsort((faces.sources[rows], faces.people[rows]))
    keys = np.stack([faces.people[rows], faces.sources[rows]])[:, order]
    cuts = np.flatnonzero((np.diff(keys) != 0).any(axis=0)) + 1
    for part in np.split(rows[order], cuts):
        left_out = everyone[faces.sources == faces.sources[part[0]]]
        yield Probes(part, int(faces.people[part[0]]), whole.remove(left_out))


def _padded(scores: Floats, width: int) -> Floats:
    missing = width - scores.shape[1]
    return np.pad(scores, ((0, 0), (0, missing)), constant_values=-np.inf)


def rates(searches: Searches, draws: Ids) -> tuple[SearchRate, ...]:
    """FNIR at each FPIR in the gallery as it is, and in galleries of 10, 100 and 1,000 people."""
    if not searches.mated.any() or searches.others < 1:
        return ()
    own = searches.others + 1
    sizes = [(own, True), *((size, False) for size in SIZES if size != own)]
    return tuple(_rate(searches, size, fpir, draws, own=mine) for size, mine in sizes for fpir in FPIRS)


def _rate(searches: Searches, size: int, fpir: float, draws: Ids, *, own: bool) -> SearchRate:
    enough_people, enough_probes = size <= searches.others + 1, fpir * len(searches.people) >= 1
    if enough_people and enough_probes:
        (found,) = open_set_rates(searches, size, [fpir], draws)
        return SearchRate(size, own, fpir, measured(found.fnir), found.threshold, "counted")
    threshold = _extrapolated(searches, size, fpir)
    basis: Basis = "unknown" if threshold is None else "extrapolated"
    fnir = None if threshold is None else measured(fnir_at(searches, size, threshold, draws))
    return SearchRate(size, own, fpir, fnir, threshold, basis)


def _extrapolated(searches: Searches, size: int, fpir: float) -> float | None:
    """The threshold at which a stranger passes none of so many independent comparisons, from the fitted tail.

    Scores of people who were not kept of a search count as lower than any: only the highest 5 % matter.
    """
    comparisons = len(searches.people) * searches.others
    if comparisons < MIN_PAIRS:
        return None
    kept = searches.rivals[np.isfinite(searches.rivals)]
    scores = np.concatenate([kept, np.full(comparisons - len(kept), -1.0)])
    fitted = thresholds_from_impostors(scores, [per_comparison(fpir, size)])
    return fitted.by_fmr[0][1]


def verdicts(
    faces: FaceSet,
    policy: Policy,
    progress: ProgressSink,
    cancel: CancelToken | None,
    *,
    most: int = _COMPARISONS,
) -> Verdicts:
    """What Kith would say of each face if it were new, and if its person were not enrolled."""
    rows = _chosen(faces, most)
    right = unsure = wrong = named = mated = done = 0
    for probes in _probes(faces, rows):
        if cancel:
            cancel.check()
        vectors = faces.vectors[0][probes.rows]
        rest = probes.index.all_faces[probes.index.alive & (probes.index.all_people == probes.person)]
        if len(rest):
            mated += len(vectors)
            found = decide(probes.index, vectors, policy)
            right += sum(one.person == probes.person for one in found)
            unsure += sum(one.state is State.UNSURE for one in found)
            wrong += sum(one.person not in (None, probes.person) for one in found)
        found = decide(probes.index.remove(rest), vectors, policy)
        named += sum(one.state is State.NAME for one in found)
        done += len(vectors)
        progress(Progress(done, len(rows), "comparing faces"))
    return Verdicts(policy.rate, mated, right, unsure, wrong, len(rows), named)
