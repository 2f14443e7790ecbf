"""Photos: which files were read, as what, and with which faces."""

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import LargeBinary, delete, func, select, type_coerce
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from app.core.changes import Changes
from app.gallery import faces
from app.gallery.records import NewFace, PhotoFile, StoredPhoto
from app.gallery.schema import FaceRow, JournalChange, Origin, Photo, now

_COLUMNS = tuple(getattr(Photo, name) for name in StoredPhoto.__dataclass_fields__)


def lookup(session: Session, path: Path) -> StoredPhoto | None:
    """Return what the gallery knows of the photo at a path (compared byte for byte), or None."""
    row = session.execute(select(*_COLUMNS).where(Photo.path == path)).one_or_none()
    return None if row is None else StoredPhoto(*row)


def get(session: Session, photo_id: int) -> StoredPhoto | None:
    """Return a photo by its identifier, or None."""
    row = session.execute(select(*_COLUMNS).where(Photo.id == photo_id)).one_or_none()
    return None if row is None else StoredPhoto(*row)


def record(
    session: Session,
    photo: PhotoFile,
    found: Sequence[NewFace] = (),
    *,
    person_id: int | None = None,
    entry: int | None = None,
    origin: Origin = Origin.IMPORTED,
) -> tuple[int, list[int], Changes]:
    """Record a photo that was read and add the faces found in it; return its and their identifiers.

    A photo known before keeps its identifier and the faces it had.

    Raises:
        GalleryError: As `faces.add` does.
    """
    values = {name: getattr(photo, name) for name in PhotoFile.__dataclass_fields__}
    photo_id = _upsert(session, values | {"failure": None})
    ids, added = faces.add(session, found, photo_id=photo_id, person_id=person_id, entry=entry, origin=origin)
    read = Changes("Read a photo", photos=frozenset({photo_id}))
    return photo_id, ids, added | read


def record_failure(session: Session, path: Path, reason: str) -> tuple[int, Changes]:
    """Record that a photo could not be read, and why, so that an unchanged file need not be tried again."""
    size, mtime_ns = _stat(path)
    unknown = {"sha256": None, "width": None, "height": None, "complete": True}
    values = {"path": path, "size": size, "mtime_ns": mtime_ns, "failure": reason} | unknown
    photo_id = _upsert(session, values)
    return photo_id, Changes("Could not read a photo", photos=frozenset({photo_id}))


def _upsert(session: Session, values: dict[str, Any]) -> int:
    values = values | {"read_at": now()}
    statement = insert(Photo).values(values).on_conflict_do_update(index_elements=[Photo.path], set_=values)
    return session.execute(statement.returning(Photo.id)).scalar_one()


def _stat(path: Path) -> tuple[int | None, int | None]:
    """Return size in bytes and modification time in nanoseconds, as far as the file can be asked."""
    try:
        status = path.stat()
    except OSError:
        return None, None
    return status.st_size, status.st_mtime_ns


def below(session: Session, folder: Path) -> dict[int, Path]:
    """Return the photos known to lie below a folder: path by identifier."""
    start = os.path.join(os.fsencode(folder), b"")  # noqa: PTH118 - bytes, as paths are stored
    path = type_coerce(Photo.path, LargeBinary)
    query = select(Photo.id, Photo.path).where(func.substr(path, 1, len(start)) == start)
    return {row.id: row.path for row in session.execute(query)}


def drop_failures(session: Session, folder: Path, there: Collection[Path]) -> Changes:
    """Forget the pictures below a folder that could not be read, show no face and are not there any more."""
    shown = select(FaceRow.photo_id).where(FaceRow.photo_id.is_not(None))
    failed = select(Photo.id, Photo.path).where(Photo.failure.is_not(None), Photo.id.not_in(shown))
    known = below(session, folder)
    gone = {row.id for row in session.execute(failed) if row.id in known and row.path not in there}
    session.execute(delete(Photo).where(Photo.id.in_(gone)))
    return Changes("Forgot pictures that are gone", photos=frozenset(gone))


def drop_unnamed(session: Session, photo_id: int) -> Changes:
    """Delete the faces of a photo that nobody ever said anything of: its file shows something else now.

    Faces that the journal mentions (named, ignored, removed) stay as they are.
    """
    mentioned = select(JournalChange.row_id).where(JournalChange.table_name == "face")
    stale = delete(FaceRow).where(
        FaceRow.photo_id == photo_id, FaceRow.person_id.is_(None), FaceRow.id.not_in(mentioned)
    )
    gone = session.scalars(stale.returning(FaceRow.id)).all()
    return Changes("Dropped outdated faces", faces=frozenset(gone), photos=frozenset({photo_id}))
