"""Small pictures of faces, for reports."""

import io

from PIL import Image as PillowImage

from app.core.errors import ImageError
from app.domain.face import Chip
from app.vision import image_io

_SIDE = 112
_QUALITY = 85


def small(chip: Chip | bytes) -> bytes:
    """A chip, perhaps encoded, as a JPEG of at most 112 pixels a side; b"" where its bytes are damaged."""
    try:
        pixels = image_io.decode_own(chip) if isinstance(chip, bytes) else chip.pixels
    except ImageError:
        return b""
    shown = PillowImage.fromarray(pixels)
    shown.thumbnail((_SIDE, _SIDE))
    buffer = io.BytesIO()
    shown.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
