"""How much the gallery holds, in all and folder by folder."""

import os
from collections import Counter, defaultdict
from pathlib import Path

from sqlalchemy import LargeBinary, func, select, type_coerce
from sqlalchemy.orm import Session

from app.domain.face import FaceState
from app.domain.photo import Counts
from app.gallery.schema import FaceRow, PersonRow, PhotoRow


def counts(session: Session) -> Counts:
    """Count what the gallery holds."""
    nobodys = (FaceRow.state == FaceState.ACTIVE) & FaceRow.person_id.is_(None)
    aside = FaceRow.state == FaceState.IGNORED
    queries = (
        select(func.count().label("people")).where(~PersonRow.removed),
        select(func.count().label("photos"), func.count(PhotoRow.failure).label("failed")),
        select(
            func.count().label("faces"),
            func.count().filter(nobodys).label("unnamed"),
            func.count().filter(aside).label("aside"),
        ).where(FaceRow.state != FaceState.REMOVED),
    )
    found = [session.execute(query).one()._asdict() for query in queries]
    return Counts(**{name: n for counted in found for name, n in counted.items()})


def by_folder(session: Session) -> dict[Path, Counter[str]]:
    """Count photos, faces and failed (pictures not read) that lie in each folder itself."""
    shown = (FaceRow.photo_id == PhotoRow.id) & (FaceRow.state != FaceState.REMOVED)
    query = (
        select(type_coerce(PhotoRow.path, LargeBinary), PhotoRow.failure.is_not(None), func.count(FaceRow.id))
        .outerjoin(FaceRow, shown)
        .group_by(PhotoRow.id)
    )
    held: defaultdict[bytes, Counter[str]] = defaultdict(Counter)
    for path, failed, faces in session.execute(query):
        inside = held[os.path.dirname(path)]  # noqa: PTH120 - bytes, and many
        inside["photos"] += 1
        inside["faces"] += faces
        inside["failed"] += failed
    return {Path(os.fsdecode(folder)): inside for folder, inside in held.items()}
