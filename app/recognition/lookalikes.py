"""How clear a lead has to be between two people who look alike.

A probe of one person scores with two. Its lead for the right one scatters in proportion to how far apart the
two templates are; its mean is what the two faces themselves differ by, which templates of few exemplars hide:
two templates of one person are not the same either. So the likeness of the templates is first corrected for
that (Spearman's correction for attenuation, 1904). A lead is clear where the wrong one of the two would have
it once in a hundred probes. `tests/bench/measure_deciding.py` measures what that costs and how well it holds.
"""

import numpy as np

from app.domain.arrays import Floats
from app.recognition.index import Templates

MARGIN = 0.05
"""Lead that a name needs over anybody."""
_DEVIATIONS = 2.33
"""Standard deviations that a lead exceeds by chance once in a hundred times."""
_SCATTER = 0.15
"""Standard deviation of the lead over the distance between the two templates."""


def needed_leads(pair: Templates, within: float) -> Floats:
    """Lead that the first person needs over each of the others.

    With `a` the agreement of a template's exemplars, its reliability is within / a^2: the share of it that
    every face of the person has in common (Spearman-Brown: n w / (1 + (n - 1) w), and a^2 is about
    (1 + (n - 1) w) / n for n exemplars).

    Args:
        pair: Templates of two people or more (P, D), the leader's first.
        within: Mean cosine of two faces of one person under the model, above 0.

    Returns:
        (P - 1,), each at least `MARGIN`.
    """
    reliability = np.minimum(within / pair.agreement**2, 1)
    likeness = pair.vectors[1:] @ pair.vectors[0]
    true = np.clip(likeness / np.sqrt(reliability[1:] * reliability[0]), 0, 1)
    expected = np.sqrt(within * np.minimum(reliability[1:], reliability[0])) * (1 - true)
    distance = np.sqrt(2 * np.clip(1 - likeness, 0, None))
    return np.asarray(np.maximum(_DEVIATIONS * _SCATTER * distance - expected, MARGIN))
