"""What a picture's file is known by: size and time while it is unchanged, else its content."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from app.core.errors import ImageError
from app.vision.image_io import Tags, pixels_digest, tags
from app.vision.picture_files import read_bytes


class Stamp(NamedTuple):
    """Size in bytes and time of the last change in nanoseconds, by which an unchanged file is known."""

    size: int
    mtime_ns: int


class Content(NamedTuple):
    """Digests of a file's bytes and of what they show, its size, and what its tags say.

    Attributes:
        turn: How it is turned upright, as EXIF has it, 1 to 8.
        taken: When it was taken, in seconds since 1970, or None.
        place: Where, as degrees north and east in one text, or "": kept only where that is asked for.
    """

    sha256: str
    pixels: str
    size: int
    turn: int
    taken: int | None
    place: str


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
        return content_of(data, tags(data))
    except ImageError:
        return None


def content_of(data: bytes, said: Tags) -> Content:
    """What a picture file's bytes hold, and what its tags say."""
    sha256 = hashlib.sha256(data).hexdigest()
    return Content(
        sha256, pixels_digest(data), len(data), said.turn, seconds_since_1970(said.taken), _place(said)
    )


def _place(said: Tags) -> str:
    return "" if said.place is None else "{:.6f} {:.6f}".format(*said.place)


def seconds_since_1970(taken: datetime | None) -> int | None:
    """When something was taken, in seconds; what says no zone is taken to be in this computer's."""
    try:
        return None if taken is None else round(taken.timestamp())
    except (OSError, OverflowError, ValueError):  # long ago, for some systems
        return None
