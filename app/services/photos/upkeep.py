"""What is looked after once a folder was read: photos gone from it, and what old ones are known by."""

from collections.abc import Collection, Iterable
from os.path import lexists
from pathlib import Path
from typing import Any

from app.core.batches import batches
from app.core.progress import CancelToken
from app.domain.changes import Changes
from app.gallery import copies, library, photos
from app.services.photos.contents import content
from app.services.photos.folders import is_here
from app.services.photos.reading import ahead
from app.services.workspace import Workspace

_AT_ONCE = 100
"""Photos a commit."""


def follow_gone(workspace: Workspace, folder: Path, there: Collection[Path]) -> None:
    """Let photos whose file in a folder is gone go on where a copy of them lies, and forget copies gone.

    Args:
        workspace: The data folder.
        folder: Absolute.
        there: Paths below it at which there are pictures.

    Raises:
        GalleryError: The gallery cannot be written.
    """
    with workspace.db.read() as session:
        gone = {path for path in copies.below(session, folder).keys() - set(there) if not lexists(path)}
        left = [photo for photo, path in photos.below(session, folder).items() if path not in there]
        copied = {copy.photo for path, copy in copies.of(session, left).items() if path not in gone}
    if not gone and not copied:
        return
    with workspace.db.write() as session:
        copies.forget(session, gone)
        for photo in filter(None, (photos.get(session, one) for one in sorted(copied))):
            if not lexists(photo.path):
                photos.set_aside(session, photo)


def forget_left(workspace: Workspace) -> None:
    """Keep folders of the library no more that are gone and whose photos were all found elsewhere.

    Raises:
        GalleryError: The gallery cannot be written.
    """
    with workspace.db.read() as session:
        gone = [folder for folder in library.folders(session) if not is_here(folder)]
        left = [one for one in gone if not photos.at(session, photos.below(session, one).values())]
    if left:
        with workspace.db.write() as session:
            for folder in left:
                copies.forget(session, copies.below(session, folder))
                library.forget(session, folder)


def forget_places(workspace: Workspace) -> Changes:
    """Keep no more where photos were taken, whoever asked for it.

    Raises:
        GalleryError: The gallery cannot be written.
    """
    with workspace.db.write() as session:
        return photos.forget_places(session)


def fill_in(
    workspace: Workspace, paths: Iterable[Path], cancel: CancelToken | None = None, *, places: bool = False
) -> None:
    """Note of photos that were read before what they show, and what their tags say; decodes none.

    Args:
        workspace: The data folder.
        paths: Where photos of the gallery lie; absolute.
        cancel: Polled after each photo; what was noted stays.
        places: Whether it is to be kept where they were taken.

    Raises:
        GalleryError: The gallery cannot be written.
        Cancelled: The user asked to stop.
    """
    with workspace.db.read() as session:
        old = {
            path: one
            for path, one in photos.at(session, paths).items()
            if one.seconds is None and (one.pixels is None or (places and one.place is None))
        }
    looked = zip(old.values(), ahead(content, old, cancel), strict=True)
    for batch in batches(looked, _AT_ONCE):
        with workspace.db.write() as session:
            for photo, now in batch:
                if now is not None and now.sha256 == photo.sha256:
                    held: dict[str, Any] = {"pixels": now.pixels, "turn": now.turn, "taken": now.taken}
                    if places:
                        held["place"] = now.place
                    photos.hold(session, photo.id, **held)
