"""Whether a gallery that others may have written holds in each place what belongs there."""

from typing import Any

from sqlalchemy import JSON, ColumnElement, Float, Integer, LargeBinary, func, or_, select
from sqlalchemy.orm import Session

from app.gallery import models
from app.gallery.columns import FilePath
from app.gallery.schema import Base

_UNFIT = (TypeError, ValueError, KeyError, AttributeError, IndexError, ArithmeticError, RecursionError)


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
    """For each column, that it holds something of another kind."""
    return [func.typeof(column).not_in(_kinds(column)) for column in table.columns]


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
