"""Identification: each face searched among the people, scored as the rest of Kith scores."""

from collections import Counter

import numpy as np

from app.core.progress import CancelToken, Progress, ProgressSink
from app.core.text import say
from app.domain.decision import State
from app.domain.evaluation import SearchRate, Verdicts
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
"""Comparisons of two faces at most."""
_PROBES = 3000
"""Probes at most."""
_RIVALS = 64
"""Other people kept of each search at least."""


def search(
    faces: FaceSet, progress: ProgressSink, cancel: CancelToken | None, *, most: int = _COMPARISONS
) -> Searches:
    """Search each face among its person's faces from other sources, and among all other people.

    Args:
        faces: With the embeddings of one model.
        progress: Hears of each person.
        cancel: Polled between them.
        most: Comparisons of two faces at most.
    """
    others = len(faces.names) - 1
    keep = min(others, max(_RIVALS, others // 8))
    own, rivals, done = [], [], 0
    rows = _chosen(faces, most)
    whole = _index(faces, np.arange(len(faces)))
    for probes in _split(rows, faces.people):
        if cancel:
            cancel.check()
        mine = np.flatnonzero(faces.people == faces.people[probes[0]])
        own += [_own(faces, mine, part) for part in _split(probes, faces.sources)]
        _, scores = best_people(whole.remove(mine), faces.vectors[0][probes], keep)
        rivals.append(_padded(scores, keep))
        done += len(probes)
        progress(Progress(done, len(rows), say("comparing faces")))
    return Searches(faces.people[rows], np.concatenate(own), np.concatenate(rivals), others)


def _own(faces: FaceSet, mine: Ids, probes: Ids) -> Floats:
    """Score of a person's other faces for probes of one source (n,); NaN where there are none."""
    rest = mine[faces.sources[mine] != faces.sources[probes[0]]]
    if not len(rest):
        return np.full(len(probes), np.nan, np.float32)
    return best_people(_index(faces, rest), faces.vectors[0][probes], 1)[1][:, 0]


def _index(faces: FaceSet, rows: Ids) -> Index:
    return Index.build(rows, faces.people[rows], faces.vectors[0][rows], faces.weights[rows])


def _chosen(faces: FaceSet, most: int) -> Ids:
    """The probes, by person and source; a random sample of the faces where they are too many."""
    count = len(faces)
    probes = min(count, _PROBES, max(most // max(count, 1), 1))
    rows = np.random.default_rng(0).choice(count, probes, replace=False)
    return rows[np.lexsort((rows, faces.sources[rows], faces.people[rows]))]


def _split(rows: Ids, by: Ids) -> list[Ids]:
    """Rows that follow each other, parted where what they are sorted by is another."""
    return np.split(rows, np.flatnonzero(np.diff(by[rows])) + 1)


def _padded(scores: Floats, width: int) -> Floats:
    missing = width - scores.shape[1]
    return np.pad(scores, ((0, 0), (0, missing)), constant_values=-np.inf)


def rates(searches: Searches, draws: Ids) -> tuple[SearchRate, ...]:
    """FNIR at each FPIR in the gallery as it is, then in galleries of 10, 100 and 1,000 people."""
    if not searches.mated.any() or searches.others < 1:
        return ()
    found: list[SearchRate] = []
    for size in sorted({searches.others + 1, *SIZES}):
        for fpir in FPIRS:
            floors = [one.threshold for one in found if one.fpir >= fpir and one.threshold is not None]
            found.append(_rate(searches, size, fpir, draws, max(floors, default=-1.0)))
    return tuple(sorted(found, key=lambda one: not one.own))


def _rate(searches: Searches, size: int, fpir: float, draws: Ids, floor: float) -> SearchRate:
    """One rate; an extrapolated threshold is not below those of smaller galleries and looser rates."""
    own = size == searches.others + 1
    enough_people, enough_probes = size <= searches.others + 1, fpir * len(searches.people) >= 1
    if enough_people and enough_probes:
        (found,) = open_set_rates(searches, size, [fpir], draws)
        return SearchRate(size, own, fpir, measured(found.fnir), found.threshold, "counted")
    threshold = _extrapolated(searches, size, fpir)
    if threshold is None:
        return SearchRate(size, own, fpir, None, None, "unknown")
    threshold = max(threshold, floor)
    fnir = measured(fnir_at(searches, size, threshold, draws))
    return SearchRate(size, own, fpir, fnir, threshold, "extrapolated")


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
    return float(fitted[0][1])


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
    whole = _index(faces, np.arange(len(faces)))
    told: Counter[str] = Counter()
    for probes in _split(rows, faces.people):
        mine = np.flatnonzero(faces.people == faces.people[probes[0]])
        strangers = decide(whole.remove(mine), faces.vectors[0][probes], policy)
        told["named"] += sum(one.state is State.NAME for one in strangers)
        for part in _split(probes, faces.sources):
            if cancel:
                cancel.check()
            told.update(_told(faces, whole, mine, part, policy))
        told["done"] += len(probes)
        progress(Progress(told["done"], len(rows), say("comparing faces")))
    return Verdicts(
        policy.rate,
        told["probes"],
        told["right"],
        told["unsure"],
        told["wrong"],
        len(rows),
        told["named"],
    )


def _told(faces: FaceSet, whole: Index, mine: Ids, probes: Ids, policy: Policy) -> dict[str, int]:
    """What is said of probes of one source, with all faces of that source left out."""
    together = faces.sources == faces.sources[probes[0]]
    if together[mine].all():
        return {}  # nobody is to be found
    person = int(faces.people[probes[0]])
    found = decide(whole.remove(np.flatnonzero(together)), faces.vectors[0][probes], policy)
    return {
        "probes": len(probes),
        "right": sum(one.person == person for one in found),
        "unsure": sum(one.state is State.UNSURE for one in found),
        "wrong": sum(one.person not in (None, person) for one in found),
    }
