"""What a picture's file is known by: size and time while it is unchanged, else its content."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from app.core.errors import ImageError
from app.vision.image_io import orientation, pixels_digest
from app.vision.picture_files import read_bytes


class Stamp(NamedTuple):
    """Size in bytes and time of the last change in nanoseconds, by which an unchanged file is known."""

    size: int
    mtime_ns: int


class Content(NamedTuple):
    """Digests of a file's bytes and of what they show, its size, and how it is turned upright."""

    sha256: str
    pixels: str
    turn: int
    size: int


def stamp(path: Path) -> Stamp | None:
    """The stamp of a file, or None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):  # the latter of a path with a null
        return None
    return Stamp(status.st_size, status.st_mtime_ns)


def digest(path: Path) -> str | None:
    """SHA-256 of a file's bytes, as 64 hexadecimal digits, or None where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def content(path: Path) -> Content | None:
    """What a picture file holds, without decoding it; None where it is no picture that can be read."""
    try:
        data = read_bytes(path)
        return Content(hashlib.sha256(data).hexdigest(), pixels_digest(data), orientation(data), len(data))
    except ImageError:
        return None
