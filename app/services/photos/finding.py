"""A folder of photos that was moved: its photos are taken along, once their content was checked."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from app.core.errors import UsageError
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.text import quote, say
from app.domain.photo import Moved, Photo
from app.gallery import copies, library, photos
from app.gallery.database import Session
from app.services.photos.contents import Stamp, digest, stamp
from app.services.photos.reading import absolute, ahead
from app.services.workspace import Workspace

_SAMPLES = 16
"""Files whose content is compared although their names, sizes and times are as they were."""


def find_folder(
    workspace: Workspace,
    old: Path,
    new: Path,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> Moved:
    """Look for a folder's photos in the place that it was moved to, and let those found lie there.

    A file is a photo's if it has its content. Where names, sizes and times are as they were, that is looked
    at for some of them, spread over all; does one differ, every file is opened.

    Raises:
        UsageError: None of the photos is there.
        GalleryError: The gallery cannot be written.
        Cancelled: The user asked to stop; nothing was changed.
    """
    old, new = absolute(old), absolute(new)
    with workspace.db.read() as session:
        lost = photos.at(session, photos.below(session, old).values()).values()
    places = {new / photo.path.relative_to(old): photo for photo in lost if photo.failure is None}
    found = {}
    for done, (place, holds) in enumerate(_compared(places, cancel), 1):
        if holds:
            found[place] = places[place]
        progress(Progress(done, len(places), quote(place.name)))
    if not found:
        raise UsageError(
            say("no photo of {old} is in {new}", old=old, new=new),
            remedy=say("Choose the folder that {name} is now", name=old.name or old),
        )
    with workspace.db.write() as session:
        _take_along(session, old, new, found)
    return Moved(new, len(found), len(places) - len(found))


def _compared(places: Mapping[Path, Photo], cancel: CancelToken | None) -> Iterator[tuple[Path, bool]]:
    """Whether each file that is there is the photo that it should be."""
    stamps = {path: one for path in places if (one := stamp(path)) is not None}
    alike = [path for path, one in stamps.items() if one == (places[path].size, places[path].mtime_ns)]
    asked = alike[:: max(1, len(alike) // _SAMPLES)]
    looked = zip(asked, ahead(digest, asked, cancel), strict=True)
    known = set(alike) if all(places[path].sha256 == one for path, one in looked) else set()
    yield from ((path, True) for path in known)
    same_size = [path for path, one in stamps.items() if path not in known and one.size == places[path].size]
    for path, sha256 in zip(same_size, ahead(digest, same_size, cancel), strict=True):
        yield path, sha256 == places[path].sha256


def _take_along(session: Session, old: Path, new: Path, found: Mapping[Path, Photo]) -> None:
    stamps = {path: one for path in found if (one := stamp(path)) is not None}
    moves = {found[path].id: (path, one.mtime_ns) for path, one in stamps.items()}
    for photo in photos.at(session, found).values():
        if photo.id not in moves:
            photos.set_aside(session, photo)
    photos.move(session, moves)
    gone = {path: copy for path, copy in copies.below(session, old).items() if stamp(path) is None}
    copies.forget(session, [*gone, *found])
    moved = {new / path.relative_to(old): copy for path, copy in gone.items()}
    there = {path for path, copy in moved.items() if stamp(path) == Stamp(copy.size, copy.mtime_ns)}
    copies.note(session, {path: moved[path] for path in there})
    watched = library.forget(session, old)
    library.add(session, new)
    if watched:
        library.watch(session, new, on=True)
