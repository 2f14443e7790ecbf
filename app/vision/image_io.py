"""The only way a picture comes in: decoded in a process of its own, with Kith's own errors.

Out comes upright RGB uint8, HxWx3; formats, limits and conversions are `trainer.pictures`'s, and so is the
process (`trainer.pictures.apart`). Neither paths nor a user's bytes ever reach OpenCV's decoders: those fail
on non-ASCII paths, know no limits and ignore alpha, profiles and most orientations.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.core.errors import HarmfulImageError, ImageError
from app.core.progress import CancelToken
from app.domain.arrays import Image
from trainer import pictures
from trainer.errors import HarmfulPictureError, PictureError
from trainer.pictures import Decoded, apart, pixels_digest
from trainer.pictures.exif import Tags
from trainer.pictures.turning import Area

__all__ = [
    "Decoded",
    "Tags",
    "decode",
    "decode_at",
    "decode_own",
    "decode_parts",
    "load",
    "pixels_digest",
    "start",
    "tags",
]


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn the decoder's errors into Kith's.

    Raises:
        ImageError: Whatever it said.
    """
    try:
        yield
    except PictureError as error:
        kind = HarmfulImageError if isinstance(error, HarmfulPictureError) else ImageError
        raise kind(error.what, why=error.why, remedy=error.remedy) from error


def start() -> None:
    """Start what decodes, so that it is ready when the first picture comes."""
    apart.start()


@plain_errors()
def load(path: Path) -> Image:
    """Read a picture file; see `trainer.pictures.load`.

    Raises:
        ImageError: The file is missing, empty, too large, damaged or not a picture; the text says which.
    """
    return apart.decode(pictures.read_bytes(path))


@plain_errors()
def decode(data: bytes, cancel: CancelToken | None = None) -> Image:
    """Decode a picture's bytes; see `trainer.pictures.decode`.

    Raises:
        ImageError: They are damaged, too many pixels, or not a picture.
        Cancelled: The user asked to stop; decoding ends at once.
    """
    return apart.decode(data, _stop(cancel))


@plain_errors()
def decode_at(data: bytes, longest: int | None = None, cancel: CancelToken | None = None) -> Decoded:
    """Decode a picture no larger than needed; see `trainer.pictures.decode_at`.

    Raises:
        ImageError: As `decode` does.
        Cancelled: As `decode` does.
    """
    return apart.decode_at(data, longest, _stop(cancel))


@plain_errors()
def decode_parts(data: bytes, parts: Sequence[Area], cancel: CancelToken | None = None) -> list[Decoded]:
    """Decode parts of a picture; see `trainer.pictures.apart.Decoder.decode_parts`.

    Raises:
        ImageError: As `decode` does.
        Cancelled: As `decode` does.
    """
    return apart.decode_parts(data, parts, _stop(cancel))


@plain_errors()
def decode_own(data: bytes) -> Image:
    """Decode what Kith itself wrote, in this process; see `trainer.pictures.decode_own`.

    Raises:
        ImageError: It is damaged, or nothing that Kith writes.
    """
    return pictures.decode_own(data)


@plain_errors()
def tags(data: bytes) -> Tags:
    """What a picture's tags say of how and when it was taken; see `trainer.pictures.tags`.

    Raises:
        ImageError: It is not a picture.
    """
    return apart.tags(data)


def _stop(cancel: CancelToken | None) -> Callable[[], None] | None:
    return None if cancel is None else cancel.check
