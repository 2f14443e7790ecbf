"""Faces: adding them with chips and embeddings, and saying whose they are."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.errors import GalleryError
from app.core.text import NOTHING, Text, say, say_n
from app.domain.arrays import Embedded, Landmarks
from app.domain.box import Box
from app.domain.changes import Changes
from app.domain.face import FaceState, Origin, Quality, StoredFace
from app.gallery import denials, embeddings, journal, people, pictures, sums
from app.gallery.blobs import pack_points, unpack
from app.gallery.journal import among
from app.gallery.records import NewFace
from app.gallery.schema import BEST_FIRST, PLACED, ChipRow, FaceRow, now

_MEASURES = tuple(Quality.__dataclass_fields__)
_STATES, _ORIGINS = frozenset(FaceState), frozenset(Origin)


def add(
    session: Session,
    faces: Sequence[NewFace],
    *,
    photo_id: int | None = None,
    person_id: int | None = None,
    entry: int | None = None,
    origin: Origin = Origin.IMPORTED,
) -> tuple[list[int], Changes]:
    """Add faces with embeddings, and with chips if these are kept; return their identifiers in that order.

    With a person or an entry the addition is journalled, as part of that entry or as one of its own; faces of
    nobody yet, outside an entry, change no identity and are not.

    Raises:
        GalleryError: No such person or model, a vector that does not fit, or the entry has been undone.
    """
    if not faces:
        return [], Changes()
    label = say("Added {faces}", faces=_count(len(faces)))
    if person_id is not None:
        label = added_text(len(faces), people.name_of(session, person_id))
        entry = entry or journal.begin(session, "enrol", label)
    shared = {
        "photo_id": photo_id,
        "person_id": person_id,
        "state": FaceState.ACTIVE,
        "origin": origin,
        "added_at": now(),
    }
    statement = insert(FaceRow).returning(FaceRow.id, sort_by_parameter_order=True)
    ids = list(session.scalars(statement, [shared | _columns(face) for face in faces]))
    _insert_chips(session, ids, faces)
    _insert_embeddings(session, ids, faces)
    if entry is not None:
        journal.note_added(
            session, entry, FaceRow.state, ids, before=FaceState.REMOVED, after=FaceState.ACTIVE
        )
        journal.note_added(session, entry, FaceRow.person_id, ids, before=None, after=person_id)
    owners = frozenset() if person_id is None else frozenset({person_id})
    return ids, Changes(label, owners, frozenset(ids))


def added_text(count: int, name: str) -> Text:
    """What the journal says of faces that were added to somebody known."""
    return say("Added {faces} of {name}", faces=_count(count), name=name)


def assign(
    session: Session, face_ids: Collection[int], person_id: int, *, entry: int | None = None
) -> Changes:
    """Say whose these faces are; ignored ones become active again.

    Raises:
        GalleryError: A face or the person does not exist, or was removed.
    """
    label = say("Named {faces} {name}", faces=_count(len(face_ids)), name=people.name_of(session, person_id))
    owners = _owners(session, face_ids)
    entry = entry or journal.begin(session, "assign", label)
    changed = journal.set_field(session, entry, FaceRow.person_id, face_ids, person_id)
    changed |= journal.set_field(session, entry, FaceRow.state, face_ids, FaceState.ACTIVE)
    denials.lift(session, entry, face_ids, person_id)
    return Changes(label, owners | {person_id}, changed)


def deny(session: Session, face_ids: Collection[int], person_id: int) -> Changes:
    """Say that these faces are not this person's; those that were are nobody's.

    Raises:
        GalleryError: A face or the person does not exist, or was removed.
    """
    label = say_n(
        "Said that {n} face is not {name}'s",
        "Said that {n} faces are not {name}'s",
        len(face_ids),
        name=people.name_of(session, person_id),
    )
    _owners(session, face_ids)
    entry = journal.begin(session, "deny", label)
    return Changes(label, frozenset({person_id}), denials.deny(session, entry, face_ids, person_id))


def unassign(session: Session, face_ids: Collection[int]) -> Changes:
    """Say that it is not known whose these faces are.

    Raises:
        GalleryError: A face does not exist, or was removed.
    """
    label = say("Took the name off {faces}", faces=_count(len(face_ids)))
    return _set(session, face_ids, FaceRow.person_id, None, ("unassign", label))


def split(
    session: Session, face_ids: Collection[int], name: str, *, naming: bool = False
) -> tuple[int, Changes]:
    """Make these faces a new person of that name, and return who.

    Args:
        session: The unit of work.
        face_ids: The faces to split off.
        name: The new person's.
        naming: Whether they were nobody's, so that the journal says "Named", not "Split off".

    Raises:
        GalleryError: A face does not exist, or the name is unusable or taken.
    """
    count, called = _count(len(face_ids)), people.clean_name(name)
    label = (
        say("Named {faces} {name}", faces=count, name=called)
        if naming
        else say("Split {faces} off as {name}", faces=count, name=called)
    )
    entry = journal.begin(session, "split", label)
    person, _ = people.create(session, name, entry=entry)
    changes = assign(session, face_ids, person, entry=entry)
    return person, Changes(label, changes.people, changes.faces)


def ignore(session: Session, face_ids: Collection[int], *, label: Text = NOTHING) -> Changes:
    """Set faces aside: they are neither matched nor listed until `unignore`.

    Args:
        session: The unit of work.
        face_ids: Which.
        label: What the journal says of it, where it is no answer of the user's.

    Raises:
        GalleryError: A face does not exist, or was removed.
    """
    label = label or say("Put {faces} among the strangers", faces=_count(len(face_ids)))
    return _set(session, face_ids, FaceRow.state, FaceState.IGNORED, ("ignore", label))


def unignore(session: Session, face_ids: Collection[int]) -> Changes:
    """Take ignored faces back in.

    Raises:
        GalleryError: A face does not exist, or was removed.
    """
    label = say("Took back {faces}", faces=_count(len(face_ids)))
    return _set(session, face_ids, FaceRow.state, FaceState.ACTIVE, ("unignore", label))


def remove(session: Session, face_ids: Collection[int]) -> Changes:
    """Take faces out of view; undo brings them back.

    Raises:
        GalleryError: A face does not exist, or was removed already.
    """
    label = say("Removed {faces}", faces=_count(len(face_ids)))
    return _set(session, face_ids, FaceRow.state, FaceState.REMOVED, ("remove", label))


def place(session: Session, face_id: int, landmarks: Landmarks, on_chip: Landmarks, quality: Quality) -> None:
    """Store other landmarks of a face and the measures taken by them; nothing if it is gone.

    Args:
        session: The unit of work.
        face_id: The face whose landmarks were placed anew.
        landmarks: The five points, (5, 2), in pixels of its photo.
        on_chip: The same points in pixels of its chip.
        quality: The face's measures by these landmarks.
    """
    values = asdict(quality) | {"landmarks": pack_points(landmarks)}
    session.execute(update(FaceRow).where(FaceRow.id == face_id).values(values))
    session.execute(update(ChipRow).where(ChipRow.face_id == face_id).values(landmarks=pack_points(on_chip)))


def replace_chip(session: Session, face_id: int, image: bytes, on_chip: Landmarks) -> None:
    """Store another picture of a face, encoded, and its landmarks on it (5, 2), in place of a damaged one."""
    if not pictures.kept(session):
        return
    session.execute(delete(ChipRow).where(ChipRow.face_id == face_id))
    values = {"face_id": face_id, "image": image, "landmarks": pack_points(on_chip)}
    session.execute(insert(ChipRow).values(values))


def of_person(session: Session, person_id: int) -> list[StoredFace]:
    """List the active faces of a person, best first."""
    return _list(session, FaceRow.person_id == person_id, FaceRow.state == FaceState.ACTIVE)


def enrolled(session: Session) -> list[StoredFace]:
    """List the active faces that are somebody's and have landmarks, best first."""
    return _list(session, FaceRow.person_id.is_not(None), FaceRow.state == FaceState.ACTIVE, PLACED)


def of_photo(session: Session, photo_id: int) -> list[StoredFace]:
    """List the faces of a photo that are not removed, best first."""
    return _list(session, FaceRow.photo_id == photo_id, FaceRow.state != FaceState.REMOVED)


def get(session: Session, face_ids: Collection[int]) -> list[StoredFace]:
    """List these faces, whatever their state, best first."""
    return _list(session, among(FaceRow.id, face_ids))


def landmarks(session: Session, face_ids: Collection[int]) -> dict[int, Landmarks]:
    """The five points (5, 2) of faces in pixels of their photos, by face."""
    query = select(FaceRow.id, FaceRow.landmarks).where(among(FaceRow.id, face_ids), sums.intact(FaceRow))
    return {row.id: unpack(row.landmarks, 2) for row in session.execute(query)}


def _columns(face: NewFace) -> dict[str, Any]:
    placed = {"landmarks": pack_points(face.landmarks), "at": face.at}
    return asdict(face.quality) | face.box._asdict() | placed


def _insert_chips(session: Session, ids: Sequence[int], faces: Sequence[NewFace]) -> None:
    if not pictures.kept(session):
        return
    rows = [
        {"face_id": i, "image": face.chip, "landmarks": pack_points(face.chip_landmarks)}
        for i, face in zip(ids, faces, strict=True)
    ]
    session.execute(insert(ChipRow), rows)


def _insert_embeddings(session: Session, ids: Sequence[int], faces: Sequence[NewFace]) -> None:
    """Store the vectors model by model: not every face need have one of each."""
    for model in sorted({model for face in faces for model in face.embeddings}):
        having = [
            (i, face.embeddings[model])
            for i, face in zip(ids, faces, strict=True)
            if model in face.embeddings
        ]
        vectors, lengths = zip(*(found for _, found in having), strict=True)
        found = Embedded(np.stack(vectors), np.array(lengths, np.float32))
        embeddings.add(session, model, [i for i, _ in having], found)


def _set(
    session: Session,
    face_ids: Collection[int],
    column: InstrumentedAttribute[Any],
    value: Any,
    kind_and_label: tuple[str, Text],
) -> Changes:
    """Set one column of faces as a journal entry of its own."""
    owners = _owners(session, face_ids)
    entry = journal.begin(session, *kind_and_label)
    changed = journal.set_field(session, entry, column, face_ids, value)
    return Changes(kind_and_label[1], owners, changed)


def _owners(session: Session, face_ids: Collection[int]) -> frozenset[int]:
    """Return whose these faces are now.

    Raises:
        GalleryError: One does not exist, or was removed.
    """
    present = among(FaceRow.id, face_ids) & (FaceRow.state != FaceState.REMOVED)
    found = session.scalar(select(func.count()).select_from(FaceRow).where(present)) or 0
    if missing := len(set(face_ids)) - found:
        raise GalleryError(
            say("{faces} cannot be found", faces=_count(missing)), why=say("removed or forgotten meanwhile")
        )
    return frozenset(filter(None, session.scalars(select(FaceRow.person_id).where(present).distinct())))


def _list(session: Session, *conditions: Any) -> list[StoredFace]:
    """List faces that are as they were written."""
    query = select(FaceRow).where(*conditions, sums.intact(FaceRow)).order_by(*BEST_FIRST)
    rows = session.scalars(query, execution_options={"populate_existing": True}).all()
    denied = denials.by_face(session, [row.id for row in rows])
    # A damaged index may answer instead of the row, which is sound.
    sound = [row for row in rows if row.state in _STATES and row.origin in _ORIGINS]
    return [_stored(row, denied.get(row.id, frozenset())) for row in sound]


def _stored(row: FaceRow, denied: frozenset[int]) -> StoredFace:
    return StoredFace(
        id=row.id,
        person=row.person_id,
        photo=row.photo_id,
        state=FaceState(row.state),
        origin=Origin(row.origin),
        box=Box(row.x, row.y, row.w, row.h),
        quality=Quality(**{name: getattr(row, name) for name in _MEASURES}),
        added_at=row.added_at,
        denied=denied,
        at=row.at,
    )


def _count(faces: int) -> str:
    return say_n("{n} face", "{n} faces", faces)
