"""Where XMP stands: in picture files, in their headers alone, and in sidecars beside them."""

import os
from pathlib import Path

from app.core.errors import ImageError
from app.core.files import read_bytes
from app.core.text import quote, say
from trainer import pictures
from trainer.errors import PictureError
from trainer.pictures import apart
from trainer.pictures.header import MAX_PACKET, Header

XMP_MARK = b"http://ns.adobe.com/xap/1.0/\0"
"""What the segment of a JPEG that holds XMP begins with."""


def header(path: Path) -> Header:
    """Read the header of a picture file, in the process that decodes pictures.

    Raises:
        ImageError: It is no picture, is damaged, or cannot be read.
    """
    try:
        return apart.header(pictures.read_head(path))
    except PictureError as error:
        raise ImageError(error.what, why=error.why, remedy=error.remedy) from error


def sidecars(path: Path) -> list[Path]:
    """The sidecars of a picture that are there: `photo.jpg.xmp` before `photo.xmp`, in any case."""
    wanted = (f"{path.name}.xmp", f"{path.stem}.xmp")
    return [
        there
        for name in wanted
        for suffix in (".xmp", ".XMP")
        if os.path.lexists(there := path.with_name(name[:-4] + suffix))
    ]


def read_sidecar(path: Path) -> bytes:
    """Read a sidecar.

    Raises:
        ImageError: It is too large, or cannot be read.
    """
    try:
        return read_bytes(path, MAX_PACKET)
    except OSError as error:
        raise ImageError(say("the file cannot be read"), why=quote(error)) from error
