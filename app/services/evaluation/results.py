"""From measures to the plain numbers of a result."""

import math

from app.domain.evaluation import Measured
from trainer.metrics import Interval


def measured(found: Interval) -> Measured:
    """A value with its bounds; NaN becomes None."""
    return Measured(found.value, _known(found.low), _known(found.high))


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
