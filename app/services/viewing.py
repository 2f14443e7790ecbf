"""Photos to look at: upright and no larger than needed."""

import io
from pathlib import Path

from PIL import Image as PillowImage

from app.vision.image_io import decode_at
from app.vision.picture_files import read_bytes

_QUALITY = 88


def picture(path: Path, side: int) -> bytes:
    """Read a photo and encode it as JPEG with no side longer than `side` pixels.

    Raises:
        ImageError: It cannot be read.
    """
    shown = PillowImage.fromarray(decode_at(read_bytes(path), side).image)
    shown.thumbnail((side, side))
    buffer = io.BytesIO()
    shown.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
