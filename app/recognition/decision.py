"""Names, unsure, unknown: the decision for each probe.

The user chooses how often a stranger may get any name: the false-positive identification rate, FPIR. With N
people enrolled each probe meets N comparisons, so one of them may pass at FMR = 1 - (1 - FPIR)^(1/N) only
(ISO/IEC 19795-1, independent comparisons: measured to be within a tenth of the truth, docs/deciding.md), and
the threshold follows from the model's calibration of faces with people.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import log10

import numpy as np
import numpy.typing as npt

from app.domain.arrays import Embedding, Floats
from app.domain.decision import Candidate, Decision, State, Thresholds
from app.recognition.denials import NONE, Denials
from app.recognition.index import Ids, Index, Templates
from app.recognition.lookalikes import MARGIN, needed_leads
from app.recognition.scores import Expected, Scores, best_people, expected_of, of_cohort, surplus

DEFAULT_RATE = 1e-3
"""One stranger in 1,000 may get a name."""
_CANDIDATES = 5
_ALIKE = 1e-3
"""False-match rate at which a probe is like a face that is not somebody's."""
_LEAST_TRUST, _TRUSTED = 0.8, 1.2
"""Trust in a face at the limit of recognisability, and the multiple of that from which on it is whole."""
_BEYOND = 1.0
"""Decades of FMR by which a calibration may be extrapolated."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the decision goes by.

    Attributes:
        thresholds: The model's calibration.
        rate: How often a stranger may get any name (FPIR), 0 to 1.
    """

    thresholds: Thresholds
    rate: float = DEFAULT_RATE

    def threshold(self, people: int, looks: int = 1) -> float:
        """Score that a name needs with that many people enrolled, for a face no more common than most.

        Args:
            people: How many are enrolled.
            looks: How many ways up its picture was tried: each is one more chance for a stranger to be like
                somebody, so all share the rate.
        """
        return _at(self.thresholds.for_names, per_comparison(self.rate / looks, people))


def per_comparison(rate: float, people: int) -> float:
    """Return the FMR of one comparison that gives this FPIR over that many people.

    Raises:
        ValueError: The rate is not between 0 and 1.
    """
    if not 0 < rate < 1:
        raise ValueError(f"a rate lies between 0 and 1, not {rate}")
    return float(-np.expm1(np.log1p(-rate) / max(people, 1)))


def threshold_at(thresholds: Thresholds, fmr: float) -> float:
    """Cosine at which two faces are taken for one person, for a false-match rate.

    Between measured points it is linear in log10(FMR), as the tail of impostor scores nearly is; beyond them
    it goes on along the outermost segment for one decade at most. Never above 1.

    Raises:
        ValueError: The rate is not positive, or nothing was measured.
    """
    return _at(thresholds.by_fmr, fmr)


def _at(measured: Sequence[tuple[float, float]], fmr: float) -> float:
    if fmr <= 0 or not measured:
        raise ValueError("a positive rate and at least one measured threshold are needed")
    decades = np.array([-log10(rate) for rate, _ in measured])
    scores = np.array([score for _, score in measured])
    wanted = float(np.clip(-log10(fmr), decades[0] - _BEYOND, decades[-1] + _BEYOND))
    if len(decades) == 1:
        return float(scores[0])
    segment = int(np.clip(np.searchsorted(decades, wanted) - 1, 0, len(decades) - 2))
    slope = (scores[segment + 1] - scores[segment]) / (decades[segment + 1] - decades[segment])
    return min(float(scores[segment] + slope * (wanted - decades[segment])), 1.0)


def decide(
    index: Index,
    probes: Embedding,
    policy: Policy,
    lengths: Floats | None = None,
    denials: Denials = NONE,
    barred: Sequence[Collection[int]] = (),
    looks: Sequence[int] = (),
) -> list[Decision]:
    """Say of each probe who it is.

    Args:
        index: The enrolled faces.
        probes: Unit-length vectors (M, D).
        policy: Calibration and rate.
        lengths: Length of each embedding before it was normalised (M,): of a face that cannot be recognised
            nothing is said but that. None where all can be.
        denials: Faces that are known not to be somebody's.
        barred: For each probe, if given, people whom the user said that it is not.
        looks: For each probe, if given, how many ways up its picture was tried (see `Policy.threshold`).

    Raises:
        ValueError: The probes are not (M, D) or not finite.
    """
    calibration = policy.thresholds
    expected = expected_of(index, calibration.cohort)
    people, scores = best_people(index, probes, _CANDIDATES, expected)
    enrolled = len(index.by_person.people)
    least = np.array([policy.threshold(enrolled, times) for times in looks] or policy.threshold(enrolled))
    needed = least + surplus(probes, expected)
    alike = threshold_at(calibration, _ALIKE) if len(denials.faces) else 1.0
    lost = _lost(index, probes, people, expected, of_cohort(calibration.cohort))
    decisions = []
    for place, (found, values, threshold) in enumerate(zip(people, scores, needed.tolist(), strict=True)):
        keep = denials.allowed(index, probes[place], found, alike)
        keep &= ~np.isin(found, list(barred[place]) if barred else [])
        one = _decide(index, found[keep], values[keep], threshold, calibration.within)
        in_common = one.state is State.UNKNOWN and ((values + lost[place])[keep] >= threshold).any()
        decisions.append(replace(one, in_common=True) if in_common else one)
    if lengths is None:
        return decisions
    sound = recognisable(lengths, calibration).tolist()
    unclear = Decision(State.UNKNOWN, unrecognisable=True)
    return [one if known else unclear for one, known in zip(decisions, sound, strict=True)]


def _lost(index: Index, probes: Embedding, people: Ids, expected: Expected, usual: Expected) -> Scores:
    """How much less probes (M, D) score with people (M, k), over what they need, than if only the usual were
    expected of them (M, k): 0 where those enrolled have no more in common than a cohort."""
    more = Expected(expected.mean - usual.mean, expected.usual - usual.usual)
    theirs = index.means[np.searchsorted(index.by_person.people, people)]
    return surplus(theirs, more) + surplus(probes, more)[:, None]


def recognisable(lengths: Floats, thresholds: Thresholds) -> npt.NDArray[np.bool_]:
    """Which embeddings (M,) can be trusted, by their lengths; one whose length is not known (NaN) is."""
    return ~(lengths < (thresholds.recognisable or 0.0))


def trust(lengths: Floats, thresholds: Thresholds) -> Floats:
    """How far embeddings (M,) can be trusted, by their lengths: 0 where they say nothing, up to 1.

    Just above the limit of recognisability it is `_LEAST_TRUST`, and 1 from `_TRUSTED` times the limit on, or
    where a length or the limit is not known.
    """
    limit = thresholds.recognisable or 0.0
    over = np.nan_to_num((lengths / limit - 1) / (_TRUSTED - 1), nan=1.0) if limit else np.ones(len(lengths))
    share = _LEAST_TRUST + (1 - _LEAST_TRUST) * np.clip(over, 0, 1)
    return np.where(recognisable(lengths, thresholds), share, 0).astype(np.float32)


def _decide(index: Index, people: Ids, scores: Scores, threshold: float, within: float) -> Decision:
    candidates = tuple(map(Candidate, people.tolist(), scores.tolist()))
    if not candidates or candidates[0].similarity < threshold:
        return Decision(State.UNKNOWN, None, candidates[0].similarity if candidates else None, candidates)
    close = _close(index, people, scores, within)
    best = candidates[0]
    if not close.any():
        return Decision(State.NAME, best.person, best.similarity, candidates)
    order = np.argsort(~close, kind="stable") + 1
    return Decision(
        State.UNSURE, None, best.similarity, (best, *(candidates[place] for place in order.tolist()))
    )


def _close(index: Index, people: Ids, scores: Scores, within: float) -> npt.NDArray[np.bool_]:
    """Which of the runners-up (k - 1,) the leader's lead is not clear over."""
    rows = np.searchsorted(index.by_person.people, people)
    templates = Templates(*(part[rows] for part in index.templates))
    return np.asarray(scores[0] - scores[1:] < needed_leads(templates, within))


def name_once(decisions: Sequence[Decision], held: Collection[int] = ()) -> list[Decision]:
    """Give each name to one face of a picture: the one most like the person; the others become unsure.

    Args:
        decisions: Of all faces of one picture or frame.
        held: Places of those that had their name in the frame before: they keep it but for a clear lead.
    """
    best: dict[int | None, int] = {}
    for place, one in enumerate(decisions):
        if one.state is State.NAME:
            other = best.setdefault(one.person, place)
            if _claim(decisions, place, held) > _claim(decisions, other, held):
                best[one.person] = place
    kept = set(best.values())
    return [
        replace(one, state=State.UNSURE, person=None)
        if one.state is State.NAME and place not in kept
        else one
        for place, one in enumerate(decisions)
    ]


def _claim(decisions: Sequence[Decision], place: int, held: Collection[int]) -> float:
    return (decisions[place].similarity or 0) + (MARGIN if place in held else 0)
