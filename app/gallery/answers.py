"""Pairs of faces of which the user said that they are the same person, or that they are not.

An answer holds in every sorting and under every model until something newer says otherwise: another answer,
or names. Which do is told where answers are put to use; all that were not taken back are kept.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session, aliased

from app.gallery import journal
from app.gallery.journal import among
from app.gallery.schema import AnswerRow, FaceRow


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of two faces.

    Attributes:
        face: The one.
        other: The other.
        same: Whether they are the same person.
        person: Whose the one face is by now, or None.
        other_person: Whose the other is.
    """

    face: int
    other: int
    same: bool
    person: int | None
    other_person: int | None


def keep(session: Session, entry: int, pairs: Collection[tuple[int, int]], *, same: bool) -> None:
    """Note, as part of a journal entry, that the two faces of each pair are the same person, or are not.

    What was said of a pair before is taken back.

    Raises:
        GalleryError: The entry has been undone, or is gone.
    """
    told = {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
    query = select(AnswerRow.id, AnswerRow.face_id, AnswerRow.other_id).where(
        AnswerRow.same.is_not(None), among(AnswerRow.face_id, {first for first, _ in told})
    )
    before = [row for row, *pair in session.execute(query) if tuple(pair) in told]
    journal.set_field(session, entry, AnswerRow.same, before, None)
    rows = [{"face_id": face, "other_id": other, "same": same} for face, other in sorted(told)]
    if rows:
        made = session.scalars(insert(AnswerRow).returning(AnswerRow.id), rows).all()
        journal.note_added(session, entry, AnswerRow.same, made, before=None, after=same)


def load(session: Session) -> list[Answer]:
    """All answers that were not taken back, the newest first."""
    one, other = aliased(FaceRow), aliased(FaceRow)
    query = (
        select(AnswerRow.face_id, AnswerRow.other_id, AnswerRow.same, one.person_id, other.person_id)
        .join(one, one.id == AnswerRow.face_id)
        .join(other, other.id == AnswerRow.other_id)
        .where(AnswerRow.same.is_not(None))
        .order_by(AnswerRow.id.desc())
    )
    return [Answer(face, other, bool(same), *people) for face, other, same, *people in session.execute(query)]


def forget(session: Session, face_ids: Collection[int]) -> Sequence[int]:
    """Erase what was said of these faces, taken back or not; return which rows are gone."""
    told = among(AnswerRow.face_id, face_ids) | among(AnswerRow.other_id, face_ids)
    return session.scalars(delete(AnswerRow).where(told).returning(AnswerRow.id)).all()
