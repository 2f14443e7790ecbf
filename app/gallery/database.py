"""The gallery's file: opening, creating and migrating it, and sessions for reading and writing."""

import os
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, suppress
from errno import EACCES
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Self

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.core import private
from app.core.errors import StartError, StorageError
from app.core.paths import GALLERY_FILE
from app.core.text import Text, quote, say
from app.domain.changes import Changes, Writer
from app.gallery import carried_keys, erased, gaps, sums, touched
from app.gallery.encrypting import key_for
from app.gallery.integrity import Damage, damage, rebuild_indexes
from app.gallery.migrate import migrate, stored_revision
from app.gallery.rewriting import export
from app.gallery.schema import REVISION, SCRUB_DUE, StateRow
from app.gallery.sqlite import (
    BROKEN,
    BUSY_SECONDS,
    FULL,
    connect,
    driver,
    journal_mode,
    known_errors,
    make_engine,
    unsure,
)
from app.gallery.vectors import VERIFIED, Vectors
from app.keys import copy_keys
from app.keys.key import Key

__all__ = ["Database", "Session"]  # a use case that holds a session need not know whose it is


_TRUSTED = (
    *(f"{GALLERY_FILE}{suffix}" for suffix in ("-wal", "-shm", "-journal")),
    *("settings.json", "encryption.json", "backups", "backups/encryption.json", "models"),
)
"""What is taken for the user's own words beside the gallery; settings can name a program that is run."""
_COPIES = ("backups/.kith-*", ".kith-*", "backups/gallery-*", "damaged-*.db*")
"""In this order: a copy that another program is making is then found where it lies, or where it is put."""
_FEWEST_PAGES, _PAGES_AT_ONCE, _STEP_DONE = 2, 100, 0
"""Of a gallery; copied while others wait; and what SQLite says where the lock is held and more is to come."""
_NOT_SAVED = say("The change was not saved")
_NOT_REPLACED = say("The gallery was not replaced")
_TRACES = say("Traces of what was forgotten are still in the gallery's files")


class Database:
    """An open gallery. Any thread may ask it for sessions; a session stays with its thread.

    Attributes:
        folder: The data folder.
        file: The database in it.
        key: What it is encrypted with; None while it is plain.
        writer: Who writes through this, and hears of it.
    """

    def __init__(self, folder: Path, engine: Engine, writer: Writer, key: Key | None) -> None:
        self.folder = folder
        self.key = key
        self.writer = writer
        self._line: int | None = None
        self.file = folder / GALLERY_FILE
        self._engine = engine
        self._writing = engine.execution_options(begin="BEGIN IMMEDIATE")
        self._watching: Any = None
        self._verified: dict[str, Vectors] = {}

    @classmethod
    def open(cls, folder: Path, writer: Writer | None = None, key: Key | None = None) -> Self:
        """Open the gallery of a data folder; make the folder and the tables where there are none.

        Args:
            folder: The data folder.
            writer: Who writes through this; one of its own by default.
            key: Of a gallery whose folder does not say how its key is got at.

        Raises:
            LockedError: It is encrypted, and its key is not here.
            StartError: The folder or file cannot be written, is no gallery, or was made by a newer Kith.
        """
        file = folder / GALLERY_FILE
        _make_writable(folder, file)
        with known_errors(StartError, say("The gallery {file} cannot be opened", file=file), folder):
            key = key or key_for(folder)
            with closing(connect(file, key)) as connection:
                revision = stored_revision(connection)
            if revision != REVISION:
                migrate(file, key=key)
            _set_journal_mode(file, key)
        return cls(folder, make_engine(file, key, opened=_prepare), writer or Writer(), key)

    def close(self) -> None:
        """Let go of the file. Sessions still open keep their connection until they end."""
        self._engine.dispose()
        if self._watching is not None:
            self._watching.close()
            self._watching = None

    def snapshot(self, target: Path, *, plain: bool = False) -> None:
        """Copy the gallery, as last committed, to a file of its own.

        Args:
            target: The file, encrypted as this one is.
            plain: Whether it is not, as it goes to somebody else.

        Raises:
            StorageError: It cannot be read, or the copy not be written.
        """
        with (
            known_errors(StorageError, say("The gallery cannot be copied")),
            closing(connect(self.file, self.key, foreign_keys=False)) as source,
            closing(connect(target, None if plain else self.key)) as copy,
        ):
            if plain and self.key is not None:
                export(source, target, None)
            else:
                source.backup(copy)
            copy.execute(
                "PRAGMA journal_mode = DELETE"
            )  # a file alone, which can be read where nothing is written

    def take_over(self, other: Path, check: Callable[[], None]) -> None:
        """Become what another gallery's file holds, at once or not at all, whoever has this one open.

        Args:
            other: A gallery of this revision; it is left as it is.
            check: Called first, and once nobody else can write to this one any more; where it raises,
                nothing is done.

        Raises:
            StorageError: It cannot be read, or this one not be written: this one is as it was.
        """

        waiting = [check]
        check()

        def begun(status: int, _left: int, _pages: int) -> None:
            if status == _STEP_DONE and waiting:
                waiting.pop()()

        with (
            known_errors(StorageError, _NOT_REPLACED),
            closing(connect(other, self.key)) as source,
            closing(connect(self.file, self.key)) as here,
        ):
            pages = int(source.execute("PRAGMA page_count").fetchone()[0])
            if pages < _FEWEST_PAGES:  # the file was deleted before it was opened
                why, remedy = say("its file cannot be opened"), say("Try again")
                raise StorageError(_NOT_REPLACED, why=why, remedy=remedy)
            # From the first pages on, until all are there, this holds the write lock.
            source.backup(here, pages=min(_PAGES_AT_ONCE, pages // 2), progress=begun)
        self._engine.dispose()

    def version(self) -> int:
        """A number that is another one as soon as anybody, in any process, has written.

        Raises:
            StorageError: The disk or the file fails.
        """
        with known_errors(StorageError, say("The gallery cannot be read")):
            if self._watching is None:
                self._watching = connect(self.file, self.key)  # one of its own: nobody writes through it
            return int(self._watching.execute("PRAGMA data_version").fetchone()[0])

    def written_elsewhere(self) -> Changes:
        """What others have written since this was last asked; nothing the first time.

        Raises:
            StorageError: The disk or the file fails.
        """
        with self.read() as session:
            if self._line is None:
                found, self._line = Changes(), touched.newest(session)
            else:
                found, self._line = touched.since(session, self._line, but=self.writer.name)
        return found

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session on one consistent state of the gallery; what is changed in it is thrown away.

        Raises:
            StorageError: The disk or the file fails.
        """
        with (
            known_errors(StorageError, say("The gallery cannot be read")),
            Session(self._engine, info={VERIFIED: self._verified}) as session,
        ):
            yield session

    @contextmanager
    def write(self, failed: Text = _NOT_SAVED) -> Iterator[Session]:
        """Open a session that holds the write lock, commits at the end, and rolls back on any error.

        Args:
            failed: What is said where nothing was written.

        Raises:
            StorageError: Nothing was written: the disk is full, or another program kept the lock.
            UnsureError: It cannot be told whether anything was.
        """
        with (
            known_errors(StorageError, failed),
            Session(self._writing, info={VERIFIED: self._verified}) as session,
        ):
            session.connection()  # takes the lock now, not at the first change, when it could be too late
            yield session
            changes = touched.collect(session, self.writer.name)
            self._commit(session)
        if changes != Changes():
            self.writer.announce(changes)

    def _commit(self, session: Session) -> None:
        """Make a change lasting.

        Where the disk fails to, the log may hold all of it, and whoever opens the gallery after a crash would
        take it for saved: it is overwritten, or it is said that it cannot be told.
        """
        try:
            session.commit()
        except DBAPIError as error:
            session.rollback()
            if BROKEN not in str(error.orig) or self._can_overwrite():
                raise
            raise unsure() from error

    def _can_overwrite(self) -> bool:
        """Whether a line that tells others nothing takes the place in the log of a change that failed."""
        try:
            with closing(connect(self.file, self.key)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO written (writer, touched) VALUES ('', '{}')")
                connection.execute("COMMIT")
        except driver.Error:
            return False
        return True

    def scrub(self, patience: float = 10.0) -> None:
        """Leave no trace of deleted rows in any of the gallery's files. Call it after `forgetting.forget`.

        `secure_delete` has zeroed the rows where they last lay, but pages that were rebalanced earlier keep
        stale copies (up to one deleted value in a hundred was found again), so the file is rewritten
        (VACUUM, about 7 s a GB), or where there is no room for that, what lies between its rows is zeroed;
        then the write-ahead log is emptied. The keys of what was erased go first, then copies of the gallery,
        and those that another program began meanwhile afterwards; the vectors that were kept in memory go.

        Args:
            patience: Seconds to wait for readers and writers elsewhere.

        Raises:
            StorageError: Something is left: another program is at the gallery, say.
        """
        self._verified.clear()
        self.erase_keys()
        self.delete_backups()
        with (
            known_errors(StorageError, _TRACES),
            closing(connect(self.file, self.key, patience=patience)) as connection,
        ):
            connection.execute("PRAGMA temp_store = FILE")  # sqlcipher's default would copy it into memory
            try:
                connection.execute("VACUUM")
            except driver.OperationalError as error:
                if FULL not in str(error) or not self._zero_gaps(connection):
                    raise
        self.fold(patience)
        self.delete_backups()
        with self.write() as session:
            session.execute(delete(StateRow).where(StateRow.key == SCRUB_DUE))

    def erase_keys(self, people: Collection[int] = (), faces: Collection[int] = ()) -> None:
        """Erase the keys of whoever is erased, or is about to be, without which no copy holds them.

        Args:
            people: Who is about to be.
            faces: Which faces are.

        Raises:
            StorageError: The keys cannot be read or written.
        """
        with self.write(_TRACES) as session:
            gone = {"person": erased.known(session, "person").union(people)}
            gone["face"] = erased.known(session, "face").union(faces)
            owners = {copy_keys.number(kind, row) for kind in copy_keys.KINDS for row in gone[kind]}
            try:
                copy_keys.erase(self.folder, owners)
                carried_keys.renew(session, owners)
            except (OSError, StartError) as error:
                why = error.why if isinstance(error, StartError) else quote(error)
                raise StorageError(_TRACES, why=why, remedy=say("Run kith doctor --repair")) from error

    def _zero_gaps(self, connection: Any) -> bool:
        """Do so under the write lock; the commit then makes others drop the pages that they hold."""
        self.fold()
        connection.execute("BEGIN IMMEDIATE")
        done = gaps.zeroed(self.file)
        if done:
            connection.execute("DELETE FROM state WHERE key = ?", (SCRUB_DUE,))
        connection.execute("COMMIT")
        return done

    def fold(self, patience: float = 10.0) -> None:
        """Write the log into the gallery itself, and empty it.

        Args:
            patience: Seconds to wait for readers and writers elsewhere; with 0 they are no error.

        Raises:
            StorageError: Another program is at the gallery, or the disk fails.
        """
        with (
            known_errors(StorageError, _TRACES),
            closing(connect(self.file, self.key, patience=patience)) as connection,
        ):
            (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy and patience:
            raise StorageError(
                _TRACES,
                why=say("another program is reading the gallery"),
                remedy=say("Close other windows of Kith and try again"),
            )

    def damage(self) -> Damage:
        """What in the file is not as it was written.

        Raises:
            StorageError: It cannot be opened at all.
        """
        return damage(self.file, self.key)

    def rebuild_indexes(self) -> None:
        """Make all indexes anew from their tables.

        Raises:
            StorageError: The tables cannot be read.
        """
        with known_errors(StorageError, say("The gallery cannot be mended")):
            rebuild_indexes(self.file, self.key)

    def scrub_due(self) -> bool:
        """Whether someone was forgotten but the scrub that must follow never succeeded."""
        with self.read() as session:
            return session.scalar(select(StateRow.value).where(StateRow.key == SCRUB_DUE)) is not None

    def delete_backups(self) -> None:
        """Delete all copies of the gallery, whole or not: they still hold whatever was in it then.

        Raises:
            StorageError: A copy cannot be deleted.
        """
        for copy in (path for pattern in _COPIES for path in self.folder.glob(pattern)):
            try:
                if copy.is_dir():
                    shutil.rmtree(copy)
                else:
                    copy.unlink(missing_ok=True)
            except OSError as error:
                raise StorageError(
                    say("{copy} cannot be deleted", copy=copy),
                    why=quote(error),
                    remedy=say("Delete it yourself"),
                ) from error


def _prepare(connection: Any) -> None:
    """Set up a connection of the driver's own for what is written through it."""
    touched.watch(connection)
    sums.keep(connection)
    erased.watch(connection)


def _make_writable(folder: Path, file: Path) -> None:
    """Make the folder and the file, for nobody but their owner, or say why that cannot be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            file.touch(mode=0o600, exist_ok=False)
        # Asked, not tried: closing a file of one's own drops the locks that SQLite holds on it (POSIX).
        for path in (folder, file):
            if not os.access(path, os.W_OK):
                raise PermissionError(EACCES, os.strerror(EACCES), str(path))
        private.check(folder, file, *(folder / name for name in _TRUSTED))
    except OSError as error:
        raise StartError(
            say("The data folder {folder} cannot be used", folder=folder),
            why=quote(f"{error.filename or file}: {error.strerror}"),
            remedy=say("Choose another folder with --data-dir, or allow Kith to write there"),
        ) from error


def _set_journal_mode(file: Path, key: Key | None) -> None:
    """Set the journal mode, which stays with the file."""
    wanted = journal_mode(driver.sqlite_version_info)
    with closing(connect(file, key)) as connection:
        if _current_mode(connection) == wanted:
            return
        deadline = monotonic() + BUSY_SECONDS
        while True:
            try:
                connection.execute(f"PRAGMA journal_mode = {wanted}")
            except driver.OperationalError:  # SQLite does not wait here by itself
                if monotonic() > deadline:
                    raise
                sleep(0.05)
            else:
                return


def _current_mode(connection: Any) -> str:
    return str(connection.execute("PRAGMA journal_mode").fetchone()[0]).upper()
