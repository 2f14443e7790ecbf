"""A person's photos copied into a folder of their own, for whoever wants them as files."""

import filecmp
import shutil
from collections.abc import Collection
from itertools import count
from pathlib import Path

from app.core.errors import ImageError, UsageError
from app.core.files import replacing
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.text import quote, say
from app.domain.access import What
from app.domain.failure import Failure
from app.domain.handover import FilesWritten
from app.gallery import placed
from app.gallery.placed import NamedFace
from app.services.photos.matching import another_picture, as_read, follow_copies
from app.services.workspace import Workspace

_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*', "_"))
"""What no file system of any system takes in a name."""
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_MOST_BYTES = 200


def copy_photos(
    workspace: Workspace,
    folder: Path,
    people: Collection[int] | None = None,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> FilesWritten:
    """Copy the photos of people into a folder for each below one, which is made if need be, with their times.

    A photo that is there already counts as such; another one of its name gets a number. A photo of several
    people lies in the folder of each.

    Raises:
        UsageError: The folder cannot be made.
        Cancelled: The user asked to stop; what was copied stays.
    """
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        why = quote(error)
        raise UsageError(say("the folder {folder} cannot be made", folder=folder), why=why) from error
    follow_copies(workspace, {face.path for face in _named(workspace, people) if face.path}, cancel)
    faces = _named(workspace, people)
    wanted = dict.fromkeys((face.person, face.path) for face in faces if face.path is not None)
    same = as_read(workspace, list({path for _, path in wanted}), cancel)
    workspace.note_access(What.EXPORT, len(faces))
    result = FilesWritten()
    for number, (person, path) in enumerate(wanted, start=1):
        if cancel:
            cancel.check()
        try:
            if path not in same and path.exists():
                raise another_picture()
            _copy(path, folder / folder_name(person), result)
        except ImageError as error:
            result.failed.append(Failure(str(path), error.text))
        except OSError as error:
            result.failed.append(Failure(str(path), quote(error)))
        progress(Progress(number, len(wanted), quote(path.name)))
    return result


def _named(workspace: Workspace, people: Collection[int] | None) -> list[NamedFace]:
    with workspace.db.read() as session:
        return placed.named(session, people)


def folder_name(person: str) -> str:
    """What a person's folder is called: their name, as far as every file system takes it."""
    name = "".join(c for c in person.translate(_FORBIDDEN) if c.isprintable()).strip(" .")
    while len(name.encode()) > _MOST_BYTES:
        name = name[:-1].rstrip(" .")
    return f"{name}_" if name.casefold() in _RESERVED or not name else name


def _copy(path: Path, folder: Path, result: FilesWritten) -> None:
    folder.mkdir(exist_ok=True)
    names = (path.name if n == 1 else f"{path.stem} ({n}){path.suffix}" for n in count(1))
    for target in (folder / name for name in names):
        if not target.exists():
            with path.open("rb") as source, replacing(target) as file:
                shutil.copyfileobj(source, file)
            shutil.copystat(path, target)
            result.written += 1
            return
        if filecmp.cmp(path, target, shallow=False):
            result.same += 1
            return
