"""Faces of which the user said whose they are not: the answer "not Amira", which holds.

A denial counts for as long as the face is not given to that person after all. Faces kept from live view for
the sake of such an answer are set aside: they are nobody's, and only keep that name off faces like them.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, TypeVar

import numpy as np
from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import Session

from app.domain.arrays import Embedding
from app.domain.face import FaceState
from app.gallery import journal, sums
from app.gallery.blobs import unpack
from app.gallery.journal import among
from app.gallery.records import Ids
from app.gallery.schema import DenialRow, EmbeddingRow, FaceRow

Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])


def deny(session: Session, entry: int, face_ids: Collection[int], person: int) -> frozenset[int]:
    """Keep, as part of a journal entry, that these faces are not this person's; those that were are nobody's.

    Returns:
        Those of which it was not said before.

    Raises:
        GalleryError: The entry has been undone, or is gone.
    """
    owned = select(FaceRow.id).where(among(FaceRow.id, face_ids), FaceRow.person_id == person)
    journal.set_field(session, entry, FaceRow.person_id, session.scalars(owned).all(), None)
    said = select(DenialRow.face_id).where(among(DenialRow.face_id, face_ids), DenialRow.person_id == person)
    new = sorted(set(face_ids).difference(session.scalars(said)))
    rows = [{"face_id": face, "person_id": person} for face in new]
    if rows:
        made = session.scalars(insert(DenialRow).returning(DenialRow.id), rows).all()
        journal.note_added(session, entry, DenialRow.person_id, made, before=None, after=person)
    return frozenset(new)


def set_aside(session: Session, entry: int, face_ids: Collection[int]) -> None:
    """Let faces be there, as part of a journal entry, for nothing but their denials."""
    journal.set_field(session, entry, FaceRow.state, face_ids, FaceState.IGNORED)


def by_face(session: Session, face_ids: Collection[int] | None = None) -> dict[int, frozenset[int]]:
    """Whose faces are not, by face, of these or of all; of those of whom nothing was said there is none."""
    query = _counting(select(DenialRow.face_id, DenialRow.person_id))
    if face_ids is not None:
        query = query.where(among(DenialRow.face_id, face_ids))
    found: defaultdict[int, set[int]] = defaultdict(set)
    for face, person in session.execute(query):
        if person is not None:
            found[face].add(person)
    return {face: frozenset(not_theirs) for face, not_theirs in found.items()}


def load(session: Session, model_id: str) -> tuple[Ids, Ids, Embedding]:
    """Load what is denied, under a model: faces (N,), who each of them is not (N,), and their vectors (N, D).

    A face stands there once for each person whose it is not.
    """
    row = EmbeddingRow
    query = (
        _counting(select(DenialRow.face_id, DenialRow.person_id, row.vector).distinct())
        .join(row, row.face_id == DenialRow.face_id)
        .where(row.model_id == model_id, sums.intact(row), FaceRow.state != FaceState.REMOVED)
        .order_by(DenialRow.face_id, DenialRow.person_id)
    )
    found: Sequence[tuple[int, int, bytes]] = session.connection().execute(query).all()  # type: ignore[assignment]
    faces, not_theirs, vectors = zip(*found, strict=True) if found else ((),) * 3
    dimension = len(vectors[0]) // np.dtype(np.float32).itemsize if vectors else 0
    empty = np.zeros((0, 0), np.float32)
    stacked = unpack(b"".join(vectors), dimension) if vectors else empty
    return np.array(faces, np.int64), np.array(not_theirs, np.int64), stacked


def lift(session: Session, entry: int, face_ids: Collection[int], person: int) -> None:
    """Take back, as part of a journal entry, that these faces are not this person's: they are."""
    rows = select(DenialRow.id).where(among(DenialRow.face_id, face_ids), DenialRow.person_id == person)
    _set(session, entry, rows, None)


def move(session: Session, entry: int, source: int, target: int) -> None:
    """Let what is not the one person's not be the other's, as part of a journal entry: the two are one."""
    rows = select(DenialRow.id).where(DenialRow.person_id == source)
    _set(session, entry, rows, target)


def of(session: Session, people: Collection[int]) -> list[int]:
    """Faces that are nobody's, and kept only because they are not these people's."""
    theirs = select(DenialRow.face_id).where(among(DenialRow.person_id, people))
    return list(
        session.scalars(
            select(FaceRow.id).where(
                FaceRow.id.in_(theirs), FaceRow.person_id.is_(None), FaceRow.photo_id.is_(None)
            )
        )
    )


def forget(session: Session, people: Collection[int], face_ids: Collection[int]) -> list[int]:
    """Erase what was said of these people or these faces; return which rows are gone."""
    gone = delete(DenialRow).where(among(DenialRow.person_id, people) | among(DenialRow.face_id, face_ids))
    return list(session.scalars(gone.returning(DenialRow.id)))


def _set(session: Session, entry: int, rows: Select[int], person: int | None) -> None:
    if ids := session.scalars(rows).all():
        journal.set_field(session, entry, DenialRow.person_id, ids, person)


def _counting(query: Query) -> Query:
    """The denials that count, of those that a query selects."""
    return query.join(FaceRow, FaceRow.id == DenialRow.face_id).where(
        DenialRow.person_id.is_not(None), FaceRow.person_id.is_distinct_from(DenialRow.person_id)
    )
