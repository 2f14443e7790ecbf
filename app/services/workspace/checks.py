"""Is everything there that Kith needs?"""

import os
import platform
import shutil
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from time import time

import numpy as np

from app.core import private
from app.core.errors import KithError, StartError
from app.core.text import NOTHING, Number, Text, in_a_row, listed, quote, say, say_n
from app.domain.check import Check
from app.gallery.counts import counts
from app.gallery.legible import is_legible
from app.gallery.sqlite import driver, journal_mode
from app.keys import copy_keys
from app.keys.header import in_words
from app.services.workspace import clock, encryption, floors
from app.services.workspace.backup import backups, can_be_opened
from app.services.workspace.workspace import Workspace

_LIBRARIES = ("openvino", "torch", "opencv-python-headless", "sqlalchemy", "pillow")
_SPARE = 200_000_000
"""Bytes that should be free whatever the gallery's size."""
_HALF_WRITTEN = ("*.part", "*.part-journal", "*.tmp", ".kith-*", ".retrained-*")
_AT_WORK_SECONDS = 3600.0
"""What was written to within so many seconds may still be in the making."""


def checks(workspace: Workspace) -> list[Check]:
    """Look at libraries, device, data folder, gallery and models."""
    return [_check(code, name, look, workspace) for code, name, look in _CHECKS]


def tidy(workspace: Workspace) -> list[Text]:
    """Take away rights that others have, and what was left half-written; copy what gets at the key.

    Returns:
        What was done.

    Raises:
        StartError: That cannot be written.
    """
    copied = [encryption.copy_again(workspace.folder.root), _keys_again(workspace)]
    rights, rest = len(private.tighten(workspace.folder.root)), leftovers(workspace.folder.root)
    for path in rest:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    told = (
        (rights, say_n("{n} file is yours alone now", "{n} files are yours alone now", rights)),
        (len(rest), say_n("{n} half-written file deleted", "{n} half-written files deleted", len(rest))),
    )
    return [*filter(None, copied), *(text for count, text in told if count)]


def _keys_again(workspace: Workspace) -> Text | None:
    """Write the keys of copies anew where they do not stand; return what was done.

    Raises:
        StartError: They cannot be written.
    """
    root = workspace.folder.root
    if copy_keys.stand(root):
        return None
    try:
        with workspace.db.write():
            copy_keys.mend(root)
        workspace.db.erase_keys()
    except OSError as error:
        raise StartError(say("The keys of copies cannot be written"), why=quote(error)) from error
    return say("the keys of copies were written anew")


class _Wrong(Exception):  # noqa: N818 - an outcome
    """Something is not as it should be: what, what to do, and whether Kith can."""

    def __init__(self, detail: Text, remedy: Text = NOTHING, *, mendable: bool = False) -> None:
        super().__init__(detail)
        self.detail, self.remedy, self.mendable = detail, remedy, mendable


def _check(code: str, name: Text, look: Callable[[Workspace], Text], workspace: Workspace) -> Check:
    try:
        return Check(name, True, look(workspace), code)
    except _Wrong as wrong:
        return Check(name, False, wrong.detail, code, wrong.remedy, wrong.mendable)
    except KithError as error:
        return Check(name, False, in_a_row(error.what, error.why, NOTHING), code, error.remedy)
    except (ImportError, OSError) as error:
        return Check(name, False, quote(error), code)


def _libraries(_: Workspace) -> Text:
    found = listed(f"{name} {version(name)}" for name in _LIBRARIES)
    return say("Python {version}, {libraries}", version=platform.python_version(), libraries=found)


def _floors(_: Workspace) -> Text:
    if old := floors.too_old():
        raise _Wrong(
            say("older than this Kith wants: {libraries}", libraries=listed(old)),
            say("Update them: newer ones close known holes"),
        )
    return say("as new as this Kith wants them")


def _device(workspace: Workspace) -> Text:
    from app.vision.runtime import choose_device

    chosen = choose_device(workspace.device)
    if chosen == "cuda":
        import torch

        return quote(torch.cuda.get_device_name())
    return say("{device}, {count} threads", device=chosen, count=os.cpu_count() or 1)


def _gallery(workspace: Workspace) -> Text:
    mode = journal_mode(driver.sqlite_version_info).lower()
    with workspace.db.read() as session:
        people = counts(session).people
    return say(
        "{folder}: {count} people, SQLite {version}, {mode}",
        folder=workspace.folder.root,
        count=people,
        version=driver.sqlite_version,
        mode=mode,
    )


def _file(workspace: Workspace) -> Text:
    found = workspace.db.damage()
    if found.file or found.unreadable:
        raise _Wrong(
            say("the file is damaged: {what}", what=listed((*found.file, *found.unreadable))),
            say("Repair what can be, or put a good copy in its place"),
            mendable=True,
        )
    if found.rows:
        counts = listed(f"{table} {len(rows)}" for table, rows in sorted(found.rows.items()))
        raise _Wrong(
            say("rows are not as they were written: {counts}", counts=counts),
            say("They are left out; repair what can be made again from photos, face crops or copies"),
            mendable=True,
        )
    with workspace.db.read() as session:
        if not is_legible(session):
            raise _Wrong(
                say("some of it is not of the kind that belongs in its place"),
                say("Put back what a copy holds, with kith restore"),
            )
    return say("whole: every page, row and reference was looked at")


def _access(workspace: Workspace) -> Text:
    root = workspace.folder.root
    if others := private.foreign(root):
        raise _Wrong(
            say_n(
                "{n} file belongs to another user, such as {path}",
                "{n} files belong to other users, such as {path}",
                len(others),
                path=others[0],
            ),
            say("Make them yours (chown)"),
        )
    if loose := private.loose(root):
        raise _Wrong(
            say_n(
                "{n} file can be reached by other users, such as {path}",
                "{n} files can be reached by other users, such as {path}",
                len(loose),
                path=loose[0],
            ),
            say("Take that right away"),
            mendable=True,
        )
    return say("yours alone")


def _space(workspace: Workspace) -> Text:
    free = shutil.disk_usage(workspace.folder.root).free
    wanted = max(_SPARE, 2 * workspace.db.file.stat().st_size)
    found = say("{size} MB free", size=Number(free / 1e6, 0))
    if free < wanted:
        raise _Wrong(
            found, say("Make room: {size} MB are wanted for copies and changes", size=Number(wanted / 1e6, 0))
        )
    return found


def _copies(workspace: Workspace) -> Text:
    if not copy_keys.stand(workspace.folder.root):
        raise _Wrong(
            say("their keys are gone, damaged or there only once: lost, they take all copies with them"),
            say("Write them anew"),
            mendable=True,
        )
    if not (found := backups(workspace)):
        return say("none of the gallery yet")
    if closed := [one.path for one in found if not can_be_opened(workspace, one.path)]:
        raise _Wrong(
            say_n(
                "{n} cannot be opened, such as {path}: its keys are gone",
                "{n} cannot be opened, such as {path}: their keys are gone",
                len(closed),
                path=closed[0],
            ),
            say("Put copies.keys back from beside a copy that you keep, or delete them"),
        )
    return say_n("{n}, of {moment}", "{n}, the newest of {moment}", len(found), moment=found[0].made)


def _clock(workspace: Workspace) -> Text:
    found = clock.look(workspace.db)
    if found.is_doubtful:
        raise _Wrong(found.told, found.remedy)
    if found.leapt is not None:
        return in_a_row(found.told, NOTHING, found.remedy)
    return say("agrees with when the gallery was last open")


def _encryption(workspace: Workspace) -> Text:
    found = encryption.status(workspace.folder.root)
    if found.holder is not None and found.plain:
        raise _Wrong(
            say_n(
                "{n} file that holds people is not encrypted, such as {path}",
                "{n} files that hold people are not encrypted, such as {path}",
                len(found.plain),
                path=found.plain[0],
            ),
            say("Delete them, or encrypt everything anew: kith encrypt rekey"),
        )
    if not encryption.copy_stands(workspace.folder.root):
        raise _Wrong(
            say("encryption.json has no sound copy in backups: were it lost, so would the gallery be"),
            say("Write it anew, or make another key: kith encrypt rekey"),
            mendable=True,
        )
    return in_words(found.holder)


def _leftovers(workspace: Workspace) -> Text:
    if rest := leftovers(workspace.folder.root):
        raise _Wrong(
            say_n(
                "{n} half-written file, such as {path}",
                "{n} half-written files, such as {path}",
                len(rest),
                path=rest[0],
            ),
            say("Delete them"),
            mendable=True,
        )
    return say("no half-written files")


def leftovers(root: Path) -> list[Path]:
    """Files that a program wrote and did not finish, and that none can be at work on any more."""
    before = time() - _AT_WORK_SECONDS
    found = (path for pattern in _HALF_WRITTEN for path in root.rglob(pattern))
    return [path for path in found if not path.is_symlink() and path.lstat().st_mtime < before]


def _recogniser(workspace: Workspace) -> Text:
    model = workspace.active_model()
    workspace.embedder(model)
    return say("{model}, {dimension}-D, weights checked", model=model.name, dimension=model.dimension)


def _detector(workspace: Workspace) -> Text:
    workspace.reader().find(np.full((240, 320, 3), 128, np.uint8))
    return quote(workspace.settings.detector)


_CHECKS: tuple[tuple[str, Text, Callable[[Workspace], Text]], ...] = (
    ("libraries", say("libraries"), _libraries),
    ("floors", say("versions"), _floors),
    ("device", say("device"), _device),
    ("gallery", say("gallery"), _gallery),
    ("file", say("its file"), _file),
    ("access", say("access"), _access),
    ("encryption", say("encryption"), _encryption),
    ("copies", say("copies"), _copies),
    ("clock", say("clock"), _clock),
    ("space", say("space"), _space),
    ("leftovers", say("leftovers"), _leftovers),
    ("recogniser", say("recogniser"), _recogniser),
    ("detector", say("detector"), _detector),
)
