"""Picture files, and which there are in a folder: as training finds them, with Kith's own errors."""

from pathlib import Path

from app.vision.image_io import plain_errors
from trainer import pictures
from trainer.pictures import Found, is_picture

__all__ = ["Found", "find_pictures", "is_picture", "read_bytes", "survey"]


@plain_errors()
def read_bytes(path: Path) -> bytes:
    """Read a picture file's bytes; see `trainer.pictures.read_bytes`.

    Raises:
        ImageError: It is missing, not a file, empty, too large, or may not be read.
    """
    return pictures.read_bytes(path)


@plain_errors()
def survey(folder: Path) -> Found:
    """Find every picture below a folder; see `trainer.pictures.survey`.

    Raises:
        ImageError: There is no such folder, or it may not be read.
    """
    return pictures.survey(folder)


def find_pictures(folder: Path) -> list[Path]:
    """List every picture below a folder; see `survey`."""
    return survey(folder).pictures
