"""Another gallery's people, photos and faces, brought into this one as part of one journal entry.

Which are the same is found out first (`matching`). What was said here stays.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.core.batches import batches
from app.domain.arrays import Embedded
from app.domain.face import FaceState
from app.domain.visit import VisitState
from app.gallery import births, consents, copies, embeddings, journal, library, people, pictures, sums
from app.gallery.journal import among
from app.gallery.matching import Matched
from app.gallery.merging_said import agreed_anew, born_anew, said_anew
from app.gallery.schema import ChipRow, CopyRow, EmbeddingRow, FaceRow, ModelRow, PhotoRow, VisitRow

_BATCH = 200
"""Faces copied at a time: bounds memory to some megabytes."""


def bring_in(
    there: Session, here: Session, found: Matched, entry: int, model_id: str, read: Mapping[int, Embedded]
) -> None:
    """Bring in what is new, and say whose faces are that are nobody's here, as part of a journal entry.

    Args:
        there: The other gallery.
        here: This one, to write to.
        found: What is the same in both; is filled with what is made.
        entry: The journal entry.
        model_id: The model that decides here.
        read: Its vectors (1, D) of the faces that lack them there, by face.
    """
    _bring_people(there, here, found, entry)
    _bring_photos(there, here, found, entry)
    for some in batches(found.new_faces, _BATCH):
        _bring_faces(there, here, found, entry, some)
    for face, vector in read.items():
        embeddings.add(here, model_id, [found.faces[face]], vector)
    owned: defaultdict[int, list[int]] = defaultdict(list)
    for face, owner in found.named.items():
        owned[found.people[owner]].append(face)
    for person, faces in owned.items():
        journal.set_field(here, entry, FaceRow.person_id, faces, person)
    said_anew(there, here, found.people, found.faces).keep(here, entry)
    _bring_folders(there, here)
    _bring_visits(there, here, found)


def _bring_folders(there: Session, here: Session) -> None:
    """Folders are kept here too; one that lies elsewhere on this computer is to be found again."""
    known = library.folders(here)
    for path, watched in library.folders(there).items():
        library.add(here, path)
        if watched and path not in known:
            library.watch(here, path, on=True)


def _bring_visits(there: Session, here: Session, found: Matched) -> None:
    """Visits of people who are here now, but for those that are known; none of them goes on."""
    columns = [column for column in VisitRow.__table__.columns if column.name not in ("id", "checksum")]
    query = select(*columns).where(~VisitRow.removed, sums.intact(VisitRow))
    rows = [dict(row._mapping) for row in there.execute(query)]  # noqa: SLF001 - its public name
    known = {
        tuple(row) for row in here.execute(select(VisitRow.person_id, VisitRow.source, VisitRow.arrived))
    }
    new = []
    for row in rows:
        person = found.people.get(row["person_id"])
        if person is not None and (person, row["source"], row["arrived"]) not in known:
            ended = VisitState.CUT if row["state"] == VisitState.HERE else row["state"]
            said = found.people.get(row["said_id"])
            new.append(row | {"person_id": person, "said_id": said, "state": ended})
    if new:
        here.execute(insert(VisitRow), new)


def _bring_people(there: Session, here: Session, found: Matched, entry: int) -> None:
    for person, name in found.names.items():
        if person not in found.people:
            found.people[person], _ = people.create(here, name, entry=entry)
    for person, born in born_anew(there, here, found.people).items():
        births.keep(here, entry, person, born)
    for person, consent in agreed_anew(there, here, found.people):
        consents.keep(here, entry, person, consent)


def _bring_photos(there: Session, here: Session, found: Matched, entry: int) -> None:
    """Photos wait at their old paths, or where no file can be, until their content is found again.

    Once that is undone their faces are to be read, as after an enrolment.
    Their copies, and those of photos that are here already, are noted where nothing is known to lie here.
    """
    paths = {*here.scalars(select(PhotoRow.path)), *here.scalars(select(CopyRow.path))}
    columns = [column for column in PhotoRow.__table__.columns if column.name != "id"]
    whole = []
    for photo in found.new_photos:
        row = there.execute(select(*columns).where(PhotoRow.id == photo)).one()
        values = dict(row._mapping)  # noqa: SLF001 - its public name
        if values["path"] in paths:
            values["path"] = values["path"] / f"{values['path'].name} ({values['sha256'][:12]})"
        found.photos[photo] = here.execute(
            insert(PhotoRow).values(values).returning(PhotoRow.id)
        ).scalar_one()
        paths.add(values["path"])
        if values["complete"]:
            whole.append(found.photos[photo])
    journal.note_added(here, entry, PhotoRow.complete, whole, before=False, after=True)
    further = copies.of(there, found.photos)
    free = {path: copy for path, copy in further.items() if path not in paths}
    copies.note(here, {path: copy._replace(photo=found.photos[copy.photo]) for path, copy in free.items()})


def _bring_faces(there: Session, here: Session, found: Matched, entry: int, some: Sequence[int]) -> None:
    columns = list(FaceRow.__table__.columns)
    rows = [dict(row._mapping) for row in there.execute(select(*columns).where(among(FaceRow.id, some)))]  # noqa: SLF001
    old = [row.pop("id") for row in rows]
    for row in rows:
        row["photo_id"] = found.photos.get(row["photo_id"])
        row["person_id"] = found.people.get(row["person_id"])
    made = here.scalars(insert(FaceRow).returning(FaceRow.id, sort_by_parameter_order=True), rows).all()
    found.faces |= dict(zip(old, made, strict=True))
    noted: defaultdict[tuple[str, int | None], list[int]] = defaultdict(list)
    for face, row in zip(made, rows, strict=True):
        noted[row["state"], row["person_id"]].append(face)
    for (state, person), ids in noted.items():
        journal.note_added(here, entry, FaceRow.state, ids, before=FaceState.REMOVED, after=state)
        journal.note_added(here, entry, FaceRow.person_id, ids, before=None, after=person)
    if pictures.kept(here):
        _copy(there, here, ChipRow, some, found.faces)
    known = set(here.scalars(select(ModelRow.id)))
    _copy(there, here, EmbeddingRow, some, found.faces, EmbeddingRow.model_id.in_(known))


def _copy(
    there: Session, here: Session, table: Any, some: Sequence[int], faces: Mapping[int, int], *also: Any
) -> None:
    """Copy rows that belong to faces, as they are, but for those damaged there."""
    columns = list(table.__table__.columns)
    query = select(*columns).where(among(table.face_id, some), sums.intact(table), *also)
    rows = [dict(row._mapping) for row in there.execute(query)]  # noqa: SLF001 - its public name
    for row in rows:
        row["face_id"] = faces[row["face_id"]]
    if rows:
        here.execute(insert(table), rows)
