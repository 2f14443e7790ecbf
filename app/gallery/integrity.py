"""What is damaged in a gallery's file, and rows brought back from an earlier copy."""

from collections.abc import Collection, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.core.errors import StorageError
from app.core.text import say
from app.gallery import shape, sums
from app.gallery.sqlite import DAMAGED, connect, driver, known_errors
from app.keys.key import Key

_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Damage:
    """What is not as it was written.

    Attributes:
        file: What SQLite finds wrong with the file, in its own words.
        rows: Row numbers, by table.
        unreadable: Tables that cannot be read to their end.
    """

    file: tuple[str, ...] = ()
    rows: Mapping[str, list[int]] = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.file or self.rows or self.unreadable)


def damage(file: Path, key: Key | None = None) -> Damage:
    """Look through all of a gallery's file: 100,000 faces take some seconds.

    Raises:
        StorageError: It cannot be opened at all.
    """
    with (
        known_errors(StorageError, say("The gallery cannot be read")),
        closing(connect(file, key)) as connection,
    ):
        forged = () if key is None else _forged(connection)
        seen = damage_seen(connection)
    return replace(seen, file=forged or seen.file)


def damage_seen(connection: Any) -> Damage:
    """Look through all of a gallery that a connection of the driver's own sees."""
    rows, unreadable = {}, []
    wrong = _structure(connection)
    for table, columns in sums.checked(connection).items():
        try:
            rows[table] = sums.damaged_in(connection, table, columns)
        except DAMAGED:
            unreadable.append(table)
    return Damage(wrong, {table: found for table, found in rows.items() if found}, tuple(unreadable))


def is_lost(file: Path, key: Key | None = None) -> bool:
    """Whether a gallery's file cannot be read to its end."""
    try:
        found = damage(file, key)
    except StorageError:
        return True
    return bool(found.file or found.unreadable)


def _forged(connection: Any) -> tuple[str, ...]:
    """Pages of an encrypted file that nobody with the key wrote, be they in use or free."""
    try:
        return tuple(
            text for (text,) in connection.execute("PRAGMA cipher_integrity_check").fetchmany(_MOST_TOLD)
        )
    except DAMAGED as error:
        return (str(error),)


def _structure(connection: Any) -> tuple[str, ...]:
    try:
        found = [text for (text,) in connection.execute(f"PRAGMA integrity_check({_MOST_TOLD})")]
        found = [text for text in found if text != "ok"]
        lost = connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST_TOLD)
        found += [f"sqlite_master {name}" for name in shape.misshapen(connection)]
        found += [f"foreign_key_check {table} {row} {other}" for table, row, other, _ in lost]
    except DAMAGED as error:
        found = [str(error)]
    return tuple(found)


def rebuild_indexes(file: Path, key: Key | None = None) -> None:
    """Make all indexes anew from their tables.

    Raises:
        driver.Error: The tables cannot be read.
    """
    with closing(connect(file, key)) as connection:
        connection.execute("REINDEX")


def bring_back(session: Session, copy: Path, key: Key | None, damaged: Mapping[str, Collection[int]]) -> int:
    """Put damaged rows back as an earlier copy of the gallery has them; return how many.

    A row is known by its key, and must be sound in the copy, which must have the same columns.

    Args:
        session: The unit of work.
        copy: The other file.
        key: What both are encrypted with, or None.
        damaged: Row numbers, by table.
    """
    here = session.connection().connection.driver_connection
    done = 0
    with closing(connect(copy, key)) as there:
        known = sums.checked(there)
        for table, columns in sums.checked(here).items():
            if known.get(table) is None or set(known[table]) != set(columns):
                continue
            for row in damaged.get(table, ()):
                with suppress(driver.IntegrityError):  # it refers to what is gone
                    done += _bring_back(here, there, table, columns, row)
    return done


def _bring_back(here: Any, there: Any, table: str, columns: list[str], row: int) -> int:
    """Put one row back; nothing if the copy has none of its key."""
    info = here.execute(f"PRAGMA table_info({table})").fetchall()
    key = [f'"{name}"' for _, name, _, _, _, place in info if place]
    names = ", ".join(f'"{name}"' for name in columns)
    mine = here.execute(f"SELECT {', '.join(key)} FROM {table} WHERE rowid = ?", (row,)).fetchone()  # noqa: S608
    if mine is None:
        return 0
    same = " AND ".join(f"{name} IS ?" for name in key)
    found = there.execute(
        f"SELECT {names} FROM {table} WHERE {same} AND {_sound(there, columns)}",  # noqa: S608
        mine,
    ).fetchone()
    if found is None:
        return 0
    put = ", ".join(f'"{name}" = ?' for name in columns)
    here.execute(f"UPDATE {table} SET {put} WHERE rowid = ?", (*found, row))  # noqa: S608
    return 1


def _sound(connection: Any, columns: list[str]) -> str:
    """SQL of whether a row is as it was written, without reading one that is far too large."""
    return f"iif({sums.too_large(connection, columns)}, 0, checksum IS {sums.expression(columns)})"
