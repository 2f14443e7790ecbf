"""Embeddings in a plane, whose similarities are easily worked out by hand."""

import numpy as np


def at(*degrees: float) -> np.ndarray:
    """Unit vectors (N, 2) at angles in degrees."""
    radians = np.deg2rad(degrees)
    return np.stack([np.cos(radians), np.sin(radians)], axis=1)
