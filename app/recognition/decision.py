"""Names, unsure, unknown: the decision for each probe (DESIGN section 6).

The user chooses how often a stranger may get any name: the false-positive identification rate, FPIR. With N
people enrolled each probe meets N comparisons, so one comparison may pass at FMR = 1 - (1 - FPIR)^(1/N) only
(ISO/IEC 19795-1, independent comparisons), and the threshold follows from the model's calibration.
"""

from dataclasses import dataclass
from math import log10

import numpy as np
import numpy.typing as npt

from app.core.types import Candidate, Decision, Embedding, State, Thresholds
from app.recognition.index import Index
from app.recognition.scores import best_people

DEFAULT_RATE = 1e-3
"""One stranger in 1,000 may get a name."""
MARGIN = 0.05
"""Lead in cosine that the best person needs over the runner-up."""
_CANDIDATES = 5
_BEYOND = 1.0
"""Decades of FMR by which a calibration may be extrapolated."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the decision goes by.

    Attributes:
        thresholds: The model's calibration.
        rate: How often a stranger may get any name (FPIR), 0 to 1.
        margin: Lead in cosine that a name needs over the runner-up.
    """

    thresholds: Thresholds
    rate: float = DEFAULT_RATE
    margin: float = MARGIN

    def threshold(self, people: int) -> float:
        """Cosine that a name needs with that many people enrolled."""
        return threshold_at(self.thresholds, per_comparison(self.rate, people))


def per_comparison(rate: float, people: int) -> float:
    """Return the FMR of one comparison that gives this FPIR over that many people.

    Raises:
        ValueError: The rate is not between 0 and 1.
    """
    if not 0 < rate < 1:
        raise ValueError(f"a rate lies between 0 and 1, not {rate}")
    return float(-np.expm1(np.log1p(-rate) / max(people, 1)))


def threshold_at(thresholds: Thresholds, fmr: float) -> float:
    """Cosine threshold for a false-match rate.

    Between measured points it is linear in log10(FMR), as the tail of impostor scores nearly is; beyond them
    it goes on along the outermost segment for one decade at most. Never above 1.

    Raises:
        ValueError: The rate is not positive, or nothing was measured.
    """
    if fmr <= 0 or not thresholds.by_fmr:
        raise ValueError("a positive rate and at least one measured threshold are needed")
    decades = np.array([-log10(rate) for rate, _ in thresholds.by_fmr])
    cosines = np.array([cosine for _, cosine in thresholds.by_fmr])
    wanted = float(np.clip(-log10(fmr), decades[0] - _BEYOND, decades[-1] + _BEYOND))
    if len(decades) == 1:
        return float(cosines[0])
    segment = int(np.clip(np.searchsorted(decades, wanted) - 1, 0, len(decades) - 2))
    slope = (cosines[segment + 1] - cosines[segment]) / (decades[segment + 1] - decades[segment])
    return min(float(cosines[segment] + slope * (wanted - decades[segment])), 1.0)


def decide(index: Index, probes: Embedding, policy: Policy) -> list[Decision]:
    """Say of each probe who it is.

    Args:
        index: The enrolled faces.
        probes: Unit-length vectors (M, D).
        policy: Calibration, rate and margin.

    Raises:
        ValueError: The probes are not (M, D) or not finite.
    """
    people, scores = best_people(index, probes, _CANDIDATES)
    threshold = policy.threshold(len(index.by_person.people))
    return [_decide(*row, threshold, policy.margin) for row in zip(people, scores, strict=True)]


def _decide(
    people: npt.NDArray[np.int64], scores: npt.NDArray[np.float32], threshold: float, margin: float
) -> Decision:
    candidates = tuple(map(Candidate, people.tolist(), scores.tolist()))
    if not candidates:
        return Decision(State.UNKNOWN)
    best = candidates[0]
    state = State.UNKNOWN
    if best.similarity >= threshold:
        clear = len(candidates) == 1 or best.similarity - candidates[1].similarity >= margin
        state = State.NAME if clear else State.UNSURE
    named = best.person if state is State.NAME else None
    return Decision(state, named, best.similarity, candidates)
