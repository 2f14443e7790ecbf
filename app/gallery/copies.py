"""Copies: the further places where photos lie. A photo is one, wherever it lies and however often."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from app.gallery.journal import among
from app.gallery.paths import is_among, is_below
from app.gallery.schema import CopyRow


class Copy(NamedTuple):
    """A file that is a copy of a photo: the photo, and the file's digest, size and time of change."""

    photo: int
    sha256: str
    size: int
    mtime_ns: int


def at(session: Session, paths: Iterable[Path]) -> dict[Path, Copy]:
    """Return those that are known to lie at one of these paths."""
    found: dict[Path, Copy] = {}
    for there in is_among(CopyRow.path, paths):
        found |= _list(session, there)
    return found


def below(session: Session, folder: Path) -> dict[Path, Copy]:
    """Return those that are known to lie below a folder."""
    return _list(session, is_below(CopyRow.path, folder))


def of(session: Session, photo_ids: Collection[int]) -> dict[Path, Copy]:
    """Return those of these photos, in the order of their paths."""
    return _list(session, among(CopyRow.photo_id, photo_ids))


def everywhere(session: Session) -> list[Path]:
    """List where all copies lie."""
    return list(session.scalars(select(CopyRow.path)))


def note(session: Session, copies: Mapping[Path, Copy]) -> None:
    """Keep that files are copies of photos, whatever they were before."""
    noted = at(session, copies)
    for path, copy in copies.items() - noted.items():
        values = {"photo_id": copy.photo} | dict(zip(Copy._fields[1:], copy[1:], strict=True))
        statement = insert(CopyRow).values(values | {"path": path})
        session.execute(statement.on_conflict_do_update(index_elements=[CopyRow.path], set_=values))


def forget(session: Session, paths: Iterable[Path]) -> None:
    """Drop what is known of copies at these paths: they are gone, or the photo itself lies there."""
    for there in is_among(CopyRow.path, paths):
        session.execute(delete(CopyRow).where(there))


def _list(session: Session, wanted: ColumnElement[bool]) -> dict[Path, Copy]:
    rows = session.scalars(select(CopyRow).where(wanted).order_by(CopyRow.path))
    return {row.path: Copy(row.photo_id, row.sha256, row.size, row.mtime_ns) for row in rows}
