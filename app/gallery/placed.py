"""Photos with what is in which place of them: what other programs' names are matched with."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from app.domain.box import Box
from app.domain.face import FaceState
from app.gallery.denials import by_face
from app.gallery.journal import among
from app.gallery.schema import BEST_FIRST, FaceRow, PersonRow, PhotoRow

NOWHERE = Box(0, 0, 0, 0)
"""Where a face is that is in no photo."""


@dataclass(frozen=True, slots=True)
class PlacedFace:
    """A face in its photo.

    Attributes:
        id: Its own.
        person: Whose it is, or None.
        ignored: Whether it was set aside.
        box: Where, as fractions of the upright photo.
        denied: Whose it is not, as somebody said.
        at: Seconds into its video; None in a photo.
    """

    id: int
    person: int | None
    ignored: bool
    box: Box
    denied: frozenset[int] = frozenset()
    at: float | None = None


@dataclass(frozen=True, slots=True)
class PlacedPhoto:
    """A photo, and the faces in it that are not removed, in the order they were found.

    Attributes:
        id: Its own.
        path: Where it lies.
        faces: Those faces.
        removed: Where faces were that were removed, as fractions of the upright photo.
        complete: Whether all its faces were read.
    """

    id: int
    path: Path
    faces: tuple[PlacedFace, ...]
    removed: tuple[Box, ...] = ()
    complete: bool = True


def photos(session: Session, photo_ids: Collection[int], *, videos: bool = False) -> list[PlacedPhoto]:
    """List photos with their faces, by path; videos, whose faces come and go, only where they are wanted."""
    rows = session.execute(
        select(PhotoRow.id, PhotoRow.path, PhotoRow.width, PhotoRow.height, PhotoRow.complete)
        .where(among(PhotoRow.id, photo_ids), PhotoRow.width > 0, PhotoRow.height > 0)
        .where(true() if videos else PhotoRow.seconds.is_(None))
        .order_by(PhotoRow.path)
    ).all()
    sizes = {row.id: (row.width, row.height) for row in rows}
    query = select(
        FaceRow.photo_id,
        FaceRow.id,
        FaceRow.person_id,
        FaceRow.state,
        FaceRow.x,
        FaceRow.y,
        FaceRow.w,
        FaceRow.h,
        FaceRow.at,
    ).where(among(FaceRow.photo_id, sizes))
    denied = by_face(session)
    found: defaultdict[int, list[PlacedFace]] = defaultdict(list)
    removed: defaultdict[int, list[Box]] = defaultdict(list)
    for photo, face, person, state, x, y, w, h, at in session.execute(query.order_by(FaceRow.id)):
        assert photo is not None  # noqa: S101 - it is among those asked for
        across, down = sizes[photo]
        box = Box(x / across, y / down, w / across, h / down)
        if state == FaceState.REMOVED:
            removed[photo].append(box)
            continue
        ignored = state == FaceState.IGNORED
        found[photo].append(PlacedFace(face, person, ignored, box, denied.get(face, frozenset()), at))
    return [
        PlacedPhoto(row.id, row.path, tuple(found[row.id]), tuple(removed[row.id]), row.complete)
        for row in rows
    ]


def with_faces_of(session: Session, people: Collection[int] | None = None) -> list[int]:
    """Return the photos in which somebody is named, or one of these people."""
    query = select(FaceRow.photo_id).where(
        FaceRow.photo_id.is_not(None), FaceRow.person_id.is_not(None), FaceRow.state == FaceState.ACTIVE
    )
    if people is not None:
        query = query.where(among(FaceRow.person_id, people))
    return [photo for photo in session.scalars(query.distinct()) if photo is not None]


@dataclass(frozen=True, slots=True)
class NamedFace:
    """A named face, and where its photo lies; a camera's has none.

    Attributes:
        id: Its own.
        person: What whose it is are called.
        path: Of its photo, or None.
        box: Where in that, in pixels of the upright photo.
        added_at: Since when, in UTC.
        at: Seconds into its video; None in a photo.
        place: Where the photo was taken, where that is kept; see `Photo`.
    """

    id: int
    person: str
    path: Path | None
    box: Box
    added_at: datetime
    at: float | None
    place: str | None


def named(session: Session, people: Collection[int] | None = None) -> list[NamedFace]:
    """List the active faces of these people or of everyone, by name, each person's best first."""
    query = (
        select(FaceRow, PersonRow.name, PhotoRow.path, PhotoRow.place)
        .join(PersonRow, PersonRow.id == FaceRow.person_id)
        .outerjoin(PhotoRow, PhotoRow.id == FaceRow.photo_id)
        .where(~PersonRow.removed, FaceRow.state == FaceState.ACTIVE)
        .order_by(PersonRow.name_key, *BEST_FIRST)
    )
    if people is not None:
        query = query.where(among(FaceRow.person_id, people))
    return [
        NamedFace(face.id, name, path, Box(face.x, face.y, face.w, face.h), face.added_at, face.at, place)
        for face, name, path, place in session.execute(query)
    ]
