"""What was written of faces into files for other programs: what may be taken out of them again."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from app.domain.box import Box
from app.domain.face import FaceState
from app.domain.region import Mark
from app.gallery import sums
from app.gallery.journal import among
from app.gallery.schema import FaceRow, WrittenOutRow


def of_photo(session: Session, photo_id: int, *, inside: bool) -> dict[int, Mark]:
    """What was written into a photo's sidecar, or into its own file, by face; removed faces too."""
    query = (
        select(WrittenOutRow)
        .join(FaceRow, FaceRow.id == WrittenOutRow.face_id)
        .where(FaceRow.photo_id == photo_id, WrittenOutRow.inside == inside, sums.intact(WrittenOutRow))
    )
    return {
        row.face_id: Mark(Box(row.x, row.y, row.w, row.h), row.name_sum, row.tagged)
        for row in session.scalars(query)
    }


def outdated(session: Session) -> set[int]:
    """The photos in whose files something is written of faces that are nobody's, set aside or removed now."""
    query = select(FaceRow.photo_id).join(WrittenOutRow, FaceRow.id == WrittenOutRow.face_id)
    gone = FaceRow.person_id.is_(None) | (FaceRow.state != FaceState.ACTIVE)
    return {photo for photo in session.scalars(query.where(gone).distinct()) if photo is not None}


def keep(session: Session, new: Mapping[int, Mark], gone: Collection[int], *, inside: bool) -> None:
    """Note what was written of faces, and of which nothing is written any more."""
    taken = delete(WrittenOutRow).where(WrittenOutRow.inside == inside, among(WrittenOutRow.face_id, gone))
    session.execute(taken)
    for face, one in new.items():
        values = one.area._asdict() | {"name_sum": one.name, "tagged": one.tagged}
        statement = insert(WrittenOutRow).values(values | {"face_id": face, "inside": inside})
        session.execute(statement.on_conflict_do_update(index_elements=["face_id", "inside"], set_=values))
