"""Copies of the gallery, verified and rolling, and bringing one back."""

import os
import shutil
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from app.core import files, private
from app.core.errors import StartError, StorageError, UsageError
from app.core.log import Log
from app.core.paths import GALLERY_FILE
from app.core.text import Text, quote, say
from app.domain.backup import Backup, Restored
from app.domain.changes import Changes
from app.gallery import forgetting, lineage
from app.gallery.database import Database, Session
from app.gallery.encrypting import key_for
from app.gallery.integrity import damage, is_lost
from app.gallery.legible import is_legible
from app.gallery.rewriting import export, is_plain
from app.gallery.sqlite import connect, holds_code, known_errors
from app.keys.key import Key
from app.services.workspace import clock
from app.services.workspace.workspace import Workspace

_log = Log(__name__)

DAY = timedelta(hours=24)
_DAILY = "gallery-daily-"
_BEFORE = "gallery-before-"
_TIME = "%Y%m%dT%H%M%S%fZ"
_HEAD, _LARGEST_PAGE = 100, 65_536
"""Bytes of a database's header, and of the page whose size it gives as 1 (SQLite's file format, 1.3)."""
_SLACK = 64_000_000
"""Bytes that a file may have beyond the pages that its header tells of."""


def backups(workspace: Workspace) -> list[Backup]:
    """The copies in the data folder, the newest first."""
    found = []
    for path in workspace.folder.copies():
        with suppress(OSError):  # deleted meanwhile
            state = path.stat()
            found.append(Backup(path, datetime.fromtimestamp(state.st_mtime, UTC), state.st_size))
    return found


def is_due(workspace: Workspace) -> bool:
    """Whether daily copies are wanted and none is younger than a day."""
    if not workspace.settings.daily_copies:
        return False
    now = datetime.now(UTC)  # the clock may have been moved: what is dated tomorrow was not made today
    daily = [one for one in backups(workspace) if one.path.name.startswith(_DAILY)]
    return not any(abs(now - one.made) <= DAY for one in daily)


def back_up(workspace: Workspace, target: Path | None = None, *, overwrite: bool = False) -> Backup:
    """Copy the gallery, verify the copy, and only then let the oldest daily one go.

    While the computer's clock is not believed none goes: they do together once it is.

    Args:
        workspace: The data folder.
        target: Where to; by default one of the daily copies in the data folder.
        overwrite: A file that is there may be replaced.

    Raises:
        StorageError: The gallery is damaged, or cannot be read; the copies that are there are kept.
        UsageError: It cannot be written there, or a file is there.
    """
    folder = workspace.folder.backups
    if target is not None:
        files.spare(target, overwrite=overwrite)
    path = target or _named(folder, _DAILY)
    made = _copied(workspace.db, path)
    if target is None and clock.look(workspace.db).leapt is None:
        for old in _older(workspace, path)[max(workspace.settings.daily_copies, 1) - 1 :]:
            old.unlink(missing_ok=True)
    return made


def _older(workspace: Workspace, made: Path) -> list[Path]:
    """The other daily copies, the newest first; the clock was wrong as one was made that is dated later."""
    now = datetime.now(UTC)
    daily = [one for one in backups(workspace) if one.path.name.startswith(_DAILY) and one.path != made]
    return [one.path for one in sorted(daily, key=lambda one: one.made > now)]


def _named(folder: Path, kind: str) -> Path:
    return folder / f"{kind}{datetime.now(UTC).strftime(_TIME)}.db"


def _copied(db: Database, target: Path) -> Backup:
    """Copy a gallery to a file that is there whole and sound, or not at all."""
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        with files.scratch(target.parent) as part:
            copy = part / GALLERY_FILE
            db.snapshot(copy)
            if found := damage(copy, db.key):
                _log.warning("a copy is damaged and not kept", rows=sum(map(len, found.rows.values())))
                raise StorageError(
                    say("No copy of the gallery was kept"),
                    why=say("it is damaged, and earlier copies may be sound"),
                    remedy=say("Run kith doctor --repair"),
                )
            copy.chmod(0o600)
            files.sync(copy)
            files.put(copy, target)
        files.sync(target.parent)
        state = target.stat()
    except OSError as error:
        raise UsageError(
            say("{path} cannot be written", path=target),
            why=quote(error),
            remedy=say("Choose another place"),
        ) from error
    return Backup(target, datetime.fromtimestamp(state.st_mtime, UTC), state.st_size)


def restore(workspace: Workspace, source: Path) -> Restored:
    """Put the gallery back to what a copy of it holds.

    Who was forgotten since stays forgotten, and what people agreed to since holds. What was there before is
    copied first. Other programs that have the gallery open go on with what it is then.

    Args:
        workspace: The data folder.
        source: The copy, of this gallery, or of any where this one is empty.

    Raises:
        UsageError: It is no sound copy of a gallery, or one of another.
        StorageError: The gallery cannot be read or written; it is as it was.
    """
    with files.scratch(workspace.folder.root) as part:
        copy = _opened(source, part, workspace.db.key)
        with closing(copy):
            with workspace.db.read() as now, copy.write() as session:
                _check_kin(session, now, source)
                holds, gone = lineage.holding(now), lineage.bring_forward(session, now)
                told = lineage.tell_everything(session, now)
                people = lineage.people_in(session)
                ended = lineage.ended_in(session)
            if gone or copy.scrub_due():
                forgetting.finish(copy)
        before = _copied(workspace.db, _named(workspace.folder.backups, _BEFORE))

        def check() -> None:
            with workspace.db.read() as now:
                if lineage.holding(now) != holds:
                    raise StorageError(
                        say("The gallery was not replaced"),
                        why=say("somebody was forgotten or changed what they agreed to meanwhile"),
                        remedy=say("Try again"),
                    )

        workspace.db.take_over(part / GALLERY_FILE, check)
    workspace.db.writer.announce(Changes(say("Restored a copy"), *map(frozenset, told.values())))
    return Restored(source, people, gone, ended, before.path)


def rescue(root: Path, source: Path) -> Restored | None:
    """Put a copy in the place of a gallery that is too damaged to be opened; that is kept beside it.

    Returns:
        What came of it; None where the gallery is not damaged, or the folder is not this user's alone.

    Raises:
        UsageError: It is no sound copy of a gallery.
        LockedError: The gallery is encrypted, and its key is not here.
        StorageError: It cannot be put there.
    """
    if not (root / GALLERY_FILE).is_file() or private.loose(root):
        return None
    key = key_for(root)
    if not is_lost(root / GALLERY_FILE, key):
        return None
    with files.scratch(root) as part:
        with closing(_opened(source, part, key)) as copy, copy.write() as session:
            lineage.note_restored(session)
            people, ended = lineage.people_in(session), lineage.ended_in(session)
        aside = _named(root, "damaged-")
        file = root / GALLERY_FILE
        for suffix in ("-wal", "-shm", "-journal"):
            with suppress(FileNotFoundError):
                Path(f"{file}{suffix}").replace(f"{aside}{suffix}")
        file.replace(aside)
        (part / GALLERY_FILE).replace(file)
        files.sync(root)
    return Restored(source, people, 0, ended, None)


def _opened(source: Path, folder: Path, key: Key | None) -> Database:
    """Open a copy of a copy, brought up to date, after a look at whether it is what it should be.

    Args:
        source: The copy; it may be plain where the gallery is encrypted.
        folder: Where it is opened.
        key: Of the gallery.

    Raises:
        UsageError: It is not.
    """
    file = folder / GALLERY_FILE
    try:
        if not source.is_file():
            raise _unusable(source, say("there is no such file"))
        with source.open("rb") as given, file.open("xb") as taken:
            if (why := _too_large(given, folder, key)) is not None:
                raise _unusable(source, why)
            shutil.copyfileobj(given, taken)
        file.chmod(0o600)
        if key is not None and is_plain(file):
            _encrypt(file, key)
        if holds_code(file, key):
            raise _unusable(source, say("it holds programs of its own, which no gallery of Kith does"))
        opened = Database.open(folder, key=key)
    except OSError as error:
        raise _unusable(source, quote(error)) from error
    except StartError as error:
        raise _unusable(source, error.why) from error
    with opened.read() as session:
        sound = not opened.damage() and is_legible(session)
    if not sound:
        opened.close()
        raise _unusable(source, say("it is damaged, or its tables are not those of a gallery"))
    return opened


def _too_large(given: BinaryIO, folder: Path, key: Key | None) -> Text | None:
    """Why a file is not to be copied into a folder: a hole of 1 TB takes no room, and its copy does."""
    size, head = os.fstat(given.fileno()).st_size, given.read(_HEAD)
    given.seek(0)
    if head.startswith(files.SQLITE):
        page = int.from_bytes(head[16:18], "big")
        said = (_LARGEST_PAGE if page == 1 else page) * int.from_bytes(head[28:32], "big")
        if size > said + _SLACK:
            return say("it is damaged, or its tables are not those of a gallery")
    elif key is None:
        return say(
            "the file is not a database, or is encrypted under another key than that of encryption.json"
        )
    return say("the disk is full") if size > shutil.disk_usage(folder).free else None


def _encrypt(file: Path, key: Key) -> None:
    """Put a plain copy under the gallery's key before anything else is done with it."""
    if holds_code(file):
        raise _unusable(file, say("it holds programs of its own, which no gallery of Kith does"))
    plain = file.with_suffix(".plain")
    file.rename(plain)
    with known_errors(StartError, say("The copy cannot be read")), closing(connect(plain)) as connection:
        export(connection, file, key)
    files.wipe(plain)


def _unusable(source: Path, why: Text) -> UsageError:
    return UsageError(
        say("{path} cannot be restored", path=source), why=why, remedy=say("Choose another copy")
    )


def _check_kin(copy: Session, now: Session, source: Path) -> None:
    """Make sure that a copy is one of this gallery, unless there is nothing here yet."""
    if lineage.name(copy) != lineage.name(now) and not lineage.is_empty(now):
        raise UsageError(
            say("{path} is a copy of another gallery", path=source),
            remedy=say("Restore it into a data folder of its own, or bring it in as a library"),
        )
