"""Faces cut out of their photos again, where no picture of them is kept or it is damaged."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from app.core.errors import ImageError
from app.core.text import say
from app.domain.arrays import Image
from app.domain.face import Chip
from app.domain.photo import Photo
from app.gallery import copies, faces, photos
from app.gallery.database import Session
from app.services.photos.contents import content_of, digest
from app.services.photos.preview import whole
from app.vision.align import cut_box, cut_chip
from app.vision.image_io import decode, tags
from app.vision.picture_files import read_bytes


def cut(session: Session, face_ids: Collection[int]) -> Iterator[tuple[int, Chip]]:
    """Cut faces out of their photos, photo by photo, where these still are what was read.

    A face without landmarks is cut by its box, and has none on its chip.
    """
    wanted = defaultdict(list)
    for face in faces.get(session, face_ids):
        wanted[face.photo, face.at].append(face)
    points = faces.landmarks(session, face_ids)
    for (photo, at), found in wanted.items():
        image = None if photo is None else _image(session, photo, at)
        if image is None:
            continue
        for face in found:
            with suppress(ValueError):  # it lies outside
                placed = points.get(face.id, np.empty((0, 2), np.float32))
                yield face.id, cut_chip(image, placed) if len(placed) else cut_box(image, face.box)


def _image(session: Session, photo_id: int, at: float | None) -> Image | None:
    """The pixels of a photo, or of a video at a time, where it still is what was read, or None."""
    photo = photos.get(session, photo_id)
    if photo is None:
        return None
    for path in (photo.path, *copies.of(session, [photo_id])):
        with suppress(ImageError):
            return _same(photo, path, at)
    return None


def _same(photo: Photo, path: Path, at: float | None) -> Image:
    """The pixels of a file that shows what was read; of a video those at a time.

    Raises:
        ImageError: It does not, or cannot be read.
    """
    if at is not None:
        if digest(path) != photo.sha256:
            raise ImageError(say("The photo is another one"))
        return whole(path, at)
    data = read_bytes(path)
    held = content_of(data, tags(data))
    alike = photo.pixels is not None and (held.pixels, held.turn) == (photo.pixels, photo.turn)
    if held.sha256 != photo.sha256 and not alike:
        raise ImageError(say("The photo is another one"))
    return decode(data)
