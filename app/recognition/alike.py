"""Whether two faces are one person's, by the calibrated thresholds of two faces."""

from app.domain.arrays import Embedding
from app.domain.decision import Thresholds
from app.recognition.decision import threshold_at
from app.recognition.scores import of_cohort, surplus

SAME = 1e-3
"""False-match rate at which two faces in a run are taken for one person."""
_OTHER = 1e-2
"""False-match rate by whose threshold two faces are too different to be one person."""


def needed(probe: Embedding, thresholds: Thresholds) -> float:
    """Cosine from which on a probe (D,) and another face are one person: higher for a face like everybody."""
    return threshold_at(thresholds, SAME) + float(surplus(probe[None], of_cohort(thresholds.cohort))[0])


def differ(one: Embedding, other: Embedding, thresholds: Thresholds) -> bool:
    """Whether two faces (D,) are too different to be one person."""
    return float(one @ other) < threshold_at(thresholds, _OTHER)
