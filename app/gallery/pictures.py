"""Pictures of faces: kept beside their vectors, unless the user wants that none is."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.gallery.database import Database
from app.gallery.journal import among
from app.gallery.models import set_state
from app.gallery.schema import NO_PICTURES, SCRUB_DUE, ChipRow, StateRow

_AT_ONCE = 8
"""Pictures deleted in one commit: what it takes of the disk meanwhile is less than the reserve."""


def kept(session: Session) -> bool:
    """Whether pictures of new faces are kept."""
    return session.scalar(select(StateRow.key).where(StateRow.key == NO_PICTURES)) is None


def faces_with(session: Session) -> list[int]:
    """The faces of which there is a picture, removed ones too."""
    return list(session.scalars(select(ChipRow.face_id).order_by(ChipRow.face_id)))


def count(session: Session) -> int:
    """How many pictures there are."""
    return session.scalar(select(func.count()).select_from(ChipRow)) or 0


def keep(session: Session) -> None:
    """Keep pictures of faces that are added from now on."""
    session.execute(delete(StateRow).where(StateRow.key == NO_PICTURES))


def drop(session: Session) -> None:
    """Keep none from now on, and note that those there are to go: `forgetting.finish` deletes them."""
    set_state(session, NO_PICTURES, "yes")
    set_state(session, SCRUB_DUE, "yes")


def delete_unwanted(db: Database) -> None:
    """Delete the pictures that are not to be kept, if any, a few in a commit."""
    with db.read() as session:
        unwanted = [] if kept(session) else faces_with(session)
    for start in range(0, len(unwanted), _AT_ONCE):
        with db.write() as session:
            session.execute(delete(ChipRow).where(among(ChipRow.face_id, unwanted[start : start + _AT_ONCE])))
        db.fold(patience=0)
