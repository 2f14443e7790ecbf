"""When faces were taken, as far as the gallery knows."""

import numpy as np
import numpy.typing as npt
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.face import FaceState
from app.gallery.records import Ids
from app.gallery.schema import FaceRow, PhotoRow

TAKEN = func.coalesce(PhotoRow.mtime_ns, 0)
"""When a photo was taken, as far as its file tells: nanoseconds since 1970."""


def capture_times(session: Session, face_ids: Ids) -> npt.NDArray[np.float64]:
    """Seconds since 1970 at which each active face was taken (N,).

    For a photo's face that is when the file was last changed, for a camera's when it was enrolled.
    """
    query = (
        select(FaceRow.id, FaceRow.added_at, PhotoRow.mtime_ns)
        .outerjoin(PhotoRow, FaceRow.photo_id == PhotoRow.id)
        .where(FaceRow.state == FaceState.ACTIVE)
    )
    known = {
        face: added.timestamp() if changed is None else changed / 1e9
        for face, added, changed in session.execute(query)
    }
    return np.array([known[face] for face in face_ids.tolist()], np.float64)
