"""Arrays as the bytes that the database keeps: little-endian float32."""

from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.arrays import Landmarks

_FLOAT = np.dtype("<f4")


def pack(array: npt.NDArray[Any]) -> bytes:
    """Return the bytes of an array, row by row."""
    return np.ascontiguousarray(array, dtype=_FLOAT).tobytes()


def unpack(blob: bytes, width: int) -> npt.NDArray[np.float32]:
    """Return the array (N, width) that bytes hold, read-only and without a copy."""
    return np.frombuffer(blob, dtype=_FLOAT).astype(np.float32, copy=False).reshape(-1, width)


def pack_points(landmarks: Landmarks) -> bytes:
    """Return the bytes of five points, or of none where they are not known.

    Raises:
        ValueError: They are neither (5, 2) nor (0, 2).
    """
    if landmarks.shape not in ((5, 2), (0, 2)):
        raise ValueError(f"landmarks must be (5, 2) or (0, 2), not {landmarks.shape}")
    return pack(landmarks)
