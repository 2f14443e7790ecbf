"""Faces of which the user said that they are who their label says, whatever they look like."""

import json
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from app.core.text import say, say_n
from app.domain.changes import Changes
from app.gallery import sums, touched
from app.gallery.schema import FaceRow, StateRow

_KEY = "trusted_labels"


def load(session: Session) -> dict[int, int]:
    """The person of each face whose label is trusted; a face that was given to another is not."""
    stored = session.scalar(select(StateRow.value).where(StateRow.key == _KEY, sums.intact(StateRow)))
    return dict(json.loads(stored)) if stored else {}


def trust(session: Session, face_ids: Collection[int]) -> Changes:
    """Trust the labels that these faces bear now."""
    kept = {**load(session), **_owners(session, face_ids)}
    now = _owners(session, kept)
    value = json.dumps([[face, person] for face, person in kept.items() if now.get(face) == person])
    statement = insert(StateRow).values(key=_KEY, value=value)
    session.execute(statement.on_conflict_do_update(index_elements=[StateRow.key], set_={"value": value}))
    touched.note(session, "faces", face_ids)
    count = say_n("{n} face", "{n} faces", len(face_ids))
    return Changes(say("Kept the name of {faces}", faces=count), faces=frozenset(face_ids))


def _owners(session: Session, face_ids: Collection[int]) -> dict[int, int]:
    query = select(FaceRow.id, FaceRow.person_id).where(
        FaceRow.id.in_(list(face_ids)), FaceRow.person_id.is_not(None)
    )
    return {face: person for face, person in session.execute(query) if person is not None}
