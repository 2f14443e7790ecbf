"""The SQLite library the gallery stands on: which one, how it is set up, and its errors in words."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from shutil import disk_usage
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from app.core.errors import KnownError, StartError, UnsureError
from app.core.text import Text, say
from app.gallery import sums
from app.keys.key import Key

BUSY_SECONDS = 30.0
"""How long a connection waits for another process's write before it gives up."""

_TEXT = partial(str, encoding="utf-8", errors="replace")
"""A damaged text must not keep the rest from being read."""

_LOG_BYTES = 4096 * 1000
"""Of the log, from which on SQLite writes it into the gallery: as many as without encryption."""

_FIRST_SAFE_WAL = (3, 51, 3)  # older libraries can lose commits in WAL mode


def _library() -> ModuleType:
    """sqlcipher3 for its recent SQLite and for encryption, else the standard library's."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        import sqlite3 as dbapi2
    found: ModuleType = dbapi2
    return found


driver = _library()
DAMAGED = (driver.DatabaseError, UnicodeDecodeError)
"""What the driver raises at a damaged file: it may fail to read even the words in which SQLite says so."""


def journal_mode(version: tuple[int, ...]) -> str:
    """The journal that is safe in that version of SQLite: `WAL`, or the rollback journal `DELETE`."""
    return "WAL" if version >= _FIRST_SAFE_WAL else "DELETE"


def connect(
    file: Path, key: Key | None = None, *, foreign_keys: bool = True, patience: float = BUSY_SECONDS
) -> Any:
    """Open a connection of the driver's own, in autocommit; transactions are begun in so many words.

    Args:
        file: The database.
        key: What it is encrypted with, or is to be if it is new; None if it is plain.
        foreign_keys: Whether they are enforced.
        patience: Seconds to wait for other programs.

    Raises:
        driver.Error: The file cannot be opened, or is no database under that key.
        StartError: This build cannot encrypt.
    """
    connection = driver.connect(
        os.fspath(file), timeout=patience, isolation_level=None, check_same_thread=False
    )
    connection.text_factory = _TEXT
    try:
        if key is not None:
            use_key(connection, key)
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.create_function(sums.FUNCTION, -1, sums.row_sum, deterministic=True)
    except (*DAMAGED, driver.Error, StartError):
        connection.close()
        raise
    return connection


def use_key(connection: Any, key: Key) -> None:
    """Let a new connection encrypt and decrypt.

    Raises:
        StartError: This build cannot.
    """
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise StartError(
            say("The gallery cannot be opened"),
            why=say("it is encrypted, and SQLCipher is missing here"),
            remedy=say("Install it: pip install sqlcipher3"),
        )
    connection.execute("PRAGMA cipher_log_level = NONE")  # errors are told by exceptions
    connection.execute(f"PRAGMA key = {literal(key)}")
    lay_out(connection, key)
    connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_BYTES // key.pages.size}")
    connection.execute("PRAGMA temp_store = MEMORY")


def lay_out(connection: Any, key: Key, database: str = "main") -> None:
    """Say how the pages of a database that was just opened or attached are written: as its key's are."""
    connection.execute(f"PRAGMA {database}.cipher_page_size = {key.pages.size}")
    connection.execute(f"PRAGMA {database}.cipher_hmac_algorithm = HMAC_{key.pages.digest}")


def literal(key: Key | None) -> str:
    """A key as SQL has it; none is what a plain file has."""
    return "''" if key is None else f"\"x'{key.raw.hex()}'\""


APPLICATION = int.from_bytes(b"Kith", "big")
"""What the header of a gallery's file says it is; those of an earlier Kith say 0."""


def holds_code(file: Path, key: Key | None = None) -> bool:
    """Whether a database has triggers or views, which run as it is used: Kith's own have none.

    Raises:
        StartError: It is no database.
    """
    code = "SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')"
    with (
        known_errors(StartError, say("The gallery cannot be opened")),
        closing(connect(file, key)) as connection,
    ):
        return bool(connection.execute(code).fetchone()[0])


def make_engine(
    file: Path,
    key: Key | None = None,
    *,
    foreign_keys: bool = True,
    opened: Callable[[Any], None] = lambda _: None,
) -> Engine:
    """Return an engine whose transactions start with BEGIN, or as the `begin` execution option says.

    Args:
        file: The database.
        key: What it is encrypted with, or None.
        foreign_keys: Whether they are enforced.
        opened: Called with each new connection of the driver's own.
    """

    def create() -> Any:
        connection = connect(file, key, foreign_keys=foreign_keys)
        opened(connection)
        return connection

    engine = create_engine(
        "sqlite://",
        module=driver,
        creator=create,
        json_deserializer=_json,
        poolclass=QueuePool,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _json(text: str) -> Any:
    """What a text holds as JSON; nothing if it is damaged."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


_SHARED = 1 << 15
"""Bytes that the file takes by which programs share a database."""
FULL = "disk is full"
BROKEN = "disk I/O error"
_REASONS = (
    (FULL, say("the disk is full"), say("Free some space and try again")),
    ("is locked", say("another program is using the gallery"), say("Wait until it is done and try again")),
    (
        "readonly",
        say("the gallery's file or folder is read-only"),
        say("Allow Kith to write there and try again"),
    ),
    (BROKEN, say("the disk does not answer as it should"), say("Check the disk and try again")),
    (
        "unable to open",
        say("its file cannot be opened"),
        say("Check the folder and who may read and write it"),
    ),
    (
        "not a database",
        say("the file is not a database, or is encrypted under another key than that of encryption.json"),
        say("Put encryption.json back if it is gone (a copy lies in backups), else a good copy of the file"),
    ),
    *(
        (words, say("the file is damaged"), say("Put a good copy in its place"))
        for words in ("no such column", "no such table", "malformed")
    ),
)


def unsure() -> UnsureError:
    """What to say where the disk failed while a change was being made lasting."""
    return UnsureError(
        say("It cannot be told whether the change was saved"),
        why=say("the disk does not answer as it should"),
        remedy=say("Check the disk, then look whether it is there"),
    )


@contextmanager
def known_errors(kind: type[KnownError], what: Text, folder: Path | None = None) -> Iterator[None]:
    """Turn what SQLite says of the user's world (disk, permissions, locks) into an error of that kind.

    Args:
        kind: The kind of error.
        what: What did not work.
        folder: Of a database that is being opened. Where its disk has no room for what programs at it share,
            SQLite says that the disk fails.

    Raises:
        KnownError: Of the kind given, with the reason and a remedy. Other errors pass unchanged.
    """
    try:
        yield
    except (DBAPIError, driver.Error) as error:
        text = str(error.orig if isinstance(error, DBAPIError) else error)
        if folder is not None and BROKEN in text and disk_usage(folder).free < _SHARED:
            text = FULL
        for words, why, remedy in _REASONS:
            if words in text:
                raise kind(what, why=why, remedy=remedy) from error
        raise
    except UnicodeDecodeError as error:
        _, why, remedy = _REASONS[-1]
        raise kind(what, why=why, remedy=remedy) from error
