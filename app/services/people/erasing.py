"""Erasing faces for good that are nobody's in particular: with a look first at what it would be."""

from os.path import lexists
from pathlib import Path

from app.core import reserve
from app.core.errors import UsageError
from app.core.text import say
from app.domain.erasing import Erasing, Which
from app.domain.erasure import Erasure
from app.gallery import copies, erasing, library, photos
from app.gallery.database import Session
from app.services.photos.folders import is_here
from app.services.workspace import Workspace


def would_erase(workspace: Workspace, wanted: Erasing) -> Erasure:
    """Say what `erase` would do, and do nothing.

    Raises:
        UsageError: It is not said which folder or day.
        GalleryError: The gallery cannot be read.
    """
    with workspace.db.read() as session:
        return erasing.erase(session, _checked(wanted), _gone(session, wanted))  # and never committed


def erase(workspace: Workspace, wanted: Erasing) -> Erasure:
    """Erase faces, with what is known of them, and leave no trace of them in the gallery's files.

    Raises:
        UsageError: It is not said which folder or day.
        GalleryError: The gallery cannot be written, or another program keeps traces alive.
    """
    with reserve.lent(workspace.folder.root):
        with workspace.db.write() as session:
            done = erasing.erase(session, _checked(wanted), _gone(session, wanted))
        workspace.db.scrub()
    return done | Erasure(left=workspace.keys_behind())


def _checked(wanted: Erasing) -> Erasing:
    if (wanted.which == Which.FOLDER) != (wanted.folder is not None):
        raise UsageError(say("Say the faces of which folder are to be erased"))
    if (wanted.which == Which.OLDER) != (wanted.before is not None):
        raise UsageError(say("Say of before which day faces are to be erased"))
    return wanted


def _gone(session: Session, wanted: Erasing) -> list[int]:
    """Photos whose files are nowhere any more; on a drive that is not plugged in they are not gone."""
    if wanted.which != Which.GONE:
        return []
    folders = [folder for folder in library.folders(session) if not is_here(folder)]
    everywhere = photos.places(session)
    lost = {photo for photo, path in everywhere.items() if not lexists(path) and not _away(path, folders)}
    lost -= {copy.photo for path, copy in copies.of(session, lost).items() if lexists(path)}
    return sorted(lost)


def _away(path: Path, folders: list[Path]) -> bool:
    """Whether a path lies in a folder that cannot be reached now."""
    if any(path.is_relative_to(folder) for folder in folders):
        return True
    return not any(above.is_dir() for above in path.parents[:2])
