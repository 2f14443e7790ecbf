"""Photos to look at: upright and no larger than needed."""

import io
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from PIL import Image as PillowImage

from app.core.errors import ImageError
from app.core.text import say
from app.domain.photo import Photo
from app.gallery import copies
from app.services.workspace import Workspace
from app.vision.image_io import decode_at
from app.vision.picture_files import read_bytes

_QUALITY = 88


def place(workspace: Workspace, photo: Photo) -> Path:
    """Where a photo can be looked at: its own path, or a copy's if that is gone."""
    if os.path.lexists(photo.path):
        return photo.path
    with workspace.db.read() as session:
        places = copies.of(session, [photo.id])
    return next((path for path in places if os.path.lexists(path)), photo.path)


def thumbnails(places: Mapping[int, Path], side: int) -> dict[int, bytes]:
    """Encode photos with no side longer than `side` pixels; those that cannot be read are left out."""
    found = {}
    for photo, path in places.items():
        with suppress(ImageError):
            found[photo] = picture(path, side)
    return found


def picture(path: Path, side: int) -> bytes:
    """Read a photo of the gallery and encode it as JPEG with no side longer than `side` pixels.

    Raises:
        ImageError: It cannot be read.
    """
    if not os.path.lexists(path):
        raise ImageError(
            say("this photo is not where it was"),
            why=say("{path} was moved, renamed or deleted", path=path),
            remedy=say("Read the folder that it lies in now, and it is found again"),
        )
    shown = PillowImage.fromarray(decode_at(read_bytes(path), side).image)
    shown.thumbnail((side, side))
    buffer = io.BytesIO()
    shown.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
