"""Whether a gallery that others may have written holds in each place what belongs there."""

from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Float,
    Integer,
    LargeBinary,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from app.core.errors import StorageError
from app.core.paths import GALLERY_FILE
from app.core.text import say
from app.gallery import models
from app.gallery.columns import FilePath
from app.gallery.database import Database
from app.gallery.schema import Base, ModelRow

_FIVE_POINTS = 5 * 2 * 4
"""Bytes."""
_MOST_DIMENSIONS = 1 << 16
_UNFIT = (TypeError, ValueError, KeyError, AttributeError, IndexError, ArithmeticError, RecursionError)


def told_damaged(folder: Path) -> StorageError | None:
    """What to say of an error that no code expects where a folder's gallery holds what does not belong there;
    None where it does not, or where that cannot be told: the mistake is Kith's."""
    if (folder / GALLERY_FILE).is_file():
        with suppress(Exception), closing(Database.open(folder)) as gallery, gallery.read() as session:
            if not is_legible(session):
                return StorageError(
                    say("The gallery is damaged"),
                    why=say("some of it is not of the kind that belongs in its place"),
                    remedy=say("Mend it with kith doctor --repair, else bring back a copy with kith restore"),
                )
    return None


def is_legible(session: Session) -> bool:
    """Whether all rows can be read as what they should be. Anybody can make checksums: they do not tell."""
    if any(session.scalar(select(1).where(or_(*_strange(table))).limit(1)) for table in _tables()):
        return False
    try:
        models.everything(session)
    except _UNFIT:
        return False
    return True


def _tables() -> list[Any]:
    return [table for table in Base.metadata.sorted_tables if table.columns]


def _strange(table: Any) -> list[ColumnElement[bool]]:
    """For each column, that it holds something of another kind, an infinite number, no path, or no points."""
    found: list[ColumnElement[bool]] = []
    for column in table.columns:
        found.append(func.typeof(column).not_in(_kinds(column)))
        if isinstance(column.type, Float):
            found.append(func.abs(column) == literal_column("9e999"))
        if isinstance(column.type, FilePath):
            found.append(func.instr(type_coerce(column, LargeBinary), b"\0") > 0)
        if column.name == "landmarks":
            found.append(func.length(column).not_in((0, _FIVE_POINTS)))
    if table is ModelRow.__table__:
        found.append(~ModelRow.dimension.between(1, _MOST_DIMENSIONS))
    return found


def _kinds(column: Any) -> list[str]:
    """What SQLite calls that which may stand in a column."""
    kind = column.type
    if isinstance(kind, (LargeBinary, FilePath)):
        found = ["blob"]
    elif isinstance(kind, JSON):
        found = ["text", "integer", "real"]
    elif isinstance(kind, Float):
        found = ["real", "integer"]
    elif isinstance(kind, Integer) or kind.python_type in (bool, int):
        found = ["integer"]
    else:
        found = ["text"]
    return [*found, "null"] if column.nullable else found
