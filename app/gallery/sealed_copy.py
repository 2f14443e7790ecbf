"""A copy of the gallery in which all that is about people and faces is sealed under their own keys.

It is a database with the tables of the gallery, which hold what is about nobody, and one more: `sealed`. Each
of its rows holds some of other tables, under the keys of those they are about (see `owners`, `sealed_rows`).
Whose key is erased is in no such copy any more, wherever it lies.
"""

import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from zlib import crc32

from app.core.batches import batches
from app.core.errors import StorageError
from app.core.log import Log
from app.core.text import say
from app.gallery import sums
from app.gallery.integrity import Damage, damage, damage_seen
from app.gallery.owners import Owners, Row, Sealing
from app.gallery.schema import SEALED, Base
from app.gallery.sealed_rows import Ciphers, Kept, damaged
from app.gallery.shape import statements
from app.gallery.sqlite import connect, driver, known_errors
from app.keys.copy_keys import KINDS, CopyKeys
from app.keys.key import Key

_log = Log(__name__)

_MADE = f"CREATE TABLE {SEALED} (id INTEGER PRIMARY KEY, owners BLOB NOT NULL, data BLOB NOT NULL)"
_COLUMNS = [("id", "INTEGER"), ("owners", "BLOB"), ("data", "BLOB")]
_REVISIONS = (
    "CREATE TABLE alembic_version "
    "(version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
_NAME_KEYS = f"INSERT INTO {SEALED} VALUES (0, ?, x'')"  # noqa: S608 - its own table
_SEAL = f"INSERT INTO {SEALED} (owners, data) VALUES (?, ?)"  # noqa: S608
_AT_ONCE = 500
"""Rows that are held in memory."""
_OF_FACES = {
    "face": "id",
    "chip": "face_id",
    "embedding": "face_id",
    "clustered": "face_id",
    "written_out": "face_id",
}
"""Tables whose rows go with one face, and where they say with which."""
_FACELESS = {
    "photo": "id NOT IN (SELECT photo_id FROM face WHERE photo_id IS NOT NULL)",
    "copy": "photo_id NOT IN (SELECT photo_id FROM face WHERE photo_id IS NOT NULL)",
}
"""The rows that no face goes with."""
_PRAGMAS = ("application_id", "user_version")
_UNFIT = (struct.error, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What comes of what is sealed and is no row of a gallery."""
_NOT_OPENED = say("The copy cannot be opened")
_NONE_KEPT = say("No copy of the gallery was kept")


def write(file: Path, key: Key | None, keys: CopyKeys, target: Path) -> None:
    """Write a copy of a gallery as last committed, if that is sound, and make sure that it can be opened.

    Args:
        file: The gallery; others may write to it meanwhile.
        key: What it is encrypted with, and the whole copy will be; None if it is plain.
        keys: Those of people and faces.
        target: The file, which is not there yet.

    Raises:
        StorageError: The gallery is damaged or cannot be read, or the copy not be written.
    """
    cipher = Ciphers(keys)
    with (
        known_errors(StorageError, _NONE_KEPT),
        closing(connect(file, key, foreign_keys=False)) as source,
        _new(target, key) as copy,
    ):
        source.execute("BEGIN")
        _check(damage_seen(source))
        _make_tables(copy)
        copy.execute(_NAME_KEYS, (keys.id,))
        owners, total = Owners(source), 0
        for held in _sealings(source, owners, copy):
            sealed = [cipher.sealed(*one) for one in held.items()]
            copy.executemany(_SEAL, sealed)
            total = _summed(sealed, total)
        _count_as(source, copy)
        copy.execute("COMMIT")
        same = _summed(_sealed(copy), 0) == total
    found = damage(target, key)
    _check(found if found or same else Damage(unreadable=(SEALED,)))


def keys_of(file: Path, key: Key | None) -> bytes | None:
    """What tells the keys of a copy from others; None where nothing in it is sealed.

    Raises:
        StorageError: It cannot be read.
    """
    with known_errors(StorageError, _NOT_OPENED), closing(connect(file, key)) as copy:
        columns = [row[1:3] for row in copy.execute(f"PRAGMA table_info({SEALED})")]
        if not columns:
            return None
        if columns != _COLUMNS:
            return b""
        found = copy.execute(f"SELECT owners FROM {SEALED} WHERE id = 0 AND length(owners) < 100").fetchone()  # noqa: S608
        return bytes(found[0]) if found and isinstance(found[0], bytes) else b""


def open_up(file: Path, key: Key | None, keys: CopyKeys) -> frozenset[int]:
    """Make of a copy a gallery like any other, with all of those whose keys are there.

    Args:
        file: The copy, which nobody else has open.
        key: What it is encrypted with.
        keys: Those of people and faces.

    Returns:
        The keys, by number, without which something of it could not be opened.

    Raises:
        UsageError: What is sealed is damaged, or was put there by somebody else.
        StorageError: It cannot be read or written.
    """
    cipher = Ciphers(keys)
    with (
        _foreign(),
        known_errors(StorageError, _NOT_OPENED),
        closing(connect(file, key, foreign_keys=False)) as copy,
    ):
        copy.execute("PRAGMA secure_delete = OFF")  # what is deleted is sealed
        copy.execute("PRAGMA synchronous = OFF")
        columns = sums.columns_of(copy)
        copy.execute("BEGIN")
        for some in batches((kept for one in _sealed(copy) for kept in cipher.opened(*one)), _AT_ONCE):
            for (table, spare), rows in _by_table(some).items():
                if table == SEALED or not set(rows[0]) <= set(columns.get(table, ())):
                    raise damaged()
                _put(copy, table, rows, "IGNORE" if spare else "REPLACE")
        copy.execute(f"DROP TABLE {SEALED}")
        _drop_dangling(copy)
        _count_on(copy, keys)
        copy.execute("COMMIT")
        copy.execute("PRAGMA temp_store = FILE")  # sqlcipher's default would copy it into memory
        copy.execute("VACUUM")
    return frozenset(cipher.lacking)


@contextmanager
def _foreign() -> Iterator[None]:
    """Take what SQLite says of tables that no gallery has, and what are no rows of one, for damage.

    Raises:
        UsageError: It is so.
    """
    try:
        yield
    except (driver.Error, *_UNFIT) as error:
        raise damaged() from error


@contextmanager
def _new(file: Path, key: Key | None) -> Iterator[Any]:
    """A connection to a new file, for one transaction; nobody needs the file where that fails."""
    file.touch(mode=0o600)
    with closing(connect(file, key, foreign_keys=False)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")  # it is synced once it is whole
        connection.execute("BEGIN")
        yield connection


def _check(found: Damage) -> None:
    """Refuse what is damaged.

    Raises:
        StorageError: It is.
    """
    if found:
        _log.warning("a copy is damaged and not kept", rows=sum(map(len, found.rows.values())))
        raise StorageError(
            _NONE_KEPT,
            why=say("it is damaged, and earlier copies may be sound"),
            remedy=say("Run kith doctor --repair"),
        )


def _make_tables(target: Any) -> None:
    """Make the gallery's tables, with their indexes, and that of what is sealed."""
    for statement in (*statements(), _REVISIONS, _MADE):
        target.execute(statement)


def _count_as(source: Any, target: Any) -> None:
    """Have numbers counted on from where they are, and say what kind of file it is."""
    target.execute("DELETE FROM sqlite_sequence")
    counted = source.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
    target.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", counted)
    for name in _PRAGMAS:
        (value,) = source.execute(f"PRAGMA {name}").fetchone()
        target.execute(f"PRAGMA {name} = {value}")


def _count_on(copy: Any, keys: CopyKeys) -> None:
    """Give nobody new a number whose key is erased, be it of one who came after the copy was made."""
    for kind in KINDS:
        last = keys.last_erased(kind)
        copy.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (last, kind))
        copy.execute(
            "INSERT INTO sqlite_sequence (name, seq) SELECT ?, ? WHERE NOT EXISTS "
            "(SELECT 1 FROM sqlite_sequence WHERE name = ?)",
            (kind, last, kind),
        )


def _sealings(source: Any, owners: Owners, copy: Any) -> Iterator[dict[frozenset[int], list[Kept]]]:
    """The rows to be sealed, some at a time, by their keys; what lies open is put in the copy."""
    faces: Iterator[tuple[int, int | None]] = source.execute("SELECT id, person_id FROM face ORDER BY id")
    for some in batches(faces, _AT_ONCE):
        yield _of_faces(source, owners, dict(some))
    for table in [*Base.metadata.tables, "alembic_version"]:
        if table not in _OF_FACES:
            rest = f" WHERE {_FACELESS[table]}" if table in _FACELESS else ""
            for rows in batches(_rows(source, f'SELECT * FROM "{table}"{rest}'), _AT_ONCE):  # noqa: S608
                kept = [owners.of(table, row) for row in rows]
                _put(copy, table, [row for row, _ in kept if row is not None])
                yield _grouped((table, one) for _, sealings in kept for one in sealings)


def _of_faces(source: Any, owners: Owners, faces: dict[int, int | None]) -> dict[frozenset[int], list[Kept]]:
    """What goes with faces in a row: rows of their own, and those of the photos in which they are.

    Args:
        source: A connection to the gallery.
        owners: Whom its rows are about.
        faces: Whose they are, by face in order.
    """
    span = f"BETWEEN {min(faces)} AND {max(faces)}"
    queries = {
        table: f'SELECT *, {column} AS of_face FROM "{table}" WHERE {column} {span}'  # noqa: S608
        for table, column in _OF_FACES.items()
    } | {
        table: f"SELECT t.*, f.id AS of_face FROM face f JOIN {table} t ON t.{column} = f.photo_id "  # noqa: S608
        f"WHERE f.id {span}"
        for table, column in (("photo", "id"), ("copy", "photo_id"))
    }
    found: list[tuple[str, Sealing]] = []
    for table, query in queries.items():
        for row in _rows(source, query):
            face = row.pop("of_face")
            found += ((table, one) for one in owners.of_face(face, faces[face], table, row))
    return _grouped(found)


def _grouped(sealings: Iterable[tuple[str, Sealing]]) -> dict[frozenset[int], list[Kept]]:
    """By the keys that they take."""
    found: defaultdict[frozenset[int], list[Kept]] = defaultdict(list)
    for table, one in sealings:
        found[one.owners].append(Kept(table, one.row, one.spare))
    return dict(found)


def _by_table(kept: Iterable[Kept]) -> dict[tuple[str, bool], list[Row]]:
    """By table, and whether they are spare."""
    found: defaultdict[tuple[str, bool], list[Row]] = defaultdict(list)
    for table, row, spare in kept:
        found[table, spare].append(row)
    return dict(found)


def _summed(sealed: Iterable[tuple[bytes, bytes]], total: int) -> int:
    """A checksum of all that is sealed, in its order."""
    for one in sealed:
        for part in one:
            total = crc32(part, total ^ len(part))
    return total


def _rows(connection: Any, query: str) -> Iterator[dict[str, Any]]:
    cursor = connection.execute(query)
    columns = [column[0] for column in cursor.description]
    return (dict(zip(columns, row, strict=True)) for row in cursor)


def _sealed(connection: Any) -> Iterator[tuple[bytes, bytes]]:
    for owners, data in connection.execute(f"SELECT owners, data FROM {SEALED} WHERE id > 0 ORDER BY id"):  # noqa: S608
        if not isinstance(owners, bytes) or not isinstance(data, bytes):
            raise damaged()
        yield owners, data


def _put(connection: Any, table: str, rows: list[Row], there: str = "REPLACE") -> None:
    """Put rows in the place of those of the same keys, or with IGNORE only where there is none."""
    if rows:
        names = list(rows[0])
        columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
        statement = f'INSERT OR {there} INTO "{table}" ({columns}) VALUES ({marks})'  # noqa: S608
        connection.executemany(statement, ([row[name] for name in names] for row in rows))


def _drop_dangling(connection: Any) -> None:
    """Delete rows that refer to some that are gone.

    Raises:
        UsageError: There are tables that no gallery has.
    """
    while found := connection.execute("PRAGMA foreign_key_check").fetchall():
        for table, row, *_ in found:
            if row is None:  # of a table whose rows have no number
                raise damaged()
            connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row,))  # noqa: S608
