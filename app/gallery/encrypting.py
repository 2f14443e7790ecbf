"""A gallery under another key or none: written anew beside it, verified, and put in its place at once.

While that goes on `encryption.json` says so. What a kill breaks off is settled as the gallery is next opened:
undone while the file is the old one, finished once it is the new one.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.core import files
from app.core.errors import KnownError, StartError
from app.core.log import Log
from app.core.paths import GALLERY_FILE, DataFolder
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.text import say
from app.gallery.rewriting import PARTS, opens, recast_copy, rewrite, unwritten
from app.gallery.sqlite import unsure
from app.keys import bridges, choices, copy_keys, header, sealed, system
from app.keys.errors import LockedError
from app.keys.header import Stored
from app.keys.key import Key, hold
from app.keys.unlocking import Fresh, key_of

_log = Log(__name__)

_LOCK = "encryption.lock"
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
        StartError: Nothing was changed: it is under a key already that nobody has.
        StorageError: Nothing was changed: another program is at the gallery, it is damaged, or the disk full.
        UnsureError: Whether it was cannot be told, as the disk failed; the next start settles it.
        Cancelled: Nothing was changed, as was asked.
    """
    key = key_for(folder)
    with _alone(folder):
        before = header.load(folder)
        if before is None and not header.is_plain(folder):
            raise StartError(
                say("The gallery cannot be encrypted"),
                why=say("it is encrypted already, or damaged: nobody can read it without encryption.json"),
                remedy=say("Put encryption.json back, or restore a copy: kith restore"),
            )
        now = None if before is None else before.now
        stored = Stored(
            now, None if fresh is None else fresh.header, changing=True, **bridges.between(key, fresh)
        )
        header.save(folder, stored)
        if fresh is not None:
            hold(fresh.header.id, fresh.key)
        return _carry_out(folder, stored, key, None if fresh is None else fresh.key, tell, cancel)


def go_on(folder: Path, tell: ProgressSink = ignore_progress, cancel: CancelToken = _NEVER) -> list[Path]:
    """Bring a change that was broken off to the end that was wanted, under the same new key.

    Raises:
        LockedError: The keys are not here.
        StorageError: Nothing was changed: see `change`.
        UnsureError: Likewise.
        Cancelled: Nothing was changed, as was asked.
    """
    with _alone(folder):
        stored = header.load(folder)
        if stored is None or not stored.changing:
            return []
        old, new = bridges.keys_of(stored)
        _sweep(folder)
        if opens(folder / GALLERY_FILE, new):
            return _finish(folder, stored, old, new, tell)
        return _carry_out(folder, stored, old, new, tell, cancel)


def _carry_out(
    folder: Path,
    stored: Stored,
    old: Key | None,
    new: Key | None,
    tell: ProgressSink,
    cancel: CancelToken,
) -> list[Path]:
    """Make a change that `encryption.json` tells of, or undo it; return the copies that are gone.

    What the disk does not let be undone or finished now is settled as the gallery is next opened.

    Raises:
        UnsureError: The gallery is in its place, but not all that follows was done.
    """
    try:
        rewrite(folder / GALLERY_FILE, old, new, tell, cancel)
    except BaseException as error:
        if opens(folder / GALLERY_FILE, new):  # in its place, but perhaps not yet for ever
            raise unsure() from error
        with suppress(OSError, KnownError):
            _sweep(folder)
            _undo(folder, stored)
        if isinstance(error, OSError):
            raise unwritten(error) from error
        raise
    try:
        return _finish(folder, stored, old, new, tell)
    except (OSError, KnownError) as error:
        raise unsure() from error


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
        tell(Progress(done, len(copies), say("Writing its copies anew")))
        if not recast_copy(copy, old, new):
            gone.append(copy)
    name = None if stored.following is None else stored.following.id
    gone += _recast_files(folder, name)
    try:
        choices.recast(DataFolder(folder).settings, name)
    except OSError as error:
        raise unwritten(error) from error
    if stored.following is None:
        header.copy_of(folder).unlink(missing_ok=True)  # first: alone it would stand for one that is gone
        (folder / header.NAME).unlink()
        files.sync(folder)
    else:
        header.save(folder, Stored(stored.following))
        (folder / "backups").mkdir(mode=0o700, exist_ok=True)
        header.save(folder / "backups", Stored(stored.following))
    if stored.now is not None and stored.now.holder == "keyring":
        system.remove(stored.now.id)
    _log.info("the gallery's key was changed", encrypted=new is not None, gone=len(gone))
    return gone


def _recast_files(folder: Path, name: str | None) -> list[Path]:
    """Put retrained networks and the keys of copies under the new key; return those whose old key is lost.

    These are deleted.
    """
    try:
        gone = [path for path in DataFolder(folder).retrained() if not sealed.recast_or_wipe(path, name)]
        return gone + copy_keys.recast(folder, name)
    except OSError as error:
        raise unwritten(error) from error


def _settle(folder: Path, stored: Stored) -> None:
    """Undo or finish a change that was broken off.

    Raises:
        LockedError: It is to be finished, and the keys are not here.
        UnsureError: The disk does not let it be.
    """
    try:
        _settled(folder, stored)
    except OSError as error:
        raise unsure() from error


def _settled(folder: Path, stored: Stored) -> None:
    file = folder / GALLERY_FILE
    _sweep(folder)
    if stored.now is None or stored.following is None:  # whether a gallery is plain shows without its key
        done = opens(file, None) is (stored.following is None)
    else:
        done = opens(file, bridges.keys_of(stored)[1])
    if not done:
        _undo(folder, stored)
        return
    try:
        old, new = bridges.keys_of(stored)
    except LockedError:
        if stored.following is not None:
            raise
        old = new = None  # then the copies go: a plain gallery must not wait for a passphrase
    _finish(folder, stored, old, new)


def _sweep(folder: Path) -> None:
    """Take away what was half written."""
    places = (f"{PARTS}*/*", f"backups/{PARTS}*/*")
    for part in (path for place in places for path in folder.glob(place)):
        files.wipe(part)
        with suppress(OSError):
            part.parent.rmdir()


def _undo(folder: Path, stored: Stored) -> None:
    if stored.following is not None and stored.following.holder == "keyring":
        system.remove(stored.following.id)
    if stored.now is None:
        (folder / header.NAME).unlink()
        files.sync(folder)
    else:
        header.save(folder, Stored(stored.now))


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
