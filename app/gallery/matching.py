"""Which people, photos and faces of another gallery are which of this one; changes nothing.

Photos are the same by what they show, faces by where they are in them (those of no photo by their chips),
people by their names unless it is said that they are two.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.box import Box
from app.domain.face import FaceState
from app.domain.names import name_key
from app.domain.region import pair
from app.gallery import denials, embeddings, people, placed, sums
from app.gallery.journal import among
from app.gallery.placed import PlacedFace
from app.gallery.schema import PLACED, EmbeddingRow, FaceRow, PhotoRow


@dataclass(slots=True)
class Matched:
    """Which rows of the other gallery are which here; those without one here are new.

    Attributes:
        people: People, by their identifiers there. Names are those of the living.
        names: What the others are called here.
        photos: Photos.
        faces: Faces.
        new_photos: Photos that are not here.
        new_faces: Faces that are not here.
        owners: Whose a face is there, by face.
        counts: What becomes of each person's faces, by person there: `faces`, `named`, `same`, `kept`.
        named: Faces here that are nobody's, and whose they are there.
    """

    people: dict[int, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    photos: dict[int, int] = field(default_factory=dict)
    faces: dict[int, int] = field(default_factory=dict)
    new_photos: list[int] = field(default_factory=list)
    new_faces: list[int] = field(default_factory=list)
    owners: dict[int, int] = field(default_factory=dict)
    counts: defaultdict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    named: dict[int, int] = field(default_factory=dict)


def namesakes(there: Session, here: Session) -> dict[int, int]:
    """People here by the people of the same name there."""
    known = {name_key(name): person for person, name in people.names(here).items()}
    return {
        person: known[key] for person, name in people.names(there).items() if (key := name_key(name)) in known
    }


def match(there: Session, here: Session, different: Collection[int] = ()) -> Matched:
    """Find out which rows there are which here; changes nothing.

    Args:
        there: The other gallery.
        here: This one.
        different: People there who are not their namesakes here.
    """
    found = Matched()
    found.people = {one: same for one, same in namesakes(there, here).items() if one not in different}
    found.names = _free_names(there, here, found.people)
    _match_photos(there, here, found)
    _match_faces(there, here, found)
    return found


def _free_names(there: Session, here: Session, known: Mapping[int, int]) -> dict[int, str]:
    """What everybody is called here; who is not their namesake gets a number."""
    taken, called = {name_key(name) for name in people.names(here).values()}, {}
    names = people.names(there)
    for person, name in names.items():
        free, number = name, 1
        while person not in known and name_key(free) in taken:
            number += 1
            free = f"{name} {number}"
        taken.add(name_key(free))
        called[person] = free
    return called


def _match_photos(there: Session, here: Session, found: Matched) -> None:
    """Photos are the same that are the same bytes, or else show the same."""
    columns = (PhotoRow.id, PhotoRow.sha256, PhotoRow.pixels, PhotoRow.turn)
    by_bytes: dict[str, int] = {}
    by_pixels: dict[tuple[str, int | None], int] = {}
    whole = select(*columns).where(PhotoRow.failure.is_(None))
    for photo, sha256, pixels, turn in here.execute(whole.order_by(PhotoRow.id.desc())):
        if sha256 is not None:
            by_bytes[sha256] = photo
        if pixels is not None:
            by_pixels[pixels, turn] = photo
    read = whole.where(PhotoRow.sha256.is_not(None)).order_by(PhotoRow.id)
    for photo, sha256, pixels, turn in there.execute(read):
        same = by_bytes.get(str(sha256)) or by_pixels.get((str(pixels), turn))
        if same is None:
            found.new_photos.append(photo)
        else:
            found.photos[photo] = same


def _match_faces(there: Session, here: Session, found: Matched) -> None:
    mine = {photo.id: photo.faces for photo in placed.photos(here, found.photos.values(), videos=True)}
    for photo in placed.photos(there, found.photos, videos=True):
        others = mine.get(found.photos[photo.id], ())
        pairs = pair(list(map(_where, photo.faces)), list(map(_where, others)))
        for number, face in enumerate(photo.faces):
            _match_face(face, others[pairs[number]] if number in pairs else None, found)
    for photo in placed.photos(there, found.new_photos, videos=True):
        for face in photo.faces:
            _match_face(face, None, found)
    known = {digest: face for face, digest in _without_photo(here)}
    lone = {face.id: face for face in _lone(here, known.values())}
    theirs = defaultdict(list)
    for one, digest in _without_photo(there):
        theirs[one].append(digest)
    for face in _lone(there, theirs):
        same = next((known[digest] for digest in theirs[face.id] if digest in known), None)
        _match_face(face, None if same is None else lone.get(same), found)


def _where(face: PlacedFace) -> Box:
    """A face's place; those of a video that are seen at different times lie far from each other."""
    return face.box if face.at is None else face.box._replace(x=face.box.x + 1000 * (1 + face.at))


def _match_face(face: PlacedFace, same: PlacedFace | None, found: Matched) -> None:
    """Note what becomes of a face there."""
    owner = face.person if face.person in found.names else None
    if owner is not None:
        found.owners[face.id] = owner
    if same is None:
        found.new_faces.append(face.id)
        what = "faces"
    else:
        found.faces[face.id] = same.id
        person = found.people.get(owner) if owner is not None else None
        if person is not None and same.person == person:
            what = "same"
        elif same.person is not None or same.ignored or person in same.denied:
            what = "kept"
        else:
            what = "named"
    if owner is not None:
        found.counts[owner][what] += 1
        if what == "named" and same is not None:
            found.named[same.id] = owner


def _without_photo(session: Session) -> Iterator[tuple[int, bytes]]:
    """The faces from cameras and videos that are not removed, with digests of their chips and vectors.

    Vectors tell them where no chips are kept.
    """
    query = select(FaceRow.id).where(FaceRow.photo_id.is_(None), FaceRow.state != FaceState.REMOVED)
    for chip in embeddings.chips(session, list(session.scalars(query))):
        yield chip.face_id, _digest(chip.image)
    row = EmbeddingRow
    vectors = select(row.face_id, row.vector).where(row.face_id.in_(query), sums.intact(row))
    for face, vector in session.execute(vectors.order_by(row.face_id)):
        yield face, _digest(vector)


def _lone(session: Session, face_ids: Collection[int]) -> list[PlacedFace]:
    query = select(FaceRow.id, FaceRow.person_id, FaceRow.state).where(among(FaceRow.id, face_ids))
    denied = denials.by_face(session, face_ids)
    return [
        PlacedFace(face, person, state == FaceState.IGNORED, placed.NOWHERE, denied.get(face, frozenset()))
        for face, person, state in session.execute(query.order_by(FaceRow.id))
    ]


def _digest(image: bytes) -> bytes:
    return hashlib.sha256(image).digest()


def lacking(there: Session, found: Matched, model_id: str) -> list[int]:
    """The new faces that have no vector of a model there, though they could be read."""
    having = select(EmbeddingRow.face_id).where(EmbeddingRow.model_id == model_id)
    query = select(FaceRow.id).where(among(FaceRow.id, found.new_faces), PLACED, FaceRow.id.not_in(having))
    return list(there.scalars(query.order_by(FaceRow.id)))
