"""Strangers: faces set aside, and which faces came later of whom nothing was said yet."""

import json
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Text, func, select, type_coerce
from sqlalchemy.orm import Session

from app.domain.face import FaceState
from app.gallery.journal import among
from app.gallery.schema import FaceRow, JournalChange, JournalRow


def set_aside_at(session: Session) -> dict[int, datetime]:
    """When each face that is set aside was, by face."""
    change = JournalChange
    after = type_coerce(change.after, Text)
    query = (
        select(change.row_id, func.max(JournalRow.at, type_=JournalRow.at.type))
        .join(JournalRow, JournalRow.id == change.entry_id)
        .join(FaceRow, FaceRow.id == change.row_id)
        .where(change.table_name == "face", change.field == "state", JournalRow.undone_at.is_(None))
        .where(after == json.dumps(FaceState.IGNORED), FaceRow.state == FaceState.IGNORED)
        .group_by(change.row_id)
    )
    return dict(session.execute(query).all())


def untold(session: Session, face_ids: Collection[int]) -> dict[int, datetime]:
    """When those of these faces came in of whom nothing was ever said, by face."""
    said = select(JournalChange.row_id).where(JournalChange.table_name == "face")
    query = select(FaceRow.id, FaceRow.added_at).where(among(FaceRow.id, face_ids), FaceRow.id.not_in(said))
    return dict(session.execute(query).all())
