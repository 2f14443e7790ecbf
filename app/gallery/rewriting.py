"""A database written anew under another key, verified, and put in the place of the old one at once."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from app.core import files
from app.core.errors import KnownError, StorageError
from app.core.log import Log
from app.core.progress import CancelToken, Progress, ProgressSink
from app.core.text import quote, say
from app.gallery.integrity import damage
from app.gallery.sqlite import DAMAGED, connect, driver, known_errors, lay_out, literal
from app.keys.key import Key

_log = Log(__name__)

PARTS = ".kith-recast-"
"""How folders begin in which a database is being written."""
_PRAGMAS = ("application_id", "user_version")
_STEPS = 20_000
"""Steps of SQLite's machine between two looks at how far it is: some milliseconds."""


def export(source: Any, target: Path, key: Key | None) -> None:
    """Write all that a connection sees into a new file under another key.

    Raises:
        driver.Error: It cannot be read or written.
    """
    source.execute(f"ATTACH ? AS other KEY {literal(key)}", (os.fspath(target),))
    try:
        if key is not None:
            lay_out(source, key, "other")
        source.execute("SELECT sqlcipher_export('other')")
        for name in _PRAGMAS:  # which the export leaves out
            (value,) = source.execute(f"PRAGMA main.{name}").fetchone()
            source.execute(f"PRAGMA other.{name} = {value}")
    finally:
        source.execute("DETACH other")


def copied(source: Path, key: Key | None, target: Path, new: Key | None) -> None:
    """Write a sound database anew under another key, and make sure that it holds the same.

    Raises:
        StorageError: It is damaged, or the copy is not the same.
        driver.Error: It cannot be read or written.
    """
    with closing(connect(source, key, foreign_keys=False)) as connection:
        _copy(connection, target, new)


def rewrite(file: Path, key: Key | None, new: Key | None, tell: ProgressSink, cancel: CancelToken) -> None:
    """Put a gallery under another key, at once, while nobody else can have it open.

    Args:
        file: Its file.
        key: Its key of now; None while it is plain.
        new: The key to come; None if it is to be plain.
        tell: Hears how many bytes are written.
        cancel: Breaks it off.

    Raises:
        StorageError: Another program is at it, it is damaged, or the disk full.
        Cancelled: It was broken off.
    """
    with (
        known_errors(StorageError, say("The gallery was not encrypted anew")),
        tempfile.TemporaryDirectory(dir=file.parent, prefix=PARTS) as part,
        closing(connect(file, key, foreign_keys=False, patience=5.0)) as connection,
    ):
        connection.execute("PRAGMA journal_mode = DELETE")  # refused while others have it open
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")  # the lock stays
        written = Path(part) / file.name
        with _watched(connection, written, file.stat().st_size, tell, cancel):
            _copy(connection, written, new)
        cancel.check()
        if os.name != "posix":
            connection.close()  # an open file cannot be replaced there, by nobody
        try:
            with files.overwritten(file):  # who waits for its lock finds no gallery, either
                written.replace(file)
                files.sync(file.parent)
        except OSError as error:
            raise unwritten(error) from error


def recast_copy(copy: Path, old: Key | None, new: Key | None) -> bool:
    """Put a copy of the gallery under the new key too; delete it, and return False, if it cannot be read.

    Raises:
        StorageError: It cannot be read now.
    """
    if opens(copy, new):
        return True
    try:
        with tempfile.TemporaryDirectory(dir=copy.parent, prefix=PARTS) as part:
            written = Path(part) / copy.name
            copied(copy, old, written, new)
            os.utime(written, ns=(copy.stat().st_atime_ns, copy.stat().st_mtime_ns))
            with files.overwritten(copy):
                written.replace(copy)
    except (KnownError, OSError, *DAMAGED) as error:
        _log.warning("a copy could not be encrypted anew and is deleted", error=error)
        files.wipe(copy)
        return False
    return True


def unwritten(error: OSError) -> StorageError:
    """What to say where the disk refuses."""
    return StorageError(
        say("The gallery was not encrypted anew"),
        why=quote(error),
        remedy=say("Close other windows of Kith and try again"),
    )


def is_plain(file: Path) -> bool:
    """Whether a file that nobody has open is a database for everybody to read.

    Raises:
        OSError: It cannot be read.
    """
    with file.open("rb") as opened:
        return opened.read(len(files.SQLITE)) == files.SQLITE


def opens(file: Path, key: Key | None) -> bool:
    """Whether a file is a database under that key.

    Raises:
        StorageError: It cannot be read now.
    """
    with known_errors(StorageError, say("The gallery cannot be read")):
        try:
            with closing(connect(file, key)) as connection:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except DAMAGED as error:
            if "not a database" in str(error):
                return False
            raise
    return True


def _copy(connection: Any, target: Path, new: Key | None) -> None:
    target.touch(mode=0o600)
    export(connection, target, new)
    found = damage(target, new)
    with closing(connect(target, new)) as other:
        same = _counts(other) == _counts(connection)
    if found.file or found.unreadable or not same:
        raise StorageError(
            say("The gallery was not encrypted anew"),
            why=say("what was written is not what was there: the gallery is damaged, or the disk"),
            remedy=say("Run kith doctor --repair, then try again"),
        )
    files.sync(target)


def _counts(connection: Any) -> dict[str, int]:
    """Rows by table."""
    tables = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM main."{name}"').fetchone()[0]  # noqa: S608 - its own
        for (name,) in tables
        if not name.startswith("sqlite_stat")
    }


@contextmanager
def _watched(
    connection: Any, target: Path, whole: int, tell: ProgressSink, cancel: CancelToken
) -> Iterator[None]:
    """Tell how large a file has become while a connection writes it, and break that off if that is asked.

    Raises:
        Cancelled: It was broken off.
    """

    def look() -> bool:
        with suppress(FileNotFoundError):
            tell(Progress(min(target.stat().st_size, whole), whole, say("Writing the gallery anew")))
        return bool(cancel)

    connection.set_progress_handler(look, _STEPS)
    try:
        yield
    except driver.Error:
        cancel.check()
        raise
    finally:
        connection.set_progress_handler(None, 0)
