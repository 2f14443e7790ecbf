"""Faces by quality, best first, as bare identifiers: quick however many there are."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.face import FaceState
from app.gallery.schema import BEST_FIRST, FaceRow


def best(session: Session, count: int) -> list[int]:
    """List the best active faces, at most so many."""
    active = select(FaceRow.id).where(FaceRow.state == FaceState.ACTIVE)
    return list(session.scalars(active.order_by(*BEST_FIRST).limit(count)))


def of_person(session: Session, person_id: int) -> list[int]:
    """List a person's active faces."""
    mine = (FaceRow.person_id == person_id, FaceRow.state == FaceState.ACTIVE)
    return list(session.scalars(select(FaceRow.id).where(*mine).order_by(*BEST_FIRST)))


def ignored(session: Session) -> list[tuple[int, int | None]]:
    """List the faces set aside, each with its photo."""
    query = select(FaceRow.id, FaceRow.photo_id).where(FaceRow.state == FaceState.IGNORED)
    return [(face, photo) for face, photo in session.execute(query.order_by(*BEST_FIRST))]
