"""Names that other programs gave to faces, taken over: looked through first, then in as one journal entry."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.core.errors import GalleryError
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.text import Text, quote, say, say_n
from app.domain.alike import Alike
from app.domain.box import Box
from app.domain.changes import Changes
from app.domain.face import FaceState
from app.domain.failure import Failure
from app.domain.handover import NamesPlan, Place, PlannedName
from app.domain.region import Region, pair
from app.gallery import copies, faces, journal, people, photos, placed
from app.gallery.database import Session
from app.gallery.placed import PlacedFace, PlacedPhoto
from app.services.handover.drawn import DrawnFace, read_places
from app.services.handover.foreign import NamedPicture
from app.services.photos.reading import absolute
from app.services.workspace import Workspace

_EVERY = 100
"""Pictures between two reports of progress."""


@dataclass(slots=True)
class _Found:
    """What was found of one name."""

    faces: list[int] = field(default_factory=list)
    same: int = 0
    kept: int = 0
    missing: int = 0
    places: list[Place] = field(default_factory=list)


def plan_names(
    workspace: Workspace,
    source: str,
    pictures: Iterable[NamedPicture],
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
    *,
    total: int = 0,
) -> NamesPlan:
    """Say whose names can be taken over, and to which faces; changes nothing.

    A place is a face's that overlaps it; where there is none, a box is to be drawn. A name without a place is
    that of the one face of a photo that is left without any.

    Args:
        workspace: The data folder.
        source: Where the names are from.
        pictures: Those in which somebody is named.
        progress: Hears of pictures looked at.
        cancel: Polled between pictures.
        total: How many pictures there are, or 0.

    Raises:
        Cancelled: The user asked to stop.
    """
    named, failed = _gather(pictures, progress, cancel, total)
    found: defaultdict[str, _Found] = defaultdict(_Found)
    with workspace.db.read() as session:
        places = {absolute(path): path for path in named}
        known = {places[at]: copy.photo for at, copy in copies.at(session, places).items()}
        known |= {places[at]: photo.id for at, photo in photos.at(session, places).items()}
        at = {photo.id: photo for photo in placed.photos(session, known.values())}
        owners = {
            name: _owner(session, name) for some in named.values() for name in {one.name for one in some}
        }
        for path, number in known.items():
            if number in at:
                _match(at[number], named[path], owners, found)
        planned = tuple(_planned(session, name, found[name]) for name in sorted(owners, key=str.casefold))
    return NamesPlan(source, planned, len(known), len(named) - len(known), tuple(failed))


def _gather(
    pictures: Iterable[NamedPicture], progress: ProgressSink, cancel: CancelToken | None, total: int
) -> tuple[dict[Path, tuple[Region, ...]], list[Failure]]:
    named: dict[Path, tuple[Region, ...]] = {}
    failed: list[Failure] = []
    for number, picture in enumerate(pictures, start=1):
        if cancel:
            cancel.check()
        if number % _EVERY == 0:
            progress(Progress(number, total, quote(picture.path.name)))
        if picture.failure is not None:
            failed.append(Failure(str(picture.path), picture.failure))
        elif picture.people:
            known = named.get(picture.path, ())
            called = {region.name for region in known}
            named[picture.path] = known + tuple(one for one in picture.people if one.name not in called)
    return named, failed


def _owner(session: Session, name: str) -> int | None:
    try:
        return people.find(session, name)
    except GalleryError:  # no name that anybody could have: `_planned` says why
        return None


def _match(
    photo: PlacedPhoto,
    named: Sequence[Region],
    owners: dict[str, int | None],
    found: defaultdict[str, _Found],
) -> None:
    """Sort the names of one photo by what becomes of them."""
    areas = [region.area for region in named if region.area is not None]
    with_area = [region for region in named if region.area is not None]
    pairs = pair(areas, [face.box for face in photo.faces])
    matched = [(region, photo.faces[pairs[i]] if i in pairs else None) for i, region in enumerate(with_area)]
    left = [face for i, face in enumerate(photo.faces) if i not in pairs.values() and not face.ignored]
    tagged = [region for region in named if region.area is None]
    alone = len(left) == len(tagged) == 1
    matched += [(region, left[0] if alone else None) for region in tagged]
    for region, face in matched:
        if face is None and region.area is not None and photo.complete:
            _count_place(found[region.name], photo, region.area)
        else:
            _count(found[region.name], face, owners[region.name])


def _count_place(found: _Found, photo: PlacedPhoto, area: Box) -> None:
    """A place without a face is drawn, unless what was there was said to be none."""
    if pair([area], photo.removed):
        found.kept += 1
    else:
        found.places.append(Place(photo.id, area))


def _count(found: _Found, face: PlacedFace | None, owner: int | None) -> None:
    if face is None:
        found.missing += 1
    elif owner is not None and face.person == owner:
        found.same += 1
    elif face.person is not None or face.ignored or owner in face.denied:
        found.kept += 1
    else:
        found.faces.append(face.id)


def _planned(session: Session, name: str, found: _Found) -> PlannedName:
    """One name with what is odd about it."""
    odd: Text = say("new")
    try:
        if people.find(session, name) is not None:
            odd = say("enrolled already: the faces are added")
        elif near := people.nearly_named(session, name):
            odd = Alike(near[0], people.name_of(session, near[0])).text
    except GalleryError as error:
        return PlannedName(name, missing=len(found.faces) + len(found.places), usable=False, odd=quote(error))
    values = (tuple(dict.fromkeys(found.faces)), found.same, found.kept, found.missing)
    usable = bool(found.faces or found.places)
    odd = odd if usable else say("nothing to take over")
    return PlannedName(name, *values, odd=odd, usable=usable, places=tuple(found.places))


def take_over(
    workspace: Workspace,
    planned: Collection[PlannedName],
    source: str,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> Changes:
    """Give faces the names that were planned, and draw boxes where none is, as one entry of the journal.

    What was named, denied or removed since is left as it is.

    Raises:
        GalleryError: The gallery cannot be written, or there is nothing to take over any more.
        Cancelled: The user asked to stop; nothing was changed.
    """
    drawn = read_places(workspace, planned, progress, cancel)
    with workspace.db.write() as session:
        entry = journal.begin(session, "names", say("Took over names from {source}", source=source))
        changes, count = Changes(), 0
        for one in planned:
            made, named = _give_name(session, one, drawn.get(one.name, ()), entry)
            changes |= made
            count += named
        if not count:
            raise GalleryError(say("There is nothing to take over"))
        label = say_n(
            "Took over the name of {n} face from {source}",
            "Took over the names of {n} faces from {source}",
            count,
            source=source,
        )
        journal.relabel(session, entry, label)
    return Changes(label) | changes


def _give_name(
    session: Session, planned: PlannedName, drawn: Sequence[DrawnFace], entry: int
) -> tuple[Changes, int]:
    """Give one name to the faces and boxes that are still free; what changed, and how many these are."""
    owner, changes = people.find(session, planned.name), Changes()
    free = [
        face.id
        for face in faces.get(session, planned.faces)
        if face.state is FaceState.ACTIVE and face.person is None and owner not in face.denied
    ]
    boxes = [box for box in drawn if box.is_free(session)]
    if free or boxes:
        person, changes = people.get_or_create(session, planned.name, entry=entry)
    if free:
        changes |= faces.assign(session, free, person, entry=entry)
    for box in boxes:
        changes |= box.keep(session, person, entry)
    return changes, len(free) + len(boxes)
