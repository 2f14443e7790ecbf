"""Where a source jumps to another picture: a cut in a video, a camera that is turned."""

import cv2
import numpy as np

from app.vision.flow import Small

_SIDE = 24
"""Rows and columns of the thumbnails that are compared."""
_ALIKE = 0.65
"""Correlation of two frames below which the picture has jumped."""
_FLAT = 4.0
"""Standard deviation in grey levels below which a picture shows too little to tell."""


def jumped(before: Small, after: Small) -> bool:
    """Whether a frame shows another picture than one shortly before, both as `flow.small` makes them."""
    one, other = (
        cv2.resize(frame, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA) for frame in (before, after)
    )
    if min(one.std(), other.std()) < _FLAT:
        return False
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < _ALIKE
