"""Bringing an earlier copy of the gallery back."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from app.core import files, private
from app.core.errors import KnownError, StartError, StorageError, UsageError
from app.core.paths import GALLERY_FILE
from app.core.text import Text, quote, say
from app.domain.backup import Restored
from app.domain.changes import Changes
from app.gallery import carried_keys, erased, forgetting, lineage, models, sealed_copy
from app.gallery.database import Database, Session
from app.gallery.encrypting import key_for
from app.gallery.integrity import is_lost
from app.gallery.legible import is_legible
from app.gallery.rewriting import export, is_plain
from app.gallery.sqlite import connect, holds_code, known_errors
from app.keys import copy_keys
from app.keys.copy_keys import CopyKeys
from app.keys.key import Key
from app.services.workspace.backup import BEFORE, can_be_opened, copy_to, dated
from app.services.workspace.workspace import Workspace

_HEAD, _LARGEST_PAGE = 100, 65_536
"""Bytes of a database's header, and of the page whose size it gives as 1 (SQLite's file format, 1.3)."""
_SLACK = 64_000_000
"""Bytes that a file may have beyond the pages that its header tells of."""


class Unsealed(NamedTuple):
    """What was found in a copy as it was opened.

    Attributes:
        keys: Those of people and faces with which it was; None where nothing in it was sealed.
        lacking: The keys that were erased since, by number.
        place: Where the same keys lie elsewhere, which are renewed from now on, too; if anywhere.
    """

    keys: CopyKeys | None = None
    lacking: frozenset[int] = frozenset()
    place: Path | None = None

    def note(self, session: Session) -> int:
        """Note in the copy who was erased since, and is not in it any more; return how many people.

        Models that were trained on them are flagged, and where the keys lie is noted.
        """
        rows = {
            kind: [copy_keys.row_of(one) for one in self.lacking if copy_keys.kind_of(one) == kind]
            for kind in copy_keys.KINDS
        }
        for kind, ids in rows.items():
            erased.note(session, kind, ids)
        models.flag(session, rows["person"])
        if self.keys is not None and self.place is not None:
            carried_keys.note(session, self.place, self.keys, behind=True)
        return len(rows["person"])


def restore(workspace: Workspace, source: Path, keys: Path | None = None) -> Restored:
    """Put the gallery back to what a copy of it holds.

    Who was forgotten since stays forgotten, and what people agreed to since holds. What was there before is
    copied first. Other programs that have the gallery open go on with what it is then.

    Args:
        workspace: The data folder.
        source: The copy, of this gallery, or of any where this one is empty.
        keys: A file with its keys, where they are not in the data folder; by default one beside the copy.

    Raises:
        UsageError: It is no sound copy of a gallery, or one of another, or its keys are not here.
        StorageError: The gallery cannot be read or written; it is as it was.
    """
    root = workspace.folder.root
    check = _check_of(workspace)
    with _failing(check), files.scratch(root) as part:
        copy, unsealed = _opened(source, part, workspace.db.key, _places(root, source, keys))
        with closing(copy):
            with workspace.db.read() as now, copy.write() as session:
                _check_kin(session, now, source)
                gone = unsealed.note(session)
                others = lineage.bring_forward(session, now)
                told = lineage.tell_everything(session, now)
                people = lineage.people_in(session)
                ended = lineage.ended_in(session)
            if others or copy.scrub_due():
                forgetting.finish(copy)
        _adopt(workspace, unsealed.keys)
        before = copy_to(workspace, dated(workspace.folder.backups, BEFORE))
        workspace.db.take_over(part / GALLERY_FILE, check)
    workspace.db.writer.announce(Changes(say("Restored a copy"), *map(frozenset, told.values())))
    return Restored(source, people, gone + others, ended, before.path)


def _check_of(workspace: Workspace) -> Callable[[], None]:
    """What raises an error once somebody was forgotten, or changed what they agreed to, since now."""
    with workspace.db.read() as now:
        holds = lineage.holding(now)

    def check() -> None:
        with workspace.db.read() as now:
            if lineage.holding(now) != holds:
                raise StorageError(
                    say("The gallery was not replaced"),
                    why=say("somebody was forgotten or changed what they agreed to meanwhile"),
                    remedy=say("Try again"),
                )

    return check


@contextmanager
def _failing(check: Callable[[], None]) -> Iterator[None]:
    """Where something fails, look first whether that is why: who forgets somebody deletes all copies."""
    try:
        yield
    except (KnownError, OSError):
        check()
        raise


def rescue(root: Path, source: Path, keys: Path | None = None) -> Restored | None:
    """Put a copy in the place of a gallery that is too damaged to be opened; that is kept beside it.

    Returns:
        What came of it; None where the gallery is not damaged, or the folder is not this user's alone.

    Raises:
        UsageError: It is no sound copy of a gallery, or its keys are not here.
        LockedError: The gallery is encrypted, and its key is not here.
        StorageError: It cannot be put there.
    """
    if not (root / GALLERY_FILE).is_file() or private.loose(root):
        return None
    key = key_for(root)
    if not is_lost(root / GALLERY_FILE, key):
        return None
    with files.scratch(root) as part:
        opened, unsealed = _opened(source, part, key, _places(root, source, keys))
        with closing(opened) as copy, copy.write() as session:
            gone = unsealed.note(session)
            lineage.note_restored(session)
            people, ended = lineage.people_in(session), lineage.ended_in(session)
        aside = dated(root, "damaged-")
        file = root / GALLERY_FILE
        for suffix in ("-wal", "-shm", "-journal"):
            with suppress(FileNotFoundError):
                Path(f"{file}{suffix}").replace(f"{aside}{suffix}")
        file.replace(aside)
        (part / GALLERY_FILE).replace(file)
        files.sync(root)
    return Restored(source, people, gone, ended, None)


@contextmanager
def opened_up(workspace: Workspace, copy: Path) -> Iterator[Path]:
    """One of the copies in the data folder as a database with the tables and rows of the gallery.

    Raises:
        UsageError: Its keys are not here.
        StorageError: It cannot be read.
    """
    key, root = workspace.db.key, workspace.folder.root
    with files.scratch(root) as part:
        file = part / GALLERY_FILE
        shutil.copyfile(copy, file)
        _open_up(file, copy, key, _places(root, copy, None))
        yield file


def _opened(source: Path, folder: Path, key: Key | None, places: Sequence[Path]) -> tuple[Database, Unsealed]:
    """Open a copy of a copy, brought up to date, after a look at whether it is what it should be.

    Args:
        source: The copy; it may be plain where the gallery is encrypted.
        folder: Where it is opened.
        key: Of the gallery.
        places: Where the keys of people and faces may be.

    Raises:
        UsageError: It is not, or these keys are not there.
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
        unsealed = _open_up(file, source, key, places)
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
    return opened, unsealed


def _open_up(file: Path, source: Path, key: Key | None, places: Sequence[Path]) -> Unsealed:
    """Open what is sealed in a copy.

    Args:
        file: The copy, to be written to.
        source: What it is a copy of.
        key: What it is encrypted with.
        places: Where the keys may be; the last is none of the data folder's.

    Raises:
        UsageError: They are not there, or what is sealed is damaged.
        StorageError: The copy cannot be read or written.
    """
    wanted = sealed_copy.keys_of(file, key)
    if wanted is None:
        return Unsealed()
    for place in places:
        with suppress(StartError):
            keys = copy_keys.load_from(place)
            if keys.id == wanted:
                lacking = sealed_copy.open_up(file, key, keys)
                return Unsealed(keys, lacking, _elsewhere(keys, *places))
    raise UsageError(
        say("{path} cannot be restored", path=source),
        why=say("all that is about people in it is sealed, and the keys to it are not here"),
        remedy=say(
            "Put {name}, which was written with it, beside it, or name it: --keys", name=copy_keys.NAME
        ),
    )


def _elsewhere(keys: CopyKeys, *places: Path) -> Path | None:
    """The last of these places, if the same keys lie there and it is none of those before."""
    *here, last = places
    with suppress(StartError):
        if copy_keys.load_from(last).id == keys.id and last.resolve() not in map(Path.resolve, here):
            return last
    return None


def _places(root: Path, source: Path, given: Path | None) -> list[Path]:
    """Where the keys of a copy may be; those here come first, as nobody who was forgotten has one."""
    return [*copy_keys.places(root), given or source.parent / copy_keys.NAME]


def _adopt(workspace: Workspace, keys: CopyKeys | None) -> None:
    """Seal further copies under the keys of the one that is restored, where there are none or is nobody yet.

    Copies that were made while there was nobody are deleted then: they open no more.

    Raises:
        StorageError: They cannot be written.
    """
    root = workspace.folder.root
    with workspace.db.write() as session, suppress(StartError):  # `doctor` tells of those that are damaged
        own = copy_keys.load(root)
        if keys is None or (own is not None and (own.id == keys.id or not lineage.is_empty(session))):
            return
        try:
            copy_keys.save(root, keys)
        except OSError as error:
            raise StorageError(say("The gallery was not replaced"), why=quote(error)) from error
    for copy in workspace.folder.copies():
        if not can_be_opened(workspace, copy):
            copy.unlink(missing_ok=True)
    workspace.db.erase_keys()


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
