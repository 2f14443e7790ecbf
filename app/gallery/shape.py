"""The shape of a gallery's tables: what a damaged or foreign file has instead of it."""

from contextlib import closing
from functools import cache
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from app.gallery.schema import REVISION, Base
from app.gallery.sqlite import driver

_Shape = dict[str, frozenset[tuple[Any, ...]]]
_OWN = {"alembic_version", "sqlite_sequence", "sealed"}
"""Tables that are there beside the gallery's: SQLite's, of migrations, and of a copy (see `sealed_copy`)."""


def misshapen(connection: Any) -> list[str]:
    """Names of tables that are not as this revision has them, that it does not have, or that are missing.

    Args:
        connection: The driver's own, to a gallery; one of another revision is left to its migration.

    Raises:
        driver.Error: The file is too damaged to tell.
    """
    tables = {name for (name,) in connection.execute("SELECT tbl_name FROM sqlite_master")}
    if "alembic_version" in tables:
        revisions = [one for (one,) in connection.execute("SELECT version_num FROM alembic_version")]
        if revisions != [REVISION]:
            return [] if len(revisions) == 1 else ["alembic_version"]
    found, wanted = _shape(connection), _wanted()
    wrong = [name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name)]
    return sorted(wrong + _counted_back(connection))


def _counted_back(connection: Any) -> list[str]:
    """The counters that would give a row the number of one that is there."""
    return [
        f"sqlite_sequence {table}"
        for table, last in connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
        if table in Base.metadata.tables
        for (most,) in connection.execute(f"SELECT max(id) FROM {table}")  # noqa: S608
        if most is not None and not (isinstance(last, int) and last >= most)
    ]


@cache
def _wanted() -> _Shape:
    with closing(driver.connect(":memory:", isolation_level=None)) as connection:
        for statement in statements():
            connection.execute(statement)
        return _shape(connection)


def statements() -> list[str]:
    """What makes the tables and indexes of this revision."""
    dialect = sqlite.dialect()
    tables = Base.metadata.sorted_tables
    made = [str(CreateTable(table).compile(dialect=dialect)) for table in tables]
    return made + [
        str(CreateIndex(one).compile(dialect=dialect)) for table in tables for one in table.indexes
    ]


def _shape(connection: Any) -> _Shape:
    """Columns, references and indexes by table."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: _table(connection, name) for (name,) in rows if name not in _OWN}


def _table(connection: Any, name: str) -> frozenset[tuple[Any, ...]]:
    quoted = '"' + name.replace('"', '""') + '"'
    columns = [row[1:] for row in connection.execute(f"PRAGMA table_xinfo({quoted})")]
    references = [row[2:] for row in connection.execute(f"PRAGMA foreign_key_list({quoted})")]
    parts = [("column", *row[:3], _default(row[3]), *row[4:]) for row in columns]
    parts += [("reference", *row) for row in references]
    for _, index, *kind in connection.execute(f"PRAGMA index_list({quoted})").fetchall():
        of = [row[2:] for row in connection.execute(f'PRAGMA index_xinfo("{index}")')]
        parts.append(("index", index, *kind, *((of[:-1]) if of else ())))
    return frozenset(parts)


def _default(value: Any) -> str | None:
    return None if value is None else str(value).strip("()'")
