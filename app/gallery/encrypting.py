"""A gallery under another key or none: written anew beside it, verified, and put in its place at once.

While that goes on `encryption.json` says so. What a kill breaks off is settled as the gallery is next opened:
undone while the file is the old one, finished once it is the new one.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from app.core import files
from app.core.errors import KnownError, StartError, StorageError
from app.core.log import Log
from app.core.paths import GALLERY_FILE, UNFINISHED, DataFolder
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.text import say
from app.gallery.integrity import damage
from app.gallery.sqlite import DAMAGED, connect, driver, known_errors, literal
from app.keys import header, sealed, slots, system
from app.keys.errors import LockedError
from app.keys.header import Header, Stored
from app.keys.key import Key, hold
from app.keys.unlocking import Fresh, key_of

_log = Log(__name__)

_LOCK = "encryption.lock"
_PARTS = ".kith-recast-"
_PART = 1 << 20
_PRAGMAS = ("application_id", "user_version")
_STEPS = 20_000
"""Steps of SQLite's machine between two looks at how far it is: some milliseconds."""
_WRITING, _COPYING = say("Writing the gallery anew"), say("Writing its copies anew")
_NEVER = CancelToken()


def key_for(folder: Path) -> Key | None:
    """The key of a data folder's gallery, or None if it is plain; a change broken off is settled first.

    Raises:
        LockedError: Its key is not here.
        StartError: Another program changes it just now, or it cannot be read.
    """
    stored = header.load(folder)
    if stored is None:
        return None
    if stored.changing:
        with _alone(folder):
            stored = header.load(folder)  # of whoever was at it until now
            if stored is not None and stored.changing:
                _settle(folder, stored)
                stored = header.load(folder)
    return None if stored is None or stored.now is None else key_of(stored.now)


def change(
    folder: Path,
    fresh: Fresh | None,
    tell: ProgressSink = ignore_progress,
    cancel: CancelToken = _NEVER,
) -> list[Path]:
    """Put a gallery under a new key, or under none. It is locked for everybody else meanwhile.

    Args:
        folder: The data folder; no part of this process may have its gallery open.
        fresh: The new key; None to have the gallery plain.
        tell: Hears how many bytes are written.
        cancel: Breaks it off as long as the gallery is not in its place: then nothing is changed.

    Returns:
        Copies of it, and retrained networks, that could not be read and are gone.

    Raises:
        LockedError: The key of now is not here.
        StorageError: Nothing was changed: another program is at the gallery, it is damaged, or the disk full.
        Cancelled: Nothing was changed, as was asked.
    """
    key = key_for(folder)
    with _alone(folder):
        before = header.load(folder)
        now = None if before is None else before.now
        stored = Stored(now, None if fresh is None else fresh.header, changing=True, **_bridges(key, fresh))
        header.save(folder, stored)
        new = None if fresh is None else fresh.key
        if fresh is not None:
            hold(fresh.header.id, fresh.key)
        try:
            _rewrite(folder, key, new, tell, cancel)
        except BaseException:
            _settle(folder, stored)
            raise
        return _finish(folder, stored, key, new, tell)


def go_on(folder: Path, tell: ProgressSink = ignore_progress, cancel: CancelToken = _NEVER) -> list[Path]:
    """Bring a change that was broken off to the end that was wanted, under the same new key.

    Raises:
        LockedError: The keys are not here.
        StorageError: Nothing was changed: see `change`.
        Cancelled: Nothing was changed, as was asked.
    """
    with _alone(folder):
        stored = header.load(folder)
        if stored is None or not stored.changing:
            return []
        old, new = _keys(stored)
        _sweep(folder)
        if not _opens(folder / GALLERY_FILE, new):
            try:
                _rewrite(folder, old, new, tell, cancel)
            except BaseException:
                _settle(folder, stored)
                raise
        return _finish(folder, stored, old, new, tell)


def export(source: Any, target: Path, key: Key | None) -> None:
    """Write all that a connection sees into a new file under another key.

    Raises:
        driver.Error: It cannot be read or written.
    """
    source.execute(f"ATTACH ? AS other KEY {literal(key)}", (os.fspath(target),))
    try:
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


def is_plain(file: Path) -> bool:
    """Whether a file that nobody has open is a database for everybody to read.

    Raises:
        OSError: It cannot be read.
    """
    with file.open("rb") as opened:
        return opened.read(16) == b"SQLite format 3\0"


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
            tell(Progress(min(target.stat().st_size, whole), whole, _WRITING))
        return bool(cancel)

    connection.set_progress_handler(look, _STEPS)
    try:
        yield
    except driver.Error:
        cancel.check()
        raise
    finally:
        connection.set_progress_handler(None, 0)


def _rewrite(folder: Path, key: Key | None, new: Key | None, tell: ProgressSink, cancel: CancelToken) -> None:
    """Put the gallery itself under another key, at once, while nobody else can have it open."""
    file = folder / GALLERY_FILE
    with (
        known_errors(StorageError, say("The gallery was not encrypted anew")),
        tempfile.TemporaryDirectory(dir=folder, prefix=_PARTS) as part,
        closing(connect(file, key, foreign_keys=False, patience=5.0)) as connection,
    ):
        connection.execute("PRAGMA journal_mode = DELETE")  # refused while others have it open
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")  # the lock stays
        written = Path(part) / GALLERY_FILE
        with _watched(connection, written, file.stat().st_size, tell, cancel):
            _copy(connection, written, new)
        cancel.check()
        if os.name != "posix":
            connection.close()  # an open file cannot be replaced there, by nobody
        try:
            old = os.open(file, os.O_RDWR)
            try:
                written.replace(file)
                files.sync(folder)
                _overwrite(old)
            finally:
                os.close(old)
        except OSError as error:
            raise _unwritten(error) from error


def _overwrite(handle: int) -> None:
    """Put zeros over a file that is gone from its folder: who waits for its lock finds no gallery, either."""
    left = os.fstat(handle).st_size
    os.lseek(handle, 0, os.SEEK_SET)
    while left > 0:
        left -= os.write(handle, bytes(min(left, _PART)))
    os.fsync(handle)


def _unwritten(error: OSError) -> StorageError:
    return StorageError(
        say("The gallery was not encrypted anew"),
        why=files.reason(error),
        remedy=say("Close other windows of Kith and try again"),
    )


def _finish(
    folder: Path,
    stored: Stored,
    old: Key | None,
    new: Key | None,
    tell: ProgressSink = ignore_progress,
) -> list[Path]:
    """Do what follows once the gallery is under its new key; return the copies that are gone."""
    gone, copies = [], DataFolder(folder).copies()
    for done, copy in enumerate(copies):
        tell(Progress(done, len(copies), _COPYING))
        if not _recast(copy, old, new):
            gone.append(copy)
    gone += _recast_models(folder, None if stored.following is None else stored.following.id)
    if stored.following is None:
        (folder / header.NAME).unlink()
        (folder / "backups" / header.NAME).unlink(missing_ok=True)
        files.sync(folder)
    else:
        header.save(folder, Stored(stored.following))
        (folder / "backups").mkdir(mode=0o700, exist_ok=True)
        header.save(folder / "backups", Stored(stored.following))
    if stored.now is not None and stored.now.holder == "keyring":
        system.remove(stored.now.id)
    _log.info("the gallery's key was changed", encrypted=new is not None, gone=len(gone))
    return gone


def _recast_models(folder: Path, name: str | None) -> list[Path]:
    """Put retrained networks under the new key too; delete and return those whose old key is lost."""
    gone = []
    for file in DataFolder(folder).retrained():
        try:
            sealed.recast(file, name)
        except KnownError as error:
            _log.warning("a network could not be encrypted anew and is deleted", error=error)
            _wipe(file)
            gone.append(file)
        except OSError as error:
            raise _unwritten(error) from error
    return gone


def _recast(copy: Path, old: Key | None, new: Key | None) -> bool:
    """Put a copy of the gallery under the new key too; delete it, and return False, if it cannot be read."""
    if _opens(copy, new):
        return True
    try:
        with tempfile.TemporaryDirectory(dir=copy.parent, prefix=_PARTS) as part:
            written = Path(part) / copy.name
            copied(copy, old, written, new)
            os.utime(written, ns=(copy.stat().st_atime_ns, copy.stat().st_mtime_ns))
            handle = os.open(copy, os.O_RDWR)
            try:
                if os.name == "posix":
                    written.replace(copy)
                    _overwrite(handle)
            finally:
                os.close(handle)
            if os.name != "posix":
                written.replace(copy)
    except (KnownError, OSError, *DAMAGED) as error:
        _log.warning("a copy could not be encrypted anew and is deleted", error=error)
        _wipe(copy)
        return False
    return True


def _wipe(file: Path) -> None:
    """Put zeros over a file and delete it."""
    with suppress(OSError):
        handle = os.open(file, os.O_RDWR)
        try:
            _overwrite(handle)
        finally:
            os.close(handle)
    file.unlink(missing_ok=True)


def _settle(folder: Path, stored: Stored) -> None:
    """Undo or finish a change that was broken off.

    Raises:
        LockedError: It is to be finished, and the keys are not here.
    """
    file = folder / GALLERY_FILE
    _sweep(folder)
    if stored.now is None:  # it was to be encrypted
        if _opens(file, None):
            _undo(folder, stored)
            return
        assert stored.following is not None  # noqa: S101 - `header.load` refuses a file without a key
        _finish(folder, stored, None, key_of(stored.following))
    elif stored.following is None:  # it was to be decrypted
        if not _opens(file, None):
            _undo(folder, stored)
            return
        try:
            old: Key | None = key_of(stored.now)
        except LockedError:
            old = None  # then the copies go: a plain gallery must not wait for a passphrase
        _finish(folder, stored, old, None)
    else:
        old, new = _both(stored, stored.now, stored.following)
        if _opens(file, new):
            _finish(folder, stored, old, new)
        else:
            _undo(folder, stored)


def _sweep(folder: Path) -> None:
    """Take away what was half written."""
    places = (f"{_PARTS}*/*", f"backups/{_PARTS}*/*", f"models/{UNFINISHED}*/*")
    for part in (path for place in places for path in folder.glob(place)):
        _wipe(part)
        with suppress(OSError):
            part.parent.rmdir()


def _keys(stored: Stored) -> tuple[Key | None, Key | None]:
    """The key before and after a change, each None where the gallery is plain.

    Raises:
        LockedError: They are not here.
    """
    if stored.now is not None and stored.following is not None:
        return _both(stored, stored.now, stored.following)
    old, new = (None if one is None else key_of(one) for one in (stored.now, stored.following))
    return old, new


def _undo(folder: Path, stored: Stored) -> None:
    if stored.following is not None and stored.following.holder == "keyring":
        system.remove(stored.following.id)
    if stored.now is None:
        (folder / header.NAME).unlink()
        files.sync(folder)
    else:
        header.save(folder, Stored(stored.now))


def _opens(file: Path, key: Key | None) -> bool:
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


def _bridges(key: Key | None, fresh: Fresh | None) -> dict[str, slots.Slot]:
    """Old and new key sealed under each other, so that either is enough to settle a change."""
    if key is None or fresh is None:
        return {}
    name = fresh.header.id
    return {
        "forth": slots.seal(fresh.key, key.raw, f"{name}:forth", stretch=False),
        "back": slots.seal(key, fresh.key.raw, f"{name}:back", stretch=False),
    }


def _both(stored: Stored, now: Header, following: Header) -> tuple[Key, Key]:
    """The old and the new key, by whichever of them is here.

    Raises:
        LockedError: Neither is.
        StartError: The file that holds them is damaged.
    """
    old: Key | None
    new: Key | None
    try:
        old = key_of(now)
        new = None if stored.forth is None else slots.opened(stored.forth, old.raw, f"{following.id}:forth")
    except LockedError:
        new = key_of(following)
        old = None if stored.back is None else slots.opened(stored.back, new.raw, f"{following.id}:back")
    if old is None or new is None:
        raise StartError(
            say("The gallery cannot be opened"),
            why=say("what encryption.json says of a change of keys is damaged"),
            remedy=say("Put back the copy that lies in backups"),
        )
    hold(now.id, old)
    hold(following.id, new)
    return old, new


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Be the only one who changes how a gallery is encrypted.

    Raises:
        StartError: Somebody else does.
    """
    with (folder / _LOCK).open("a+", encoding="utf-8") as lock:
        if not files.locked(lock):
            raise StartError(
                say("The gallery cannot be opened"),
                why=say("it is being encrypted or decrypted by another program"),
                remedy=say("Wait until it is done and try again"),
            )
        yield
