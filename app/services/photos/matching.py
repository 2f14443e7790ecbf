"""Which photos of the gallery a folder's files are: known by their content, wherever they lie."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.progress import CancelToken
from app.domain.photo import Photo
from app.gallery import photos
from app.gallery.database import Session
from app.gallery.records import PhotoFile
from app.services.photos.reading import absolute
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Matched:
    """Files told apart.

    Attributes:
        known: Photos of the gallery, by the path of each file that is one of them, all of its faces read.
        fresh: Files to read, as given.
    """

    known: dict[Path, int]
    fresh: list[Path]


def match_files(workspace: Workspace, paths: Sequence[Path], cancel: CancelToken | None = None) -> Matched:
    """Tell files that the gallery knows from those to read, and let its photos follow where files went.

    A file that has not changed since it was read, by size and time, is known without being opened. Any other
    is known if its bytes are those of a photo of the gallery: a photo whose own file is gone, or shows
    something else now, has moved there; else it is a copy.

    Raises:
        GalleryError: The gallery cannot be written.
        Cancelled: The user asked to stop.
    """
    with workspace.db.read() as session:
        at = {path: photo for path in paths if (photo := photos.lookup(session, absolute(path))) is not None}
        found = {path: photo for path, photo in at.items() if _is_unchanged(path, photo)}
        same = _by_content(session, [path for path in paths if path not in found], cancel)
    moves = _moves(same, {photo.id for photo in found.values()})
    outdated = {at[path].id for path, photo in same.items() if path in at and at[path].id != photo.id}
    with workspace.db.write() as session:
        for photo_id in outdated - moves.keys():
            photos.discard(session, photo_id)
        photos.move(session, _possible(session, moves))
    found |= same
    known = {path: photo.id for path, photo in found.items() if photo.complete}
    return Matched(known, [path for path in paths if path not in known])


def _moves(same: dict[Path, Photo], in_place: set[int]) -> dict[int, tuple[Path, int]]:
    """Where photos went whose own file is gone or changed, by their identifier; see `photos.move`."""
    moves: dict[int, tuple[Path, int]] = {}
    own_first = sorted(same.items(), key=lambda item: absolute(item[0]) != item[1].path)
    for path, photo in own_first:
        stamp = _stamp(path)
        touched = absolute(path) == photo.path
        copied = photo.id in in_place or photo.id in moves
        if stamp is not None and not copied and (touched or not _is_in_place(photo)):
            moves[photo.id] = (absolute(path), stamp[1])
    return moves


def _is_in_place(photo: Photo) -> bool:
    """Whether a photo's own file still shows it."""
    stamp = _stamp(photo.path)
    return stamp is not None and (
        stamp == (photo.size, photo.mtime_ns)
        or (stamp[0] == photo.size and _digest(photo.path) == photo.sha256)
    )


def _possible(session: Session, moves: dict[int, tuple[Path, int]]) -> dict[int, tuple[Path, int]]:
    """Leave out moves to where the gallery has another photo that stays, since somebody named its faces."""

    def is_blocked(path: Path) -> bool:
        there = photos.lookup(session, path)
        return there is not None and there.id not in moves and not photos.discard(session, there.id)

    while blocked := [photo for photo, (path, _) in moves.items() if is_blocked(path)]:
        for photo in blocked:
            del moves[photo]
    return moves


def as_stored(session: Session, file: PhotoFile) -> PhotoFile:
    """A picture as the gallery has it: a copy of a photo stands for the photo itself."""
    here = photos.lookup(session, file.path)
    known = photos.by_content(session, file.sha256)
    if known is None or (here is not None and here.sha256 == file.sha256):
        return file
    return replace(file, path=known.path, mtime_ns=known.mtime_ns or file.mtime_ns)


def _is_unchanged(path: Path, photo: Photo) -> bool:
    """Whether a file is as it was when it was read as this photo."""
    return photo.failure is None and _stamp(path) == (photo.size, photo.mtime_ns)


def _stamp(path: Path) -> tuple[int, int] | None:
    """Size in bytes and time of the last change in nanoseconds, by which an unchanged file is known."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _by_content(session: Session, paths: Sequence[Path], cancel: CancelToken | None) -> dict[Path, Photo]:
    """The photo whose bytes a file holds, for each that holds one's. Only files of its size are opened."""
    stamps = {path: stamp for path in paths if (stamp := _stamp(path)) is not None}
    photo_of: dict[tuple[int | None, str | None], Photo] = {}
    for photo in photos.of_sizes(session, {size for size, _ in stamps.values()}):
        photo_of.setdefault((photo.size, photo.sha256), photo)
    sizes = {size for size, _ in photo_of}
    same = {}
    for path, (size, _) in stamps.items():
        if cancel:
            cancel.check()
        known = photo_of.get((size, _digest(path))) if size in sizes else None
        if known is not None:
            same[path] = known
    return same


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
