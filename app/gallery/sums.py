"""Checksums of rows, by which damage done to the file is told from what was written.

Each row of the tables that matter carries a CRC-32 of all its other columns. Triggers of the connection
itself write it, so that no writer can forget it, and a change of a damaged row leaves it known as damaged.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from zlib import crc32

from sqlalchemy import Boolean as BooleanColumn
from sqlalchemy import ColumnElement, Table, literal_column, update
from sqlalchemy.orm import Session

from app.gallery.schema import Base, Checked

FUNCTION = "row_sum"
_COLUMN = "checksum"
_MOST_BYTES = 16_000_000
"""In a row. The largest that Kith writes are face crops, a hundredth of that."""
_COUNTS_BYTES = (3, 43)
"""From which SQLite on it tells the bytes of a text without reading it."""


def row_sum(kinds: str, *values: bytes | int | float | None) -> int:
    """The CRC-32 of a row: of the kinds of its values, as SQLite names them, and of these; texts as bytes."""
    total = crc32(kinds.encode())
    for value in values:
        data = value if isinstance(value, bytes) else repr(value).encode()
        total = crc32(data, total ^ len(data))
    return total


def total(row: Mapping[str, Any]) -> int:
    """The checksum of a row whose values are as the driver gives them, by column."""
    values = [row[name] for name in sorted(row) if name != _COLUMN]
    plain = [Plain(value.encode()) if isinstance(value, str) else value for value in values]
    return row_sum("".join(_KINDS[type(value)] for value in plain), *plain)


class Plain(bytes):
    """A text, as its bytes."""


_KINDS = {int: "integer", float: "real", Plain: "text", bytes: "blob", type(None): "null"}
"""How SQLite names the types of values."""


def are_right(totals: Iterable[int | None], *columns: Iterable[Any]) -> list[bool]:
    """Which checksums are those of their rows: `row_sum` for many, whose values are as the driver gives them.

    Args:
        totals: The checksums.
        columns: The values of each column, in the order of the columns' names; texts as `Plain`.
    """
    begun: dict[tuple[type, ...], int] = {}
    found = []
    for wanted, *values in zip(totals, *columns, strict=True):
        kinds = tuple(map(type, values))
        if (total := begun.get(kinds)) is None:
            total = begun[kinds] = crc32("".join(_KINDS[kind] for kind in kinds).encode())
        for value in values:
            data = value if isinstance(value, bytes) else repr(value).encode()
            total = crc32(data, total ^ len(data))
        found.append(total == wanted)
    return found


def keep(connection: Any) -> None:
    """Let a connection of the driver's own keep the checksums of what is written through it."""
    for statement in _TRIGGERS:
        connection.execute(statement)


def intact(row: type[Checked]) -> ColumnElement[bool]:
    """Whether a row is as it was written."""
    table: Table = row.__table__  # type: ignore[attr-defined]
    sql = expression(_names(table), f"{table.name}.")
    return literal_column(f"({table.name}.{_COLUMN} IS {sql})", BooleanColumn)


def vouch(session: Session, row: type[Checked], which: ColumnElement[bool]) -> None:
    """Count rows as sound from now on, whatever they were: all that is in them was just written."""
    table: Table = row.__table__  # type: ignore[attr-defined]
    right: ColumnElement[int] = literal_column(expression(_names(table)))
    session.execute(
        update(table).where(which).values({_COLUMN: right}), execution_options={"synchronize_session": False}
    )


def damaged(connection: Any) -> dict[str, list[int]]:
    """Row numbers of the rows that are not as they were written, by table; tables without any are left out.

    Args:
        connection: The driver's own, to a gallery of any revision.
    """
    found = {table: damaged_in(connection, table, columns) for table, columns in checked(connection).items()}
    return {table: rows for table, rows in found.items() if rows}


def damaged_in(connection: Any, table: str, columns: Iterable[str]) -> list[int]:
    """Row numbers of the rows of a table that are not as they were written, or far too large to be read."""
    names = [*columns]
    wrong = f"iif({too_large(connection, names)}, 1, {_COLUMN} IS NOT {expression(names)})"
    return [row for (row,) in connection.execute(f"SELECT rowid FROM {table} WHERE {wrong}")]  # noqa: S608


def too_large(connection: Any, columns: Iterable[str]) -> str:
    """SQL of whether a row holds more than any that Kith writes, for which SQLite reads none of it."""
    (version,) = connection.execute("SELECT sqlite_version()").fetchone()
    size = "octet_length" if tuple(map(int, version.split("."))) >= _COUNTS_BYTES else "length"
    return " + ".join(f"coalesce({size}({_quoted(name)}), 0)" for name in columns) + f" > {_MOST_BYTES}"


def stamp(connection: Any, but: Mapping[str, Collection[int]]) -> None:
    """Give all rows their checksums, after a migration has changed what they are made of.

    Args:
        connection: The driver's own.
        but: The rows that were damaged before, by table: they stay known as such.
    """
    for table, columns in checked(connection).items():
        others = ", ".join(map(str, but.get(table, ())))
        connection.execute(
            f"UPDATE {table} SET {_COLUMN} = {expression(columns)} "  # noqa: S608
            f"WHERE {_COLUMN} IS NOT {expression(columns)} AND rowid NOT IN ({others})"
        )


def checked(connection: Any) -> dict[str, list[str]]:
    """The columns of the tables that have checksums, as they stand in the file."""
    return {table: names for table, names in columns_of(connection).items() if _COLUMN in names}


def columns_of(connection: Any) -> dict[str, list[str]]:
    """The columns of all tables, as they stand in the file."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        table: [name for _, name, *_ in connection.execute(f"PRAGMA table_info({_quoted(table)})")]
        for (table,) in tables
    }


def expression(columns: Iterable[str], row: str = "") -> str:
    """SQL of a row's checksum, whatever order its columns stand in; `row` is put before their names."""
    values = [f"{row}{_quoted(name)}" for name in sorted(columns) if name != _COLUMN]
    kinds = " || ".join(f"typeof({value})" for value in values)
    # A damaged text may be none that the driver can read.
    plain = ", ".join(f"iif(typeof({value}) = 'text', CAST({value} AS BLOB), {value})" for value in values)
    return f"{FUNCTION}({kinds}, {plain})"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def written(table: str) -> str:
    """What a trigger is fired by as a row changes, and not as its checksum does."""
    return "UPDATE OF " + ", ".join(_quoted(n) for n in _names(Base.metadata.tables[table]) if n != _COLUMN)


def _triggers(table: Table) -> list[str]:
    names = _names(table)
    put = (
        f"BEGIN UPDATE {table.name} SET {_COLUMN} = {expression(names, 'NEW.')} WHERE rowid = NEW.rowid; END"  # noqa: S608
    )
    sound = f"WHEN OLD.{_COLUMN} IS {expression(names, 'OLD.')}"
    name = f"CREATE TEMP TRIGGER sum_{table.name}"
    return [
        f"{name}_new AFTER INSERT ON main.{table.name} {put}",
        f"{name}_changed AFTER {written(table.name)} ON main.{table.name} {sound} {put}",
    ]


_TRIGGERS = [
    statement
    for table in Base.metadata.tables.values()
    if _COLUMN in table.columns
    for statement in _triggers(table)
]
