"""The folders of the library: those that were read as a whole, and which of them are watched."""

from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from app.gallery.paths import is_below
from app.gallery.schema import FolderRow


def folders(session: Session) -> dict[Path, bool]:
    """The folders by path, each with whether it is watched."""
    rows = session.scalars(select(FolderRow).order_by(FolderRow.path))
    return {row.path: row.watched for row in rows}


def add(session: Session, path: Path) -> None:
    """Keep a folder, unless it lies in one that is kept; it takes the place of those that lie in it."""
    kept = folders(session)
    if path in kept or any(above in kept for above in path.parents):
        return
    inside = is_below(FolderRow.path, path)
    watched = bool(session.scalar(select(FolderRow.id).where(inside, FolderRow.watched).limit(1)))
    session.execute(delete(FolderRow).where(inside))
    session.execute(insert(FolderRow).values(path=path, watched=watched))


def watch(session: Session, path: Path, *, on: bool) -> bool:
    """Say whether a folder is to be watched; return whether there is such a folder."""
    changed = update(FolderRow).where(FolderRow.path == path).values(watched=on)
    return bool(session.scalars(changed.returning(FolderRow.id)).all())


def forget(session: Session, path: Path) -> bool:
    """Keep a folder no more; its photos stay. Return whether it was watched."""
    gone = delete(FolderRow).where(FolderRow.path == path)
    return any(session.scalars(gone.returning(FolderRow.watched)).all())
