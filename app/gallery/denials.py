"""Faces of which the user said whose they are not: the answer "not Amira", which holds.

Such a face is set aside: it is nobody's, and only keeps that name off faces like it.
"""

from collections.abc import Collection, Sequence

import numpy as np
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.domain.arrays import Embedding
from app.domain.face import FaceState
from app.gallery import journal
from app.gallery.blobs import unpack
from app.gallery.journal import among
from app.gallery.records import Ids
from app.gallery.schema import EmbeddingRow, FaceRow


def deny(session: Session, entry: int, face_ids: Collection[int], person: int) -> None:
    """Keep, as part of a journal entry, that these faces are not this person's; they are set aside."""
    journal.set_field(session, entry, FaceRow.person_id, face_ids, None)
    journal.set_field(session, entry, FaceRow.state, face_ids, FaceState.IGNORED)
    journal.set_field(session, entry, FaceRow.not_person_id, face_ids, person)


def load(session: Session, model_id: str) -> tuple[Ids, Ids, Embedding]:
    """Load what is denied, under a model: faces (N,), who each of them is not (N,), and their vectors (N, D).

    A face that was given to that person since is not denied any more.
    """
    face, row = FaceRow, EmbeddingRow
    query = (
        select(face.id, face.not_person_id, row.vector)
        .join(row, row.face_id == face.id)
        .where(row.model_id == model_id, face.state != FaceState.REMOVED, face.not_person_id.is_not(None))
        .where(face.person_id.is_distinct_from(face.not_person_id))
        .order_by(face.id)
    )
    found: Sequence[tuple[int, int, bytes]] = session.connection().execute(query).all()  # type: ignore[assignment]
    faces, people, vectors = zip(*found, strict=True) if found else ((),) * 3
    dimension = len(vectors[0]) // np.dtype(np.float32).itemsize if vectors else 0
    empty = np.zeros((0, 0), np.float32)
    stacked = unpack(b"".join(vectors), dimension) if vectors else empty
    return np.array(faces, np.int64), np.array(people, np.int64), stacked


def move(session: Session, entry: int, source: int, target: int) -> None:
    """Let what is not the one person's not be the other's: the two are one."""
    journal.set_field(session, entry, FaceRow.not_person_id, _denied(session, [source]), target)


def of(session: Session, people: Collection[int]) -> list[int]:
    """Faces that are nobody's, and kept only because they are not these people's."""
    return list(
        session.scalars(
            select(FaceRow.id).where(
                among(FaceRow.not_person_id, people), FaceRow.person_id.is_(None), FaceRow.photo_id.is_(None)
            )
        )
    )


def lift(session: Session, people: Collection[int]) -> None:
    """Forget whom these faces are not: these people are about to be erased."""
    session.execute(
        update(FaceRow).where(among(FaceRow.not_person_id, people)).values(not_person_id=None),
        execution_options={"synchronize_session": False},
    )


def _denied(session: Session, people: Collection[int]) -> list[int]:
    return list(session.scalars(select(FaceRow.id).where(among(FaceRow.not_person_id, people))))
