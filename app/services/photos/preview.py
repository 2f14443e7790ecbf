"""Photos, and moments of videos, to look at: upright and no larger than needed."""

import io
import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from PIL import Image as PillowImage

from app.core.errors import ImageError, SourceError
from app.core.text import say
from app.domain.arrays import Image
from app.domain.photo import Photo
from app.gallery import copies, photos
from app.services.workspace import Workspace
from app.vision.image_io import decode_at, load
from app.vision.picture_files import read_bytes
from app.vision.sources.sampling import frame_at

_QUALITY = 88


def place(workspace: Workspace, photo: Photo) -> Path:
    """Where a photo can be looked at: its own path, or a copy's if that is gone."""
    if os.path.lexists(photo.path):
        return photo.path
    with workspace.db.read() as session:
        places = copies.of(session, [photo.id])
    return next((path for path in places if os.path.lexists(path)), photo.path)


def thumbnails(workspace: Workspace, photo_ids: Collection[int], side: int) -> dict[int, bytes]:
    """Encode photos with no side longer than `side` pixels, videos as they are where a face is clearest;
    those that cannot be read are left out."""
    with workspace.db.read() as session:
        places, moments = photos.places(session, photo_ids), photos.moments(session, photo_ids)
    found = {}
    for photo, path in places.items():
        with suppress(ImageError):
            found[photo] = picture(path, side, moments.get(photo))
    return found


def picture(path: Path, side: int, at: float | None = None) -> bytes:
    """Read a photo of the gallery and encode it as JPEG with no side longer than `side` pixels.

    Args:
        path: Where it lies.
        side: In pixels.
        at: For a video, seconds into it.

    Raises:
        ImageError: It cannot be read.
    """
    if not os.path.lexists(path):
        raise ImageError(
            say("this photo is not where it was"),
            why=say("{path} was moved, renamed or deleted", path=path),
            remedy=say("Read the folder that it lies in now, and it is found again"),
        )
    image = decode_at(read_bytes(path), side).image if at is None else whole(path, at)
    shown = PillowImage.fromarray(image)
    shown.thumbnail((side, side))
    buffer = io.BytesIO()
    shown.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


def whole(path: Path, at: float | None = None) -> Image:
    """All pixels (H, W, 3) of a photo, or of a video at a time in seconds.

    Raises:
        ImageError: It cannot be read.
    """
    if at is None:
        return load(path)
    try:
        return frame_at(path, at)
    except SourceError as error:
        raise ImageError(error.what, why=error.why, remedy=error.remedy) from error
