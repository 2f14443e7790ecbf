"""The only way a picture comes in: the decoder that training uses, with Kith's own errors.

Out comes upright RGB uint8, HxWx3; formats, limits and conversions are `trainer.pictures`'s. Neither paths
nor a user's bytes ever reach OpenCV's decoders: those fail on non-ASCII paths, know no limits and ignore
alpha, profiles and most orientations.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.errors import ImageError
from app.domain.arrays import Image
from trainer import pictures
from trainer.errors import PictureError
from trainer.pictures import Decoded, pixels_digest
from trainer.pictures.exif import Tags

__all__ = ["Decoded", "decode", "decode_at", "load", "pixels_digest", "tags"]


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn the decoder's errors into Kith's.

    Raises:
        ImageError: Whatever it said.
    """
    try:
        yield
    except PictureError as error:
        raise ImageError(error.what, why=error.why, remedy=error.remedy) from error


@plain_errors()
def load(path: Path) -> Image:
    """Read a picture file; see `trainer.pictures.load`.

    Raises:
        ImageError: The file is missing, empty, too large, damaged or not a picture; the text says which.
    """
    return pictures.load(path)


@plain_errors()
def decode(data: bytes) -> Image:
    """Decode a picture's bytes; see `trainer.pictures.decode`.

    Raises:
        ImageError: They are damaged, too many pixels, or not a picture.
    """
    return pictures.decode(data)


@plain_errors()
def decode_at(data: bytes, longest: int | None = None) -> Decoded:
    """Decode a picture no larger than needed; see `trainer.pictures.decode_at`.

    Raises:
        ImageError: As `decode` does.
    """
    return pictures.decode_at(data, longest)


@plain_errors()
def tags(data: bytes) -> Tags:
    """What a picture's tags say of how and when it was taken; see `trainer.pictures.tags`.

    Raises:
        ImageError: It is not a picture.
    """
    return pictures.tags(data)
