"""Chips as bytes, for the gallery."""

import io

import numpy as np
from PIL import Image as PillowImage

from app.domain.arrays import Landmarks
from app.domain.face import Chip
from app.vision import image_io

_LOSSLESS_SIDE = 160
"""Up to this side a chip is kept exactly: JPEG would cost a small face some of its likeness."""
_QUALITY = 95


def encode(chip: Chip) -> bytes:
    """Encode a chip's pixels: small ones as PNG, larger ones as JPEG with full colour resolution."""
    buffer = io.BytesIO()
    picture = PillowImage.fromarray(chip.pixels)
    if max(chip.pixels.shape[:2]) <= _LOSSLESS_SIDE:
        picture.save(buffer, "PNG", compress_level=3)
    else:
        picture.save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
    return buffer.getvalue()


def decode(data: bytes, landmarks: Landmarks) -> Chip:
    """Read a chip back.

    Raises:
        ImageError: The stored bytes are damaged.
    """
    return Chip(image_io.decode_own(data), np.asarray(landmarks, np.float32).reshape(5, 2))
