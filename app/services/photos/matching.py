"""Which photos of the gallery a folder's files are: known by their content, wherever they lie."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.errors import ImageError
from app.core.progress import CancelToken
from app.core.text import say
from app.domain.photo import Photo
from app.gallery import copies, photos, turning
from app.gallery.copies import Copy
from app.gallery.database import Session
from app.services.photos.contents import Content, Stamp, content, digest, stamp
from app.services.photos.reading import absolute, ahead
from app.services.workspace import Workspace

_Stamps = Mapping[Path, Stamp]
_Same = dict[Path, tuple[Photo, Copy]]
"""Files that hold a photo's content, by path as given, with what each is known by."""
_Edited = dict[Path, tuple[Photo, Content]]
"""Files that show a photo as before, but say other things about it in their tags."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Files told apart.

    Attributes:
        same: Photos of the gallery, by the path of each file that is one of them.
        known: Those of which all faces were read.
        fresh: Files to read, as given.
        twins: Files with the bytes of one of those, which are known once that one is read.
    """

    same: dict[Path, int]
    known: dict[Path, int]
    fresh: list[Path]
    twins: list[Path]


def match_files(workspace: Workspace, paths: Sequence[Path], cancel: CancelToken | None = None) -> Matched:
    """Tell files that the gallery knows from those to read, and let its photos follow where files went.

    A file that has not changed since it was read, by size and time, is known without being opened. Any other
    is known if its bytes are those of a photo of the gallery: a photo whose own file is gone, or shows
    something else now, has moved there; else it is a copy. A file in its place that differs in its tags
    alone is the photo it was.

    Raises:
        GalleryError: The gallery cannot be written.
        Cancelled: The user asked to stop.
    """
    stamps = {path: one for path in paths if (one := stamp(path)) is not None}
    with workspace.db.read() as session:
        at = photos.at(session, map(absolute, stamps))
        lies = {path: photo for path in stamps if (photo := at.get(absolute(path))) is not None}
        own = {path: photo for path, photo in lies.items() if _is_unchanged(photo, stamps[path])}
        same = _copies_at(session, {path: one for path, one in stamps.items() if path not in own})
        moved = {path: one for path, one in stamps.items() if path not in own and path not in same}
        same |= _by_content(session, moved, cancel)
    changed = {path: lies[path] for path in moved if path in lies and path not in same}
    edited = _with_other_tags(changed, cancel)
    found = own | {path: photo for path, (photo, _) in (same | edited).items()}
    unread = [path for path in paths if path not in found]
    with workspace.db.write() as session:
        copies.forget(session, map(absolute, unread))
        _take_tags(session, edited, stamps)
        _settle_places(session, same, {photo.id for path, photo in found.items() if path not in same})
    twins = _twins(unread, stamps, cancel)
    known = {path: photo.id for path, photo in found.items() if photo.complete}
    fresh = [path for path in paths if path not in known and path not in twins]
    return Matched({path: photo.id for path, photo in found.items()}, known, fresh, sorted(twins))


def follow_copies(workspace: Workspace, paths: Iterable[Path], cancel: CancelToken | None = None) -> None:
    """Let photos whose own file is gone lie where a copy of them does.

    Raises:
        GalleryError: The gallery cannot be written.
        Cancelled: The user asked to stop.
    """
    gone = [absolute(path) for path in paths if not path.exists()]
    with workspace.db.read() as session:
        known = copies.of(session, [photo.id for photo in photos.at(session, gone).values()])
    if there := [path for path in known if path.exists()]:
        match_files(workspace, there, cancel)


def as_read(workspace: Workspace, paths: Sequence[Path], cancel: CancelToken | None = None) -> set[Path]:
    """Those photos' own files that still show what was read from them, whatever their tags say by now.

    Raises:
        GalleryError: The gallery cannot be written.
        Cancelled: The user asked to stop.
    """
    same = match_files(workspace, paths, cancel).same
    with workspace.db.read() as session:
        at = photos.at(session, map(absolute, same))
    return {
        path
        for path, number in same.items()
        if (photo := at.get(absolute(path))) is not None and photo.id == number
    }


def another_picture() -> ImageError:
    """What is wrong with a file that is not `as_read`."""
    return ImageError(
        say("it shows something else than when it was read"), remedy=say("Import its folder again")
    )


def _is_unchanged(photo: Photo, found: Stamp) -> bool:
    """Whether a file is as it was when it was read as the photo at its path."""
    return photo.failure is None and found == (photo.size, photo.mtime_ns)


def _copies_at(session: Session, stamps: _Stamps) -> _Same:
    """Files that are copies as they were noted, unchanged since."""
    noted = copies.at(session, map(absolute, stamps))
    found: _Same = {}
    for path, one in stamps.items():
        copy = noted.get(absolute(path))
        if copy is not None and copy[2:] == one and (photo := photos.get(session, copy.photo)) is not None:
            found[path] = photo, copy
    return found


def _by_content(session: Session, stamps: _Stamps, cancel: CancelToken | None) -> _Same:
    """Files that hold the bytes of a photo. Only those of its size are opened."""
    photo_of: dict[tuple[int | None, str | None], Photo] = {}
    for photo in photos.of_sizes(session, {one.size for one in stamps.values()}):
        photo_of.setdefault((photo.size, photo.sha256), photo)
    sizes = {size for size, _ in photo_of}
    possible = [path for path, one in stamps.items() if one.size in sizes]
    found = {}
    for path, sha256 in zip(possible, ahead(digest, possible, cancel), strict=True):
        known = photo_of.get((stamps[path].size, sha256))
        if known is not None and sha256 is not None:
            found[path] = known, Copy(known.id, sha256, *stamps[path])
    return found


def _with_other_tags(changed: Mapping[Path, Photo], cancel: CancelToken | None) -> _Edited:
    """Files that show the photo at their path as before; each is read, none is decoded."""
    known = {path: photo for path, photo in changed.items() if photo.pixels is not None}
    found = {}
    for path, now in zip(known, ahead(content, known, cancel), strict=True):
        photo = known[path]
        if now is not None and now.pixels == photo.pixels and _turned(photo, now) is not None:
            found[path] = photo, now
    return found


def _turned(photo: Photo, now: Content) -> int | None:
    return None if photo.turn is None else turning.quarters(photo.turn, now.turn)


def _take_tags(session: Session, edited: _Edited, stamps: _Stamps) -> None:
    """Keep what is new about files whose tags were edited, and turn faces with their photo."""
    for path, (photo, now) in edited.items():
        mtime_ns = stamps[path].mtime_ns
        held: dict[str, Any] = {"sha256": now.sha256, "size": now.size, "turn": now.turn, "taken": now.taken}
        if photo.place is not None:
            held["place"] = now.place
        photos.hold(session, photo.id, mtime_ns=mtime_ns, **held)
        if turned := _turned(photo, now):
            turning.turn(session, photo.id, turned)


def _settle_places(session: Session, same: _Same, in_place: Collection[int]) -> None:
    """Let photos move to where their content was found, and note every other such file as a copy."""
    moves = _moves(same, in_place)
    holds = {absolute(path): photo.id for path, (photo, _) in same.items()}
    for path, there in photos.at(session, holds).items():
        if there.id != holds[path] and there.id not in moves:
            photos.set_aside(session, there)
    photos.move(session, {photo: (path, copy.mtime_ns) for photo, (path, copy) in moves.items()})
    for photo, copy in same.values():
        if moves.get(photo.id, (None, None))[1] == copy and copy.sha256 != photo.sha256:  # other tags
            photos.hold(session, photo.id, sha256=copy.sha256, size=copy.size)
    own = {path for path, _ in moves.values()}
    copies.forget(session, own)
    others = {absolute(path): copy for path, (_, copy) in same.items()}
    copies.note(session, {path: copy for path, copy in others.items() if path not in own})


def _moves(same: _Same, in_place: Collection[int]) -> dict[int, tuple[Path, Copy]]:
    """Where photos went whose own file is gone or changed, by their identifier."""
    moves: dict[int, tuple[Path, Copy]] = {}
    own_first = sorted(same.items(), key=lambda item: absolute(item[0]) != item[1][0].path)
    for path, (photo, copy) in own_first:
        touched = absolute(path) == photo.path
        copied = photo.id in in_place or photo.id in moves
        if not copied and (touched or not _is_in_place(photo)):
            moves[photo.id] = (absolute(path), copy)
    return moves


def _is_in_place(photo: Photo) -> bool:
    """Whether a photo's own file still shows it."""
    found = stamp(photo.path)
    return found is not None and (
        found == (photo.size, photo.mtime_ns)
        or (found.size == photo.size and digest(photo.path) == photo.sha256)
    )


def _twins(paths: Iterable[Path], stamps: _Stamps, cancel: CancelToken | None) -> set[Path]:
    """Of files that hold the same bytes, all but the first. Only files of one size are opened."""
    sizes = Counter(stamps[path].size for path in paths if path in stamps and stamps[path].size)
    possible = [path for path in paths if path in stamps and sizes[stamps[path].size] > 1]
    seen: set[str] = set()
    twins = set()
    for path, sha256 in zip(possible, ahead(digest, possible, cancel), strict=True):
        if sha256 in seen:
            twins.add(path)
        elif sha256 is not None:
            seen.add(sha256)
    return twins
