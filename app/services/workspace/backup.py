"""Copies of the gallery, verified and rolling; `restoring` brings one back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.core import files
from app.core.errors import KnownError, StartError, UsageError
from app.core.paths import GALLERY_FILE
from app.core.text import quote, say
from app.domain.backup import Backup
from app.gallery import carried_keys, sealed_copy
from app.keys import copy_keys
from app.services.workspace import clock
from app.services.workspace.workspace import Workspace

DAY = timedelta(hours=24)
_DAILY = "gallery-daily-"
BEFORE = "gallery-before-"
_TIME = "%Y%m%dT%H%M%S%fZ"


def backups(workspace: Workspace) -> list[Backup]:
    """The copies in the data folder, the newest first."""
    found = []
    for path in workspace.folder.copies():
        with suppress(OSError):  # deleted meanwhile
            state = path.stat()
            found.append(Backup(path, datetime.fromtimestamp(state.st_mtime, UTC), state.st_size))
    return found


def can_be_opened(workspace: Workspace, copy: Path) -> bool:
    """Whether the data folder has the keys of a copy, or nothing in it is sealed."""
    try:
        wanted = sealed_copy.keys_of(copy, workspace.db.key)
        own = copy_keys.load(workspace.folder.root)
    except KnownError:
        return False
    return wanted is None or (own is not None and own.id == wanted)


def is_due(workspace: Workspace) -> bool:
    """Whether daily copies are wanted and none is younger than a day."""
    if not workspace.settings.daily_copies:
        return False
    now = datetime.now(UTC)  # the clock may have been moved: what is dated tomorrow was not made today
    daily = [one for one in backups(workspace) if one.path.name.startswith(_DAILY)]
    return not any(abs(now - one.made) <= DAY for one in daily)


def back_up(workspace: Workspace) -> Backup:
    """Make a daily copy, verify it, and only then let the oldest one go.

    While the computer's clock is not believed none goes: they do together once it is.

    Raises:
        StorageError: The gallery is damaged, or cannot be read; the copies that are there are kept.
        UsageError: It cannot be written.
    """
    made = copy_to(workspace, dated(workspace.folder.backups, _DAILY))
    if clock.look(workspace.db).leapt is None:
        for old in _older(workspace, made.path)[max(workspace.settings.daily_copies, 1) - 1 :]:
            old.unlink(missing_ok=True)
    return made


def back_up_to(
    workspace: Workspace, target: Path, keys: Path | None = None, *, overwrite: bool = False
) -> Backup:
    """Copy the gallery to a file that may be carried elsewhere, with the keys to it in another.

    Args:
        workspace: The data folder.
        target: Where to.
        keys: Where the keys go, in the place of those of earlier copies; by default beside the copy.
        overwrite: A file that is there may be replaced.

    Raises:
        StorageError: The gallery is damaged, or cannot be read.
        UsageError: It cannot be written there, or a file is there.
    """
    files.spare(target, overwrite=overwrite)
    place = keys or target.parent / copy_keys.NAME
    _check_place(workspace, place, target)
    made = copy_to(workspace, target)
    if place.resolve() not in map(Path.resolve, copy_keys.places(workspace.folder.root)):
        with _written(place), workspace.db.write() as session:
            own = copy_keys.kept(workspace.folder.root)
            copy_keys.give(own, place)
            carried_keys.note(session, place, own)
    return replace(made, keys=place)


def _check_place(workspace: Workspace, place: Path, target: Path) -> None:
    """Make sure that the keys to a copy may be written to a place.

    Raises:
        UsageError: Something else is there, or the copy is to be, or nothing can be.
    """
    if os.path.realpath(place) == os.path.realpath(target):  # which a loop of links does not hinder
        raise UsageError(
            say("A copy and its keys cannot be one file: {path}", path=place),
            remedy=say("Choose another place for the keys: --keys"),
        )
    if not place.exists() and not place.is_symlink():
        if place.parent != target.parent:
            files.check_writable(place, overwrite=False)
        return
    with workspace.db.write():
        own = copy_keys.kept(workspace.folder.root).id
    with suppress(StartError):
        if copy_keys.load_from(place).id == own:
            return
    raise UsageError(
        say("{path} is there already and is not overwritten", path=place),
        why=say("it is not the file with the keys of this gallery's copies"),
        remedy=say("Choose another place for the keys: --keys"),
    )


def _older(workspace: Workspace, made: Path) -> list[Path]:
    """The other daily copies, the newest first; the clock was wrong as one was made that is dated later."""
    now = datetime.now(UTC)
    daily = [one for one in backups(workspace) if one.path.name.startswith(_DAILY) and one.path != made]
    return [one.path for one in sorted(daily, key=lambda one: one.made > now)]


def dated(folder: Path, kind: str) -> Path:
    """A file in a folder whose name tells its kind, and the time."""
    return folder / f"{kind}{datetime.now(UTC).strftime(_TIME)}.db"


def copy_to(workspace: Workspace, target: Path) -> Backup:
    """Copy the gallery to a file that is there whole and sound, or not at all.

    Raises:
        StorageError: The gallery is damaged, or cannot be read.
        UsageError: It cannot be written there.
    """
    db = workspace.db
    with _written(target):
        target.parent.mkdir(mode=0o700, exist_ok=True)
        with db.write():
            keys = copy_keys.kept(workspace.folder.root)
        with files.scratch(target.parent) as part:
            copy = part / GALLERY_FILE
            sealed_copy.write(db.file, db.key, keys, copy)
            files.sync(copy)
            files.put(copy, target)
        files.sync(target.parent)
        state = target.stat()
    return Backup(target, datetime.fromtimestamp(state.st_mtime, UTC), state.st_size)


@contextmanager
def _written(target: Path) -> Iterator[None]:
    """Say where a file could not be written.

    Raises:
        UsageError: It could not.
    """
    try:
        yield
    except OSError as error:
        raise UsageError(
            say("{path} cannot be written", path=target),
            why=quote(error),
            remedy=say("Choose another place"),
        ) from error
