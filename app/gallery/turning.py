"""Faces of a photo that is turned: its tags say another orientation, its pixels are as they were."""

import numpy as np
import numpy.typing as npt
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.text import say
from app.domain.changes import Changes
from app.gallery.blobs import pack_points, unpack
from app.gallery.schema import FaceRow, PhotoRow

_QUARTERS = {1: 0, 6: 1, 3: 2, 8: 3, 2: 0, 7: 1, 4: 2, 5: 3}
"""Quarter turns clockwise that make a picture upright, by EXIF orientation; some mirror it before."""
_MIRRORED = {2, 4, 5, 7}

_Points = npt.NDArray[np.float32]


def quarters(before: int, after: int) -> int | None:
    """By how many quarters clockwise a picture lies otherwise under another orientation; None if mirrored."""
    if (before in _MIRRORED) != (after in _MIRRORED):
        return None
    return (_QUARTERS[after] - _QUARTERS[before]) % 4


def turn(session: Session, photo_id: int, quarter_turns: int) -> Changes:
    """Turn a photo and all its faces by so many quarters clockwise."""
    photo = session.execute(select(PhotoRow.width, PhotoRow.height).where(PhotoRow.id == photo_id)).one()
    width, height = photo.width, photo.height
    columns = (FaceRow.id, FaceRow.x, FaceRow.y, FaceRow.w, FaceRow.h, FaceRow.landmarks)
    rows = session.execute(select(*columns).where(FaceRow.photo_id == photo_id)).all()
    for face, x, y, w, h, landmarks in rows:
        corners = _turned(np.array([[x, y], [x + w, y + h]], np.float32), quarter_turns, width, height)
        (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
        points = _turned(unpack(landmarks, 2), quarter_turns, width, height)
        values = {"x": left, "y": top, "w": right - left, "h": bottom - top, "landmarks": pack_points(points)}
        session.execute(update(FaceRow).where(FaceRow.id == face).values(values))
    if quarter_turns % 2:
        size = {"width": height, "height": width}
        session.execute(update(PhotoRow).where(PhotoRow.id == photo_id).values(size))
    turned = frozenset(row.id for row in rows)
    return Changes(say("Turned a photo"), faces=turned, photos=frozenset({photo_id}))


def _turned(points: _Points, quarter_turns: int, width: int, height: int) -> _Points:
    """Points (N, 2) of a picture after it was turned clockwise."""
    for _ in range(quarter_turns % 4):
        points = np.column_stack([height - points[:, 1], points[:, 0]])
        width, height = height, width
    return points
