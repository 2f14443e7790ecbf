"""A box drawn by hand around a face that the detector missed."""

from dataclasses import replace

from app.core.errors import ImageError
from app.core.text import say
from app.domain.arrays import Image
from app.domain.box import Box
from app.domain.changes import Changes
from app.domain.face import Origin, Quality
from app.gallery import faces, journal, people
from app.gallery.apart import keep_apart
from app.gallery.records import NewFace
from app.services.people import browse
from app.services.people.duplicates import check_faces
from app.services.photos.preview import place, whole
from app.services.photos.reading import to_store
from app.services.photos.storing import adding
from app.services.workspace import Workspace
from app.vision import chips
from app.vision.align import cut_box
from app.vision.reader import FaceReader
from app.vision.within import read_within

_SMALLEST = 8.0
"""Pixels of the photo that a side of a box must have."""


def draw_face(
    workspace: Workspace, photo: int, box: Box, called: str, *, apart: bool = False, at: float | None = None
) -> Changes:
    """Add a face to a photo where its box was drawn by hand, as that of a person.

    It is a face like any other where its landmarks can be placed. Where not, it keeps its name and its place
    and has neither landmarks nor an embedding: it is compared with no other, and nothing is trained on it.

    Args:
        workspace: The data folder.
        photo: Which.
        box: In pixels of the photo.
        called: The person's name, known or new.
        apart: Somebody new is nobody else who is enrolled, whomever they look like.
        at: In a video, at how many seconds.

    Raises:
        LooksEnrolled: Somebody new looks like a person who is enrolled, and `apart` was not said.
        GalleryError: There is no such photo, or the name is unusable.
        ImageError: The photo cannot be read, or the box lies outside it.
    """
    image = whole(place(workspace, browse.photo(workspace, photo)), at)
    box = _within(image, box)
    face = read_within(workspace.reader(), image, box)
    clear = [face] if face is not None and face.reading is not None and face.reading.recognisable else []
    others = check_faces(workspace, clear, called, apart=apart)
    found = [] if face is None else [face]
    with adding(workspace, [found]) as (session, [ready]):
        label = say("Drew a box around {name}", name=people.clean_name(called))
        entry = journal.begin(session, "draw", label)
        known = people.find(session, called)
        person = people.create(session, called, entry=entry)[0] if known is None else known
        _, changes = faces.add(
            session,
            [replace(one, at=at) for one in ready] or [_unplaced(image, box, at)],
            photo_id=photo,
            person_id=person,
            entry=entry,
            origin=Origin.DRAWN,
        )
        keep_apart(session, entry, person, others)
    return Changes(label, changes.people, changes.faces, frozenset({photo}))


def read_box(reader: FaceReader, image: Image, area: Box) -> NewFace:
    """The face at a place, as fractions of the photo; one without landmarks where none can be placed.

    Raises:
        ImageError: The place is outside the photo, or next to nothing.
    """
    height, width = image.shape[:2]
    x, y, w, h = area
    box = _within(image, Box(x * width, y * height, w * width, h * height))
    face = read_within(reader, image, box)
    if face is None or face.reading is None:
        return _unplaced(image, box)
    return to_store(face, (face.reading.vector, face.reading.length), face.reading.model_id)


def _within(image: Image, box: Box) -> Box:
    """The part of a box that lies in the picture.

    Raises:
        ImageError: That is next to nothing.
    """
    height, width = image.shape[:2]
    left, top = max(0.0, box.x), max(0.0, box.y)
    right, bottom = min(width, box.x + box.w), min(height, box.y + box.h)
    if min(right - left, bottom - top) < _SMALLEST:
        raise ImageError(say("The box is too small"), remedy=say("Draw it around the whole face"))
    return Box(left, top, right - left, bottom - top)


def _unplaced(image: Image, box: Box, at: float | None = None) -> NewFace:
    """A face of which nothing is known but its place: no landmarks, no measures, no embedding."""
    chip, unknown = cut_box(image, box), Quality(**dict.fromkeys(Quality.__dataclass_fields__, 0.0))
    return NewFace(box, chip.landmarks, unknown, chips.encode(chip), chip.landmarks, {}, at)
