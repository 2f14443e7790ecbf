"""When faces were taken, as far as the gallery knows."""

import numpy as np
import numpy.typing as npt
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.domain.face import FaceState
from app.gallery.records import Ids
from app.gallery.schema import FaceRow, PhotoRow

TAKEN = func.coalesce(PhotoRow.taken * 1_000_000_000, PhotoRow.mtime_ns, 0)
"""When a photo was taken, as its tags say, or else when its file was last changed: nanoseconds since 1970."""


def capture_times(session: Session, face_ids: Ids) -> npt.NDArray[np.float64]:
    """Seconds since 1970 at which each active face was taken (N,).

    For a photo's face that is what the photo's tags say, or else when its file was last changed; for a
    camera's when it was enrolled.
    """
    query = (
        select(FaceRow.id, FaceRow.added_at, case((PhotoRow.id.is_not(None), TAKEN)))
        .outerjoin(PhotoRow, FaceRow.photo_id == PhotoRow.id)
        .where(FaceRow.state == FaceState.ACTIVE)
    )
    known = {
        face: added.timestamp() if taken is None else taken / 1e9
        for face, added, taken in session.execute(query)
    }
    return np.array([known[face] for face in face_ids.tolist()], np.float64)
