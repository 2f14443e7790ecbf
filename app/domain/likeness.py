"""How alike a face and one person's faces are, the same where faces are named and where they are sorted."""

import numpy as np
import numpy.typing as npt

from app.domain.arrays import Floats

DISCOUNT = 0.15
"""Taken off for faces that differ, times one minus their agreement."""


def combined(best: Floats, template: Floats, agreement: npt.ArrayLike) -> Floats:
    """Half the one cosine, half the other, less a discount where the person's faces differ.

    Args:
        best: Cosines with that of the person's faces which is most like it; any shape, used up.
        template: Cosines with the direction of the mean of them all, of the same shape.
        agreement: Length of that mean, 0 to 1, of a shape that fits: 1 where all faces are the same.
    """
    best += template
    best /= 2
    best -= DISCOUNT * (1 - np.asarray(agreement, np.float32))
    return best
