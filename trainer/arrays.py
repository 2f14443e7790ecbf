"""Numpy arrays by what they hold; no torch."""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.integer]
FlagArray = npt.NDArray[np.bool_]

Indices = npt.NDArray[np.int64]
"""Rows of a data set, or an identity's number for each of its rows."""

Picture = npt.NDArray[np.uint8]
"""RGB, (H, W, 3), or many of one size (N, H, W, 3)."""
