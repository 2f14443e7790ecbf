"""The whole library as one file, and such a file brought into a library: merged with what is there.

The file is a ZIP archive of the gallery, a short description, and networks that were retrained on its people.
Photos stay where they are: on another computer they are known by what they show as soon as their folder is
imported there.
"""

import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app.core.batches import batches
from app.core.errors import GalleryError, ImageError, ModelError, StartError, UsageError
from app.core.files import replacing, scratch, spare
from app.core.paths import GALLERY_FILE
from app.core.text import NOTHING, Text, quote, say, say_n
from app.domain.access import What
from app.domain.arrays import Embedded
from app.domain.changes import Changes
from app.domain.handover import LibraryPlan, LibraryWritten, MovedPerson
from app.domain.model import Model
from app.gallery import access, embeddings, faces, journal, matching, merging, merging_said, people
from app.gallery.database import Database, Session
from app.gallery.legible import is_legible
from app.gallery.matching import Matched
from app.gallery.sqlite import holds_code
from app.recognition.decision import recognisable, threshold_at
from app.services.handover import networks
from app.services.workspace import Workspace, unfinished
from app.vision import chips

_FORMAT = 1
_DESCRIPTION = "kith.json"
_PART = 1 << 20
_BROKEN = (
    *(OSError, ValueError, EOFError, RecursionError, zipfile.BadZipFile, zlib.error),
    *(NotImplementedError, RuntimeError),
)
"""What reading an archive raises that is damaged, encrypted, packed in a way of its own, or none."""
_BATCH = 32
_COMPARED = 20
"""Faces of a person that are compared with those of a namesake, at most."""
_RATE = 1e-2
"""False match rate of the similarity below which two of one name are different people: clearly so."""


def export_library(
    workspace: Workspace, path: Path, *, with_networks: bool = True, overwrite: bool = False
) -> LibraryWritten:
    """Write the whole gallery to one file, with the networks that learned from nobody else; it is there whole
    or not at all.

    Raises:
        UsageError: It cannot be written there, or a file is there that may not be overwritten.
        StorageError: The gallery cannot be read.
    """
    spare(path, overwrite=overwrite)
    try:
        with workspace.db.read() as session:
            count = len(people.names(session))
        packed = left = 0
        with scratch(workspace.folder.root) as folder, replacing(path, folder) as file:
            copy = folder / GALLERY_FILE
            workspace.db.snapshot(copy, plain=True)
            with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
                archive.writestr(_DESCRIPTION, json.dumps({"format": _FORMAT}))
                archive.write(copy, GALLERY_FILE)  # chips are compressed pictures already
                if with_networks:
                    packed, left = networks.pack(workspace, archive)
            workspace.note_access(What.EXPORT, count)
        return LibraryWritten(path.stat().st_size, packed, left)
    except OSError as error:
        raise UsageError(
            say("{path} cannot be written", path=path),
            why=quote(error),
            remedy=say("Choose another place"),
        ) from error


def plan_library(workspace: Workspace, path: Path) -> LibraryPlan:
    """Say what another library would add to this one; changes nothing.

    Raises:
        UsageError: The file is none that `export_library` wrote, or was made by a newer Kith.
    """
    with _opened(workspace, path) as other, other.read() as there, workspace.db.read() as here:
        found = matching.match(there, here, _different(workspace, there, here))
        return replace(_planned(there, here, found), networks=_networks(workspace, there, path))


def _networks(workspace: Workspace, there: Session, path: Path) -> int:
    """How many networks of another library are not here.

    Raises:
        UsageError: Its archive is damaged.
    """
    try:
        return len(networks.coming(workspace, there, path))
    except (*_BROKEN, ModelError) as error:
        raise _no_library(path, quote(error)) from error


def _prepared(workspace: Workspace, there: Session, path: Path, part: Path) -> list[tuple[Model, set[int]]]:
    try:
        return networks.prepared(workspace, there, path, part)
    except (*_BROKEN, ModelError) as error:
        raise UsageError(
            say("The networks in {path} cannot be used", path=path),
            why=quote(error),
            remedy=say("Leave them out: kith import-library FILE --without-models"),
        ) from error


def import_library(workspace: Workspace, path: Path, *, with_networks: bool = True) -> Changes:
    """Bring another library into this one, as one entry of the journal; its networks are models from then on,
    whatever is undone.

    Raises:
        UsageError: As `plan_library` does.
        GalleryError: There is nothing new in it, or the gallery cannot be written.
        ModelError: A network cannot be put in its place: it is no model then, and all else is here.
    """
    writing = unfinished.writing(workspace.folder)
    with _opened(workspace, path) as other, other.read() as there, writing as part:
        model = workspace.active_model().id
        with workspace.db.read() as here:
            different = _different(workspace, there, here)
            found = matching.match(there, here, different)
            plan = _planned(there, here, found)
        ready = _prepared(workspace, there, path, part) if with_networks else []
        plan = replace(plan, networks=len(ready))
        if not plan.changes:
            raise GalleryError(say("There is nothing new in this library"))
        read = _read(workspace, there, matching.lacking(there, found, model))
        with workspace.db.write() as here:
            found = matching.match(there, here, different)
            label = _label(path, found)
            entry = journal.begin(here, "library", label)
            merging.bring_in(there, here, found, entry, model, read)
            brought = networks.bring_in(here, ready, found.people)
            access.note(here, What.IMPORT, len(found.people))
        unfinished.put(workspace.db, brought, part)
    return Changes(
        label,
        frozenset(found.people.values()),
        frozenset(found.faces.values()),
        frozenset(found.photos.values()),
        models=frozenset(one.id for one in brought),
    )


def _label(path: Path, found: Matched) -> Text:
    return say_n(
        "Brought in {name}: {people}, {n} face",
        "Brought in {name}: {people}, {n} faces",
        len(found.new_faces),
        name=path.name,
        people=say_n("{n} person", "{n} people", len(found.names)),
    )


@contextmanager
def _opened(workspace: Workspace, path: Path) -> Iterator[Database]:
    """Open the gallery in a file, from a copy in the data folder that is brought up to date first.

    Raises:
        UsageError: There is none in it, or it is of a newer Kith.
    """
    with scratch(workspace.folder.root) as folder:
        file = folder / GALLERY_FILE
        try:
            _extract(path, file)
            database = Database.open(folder)
        except _BROKEN as error:
            raise _no_library(path, quote(error)) from error
        except StartError as error:
            raise _no_library(path, error.why) from error
        try:
            with database.read() as session:
                if not is_legible(session):
                    raise _no_library(path, say("it is damaged, or its tables are not those of a gallery"))
            yield database
        finally:
            database.close()


def _no_library(path: Path, why: Text) -> UsageError:
    return UsageError(
        say("{path} is no library of Kith", path=path),
        why=why,
        remedy=say("Write one with kith export library, with this version of Kith or an older one"),
    )


def _extract(path: Path, target: Path) -> None:
    """Write the gallery of an archive to a file.

    Raises:
        ValueError: It is no such archive.
    """
    if not path.is_file():  # a pipe would be waited for
        raise ValueError("no file")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if _DESCRIPTION not in names or GALLERY_FILE not in names:
            raise ValueError("no gallery")
        if archive.getinfo(_DESCRIPTION).file_size > _PART:
            raise ValueError("no description")
        said = json.loads(archive.read(_DESCRIPTION))
        if not isinstance(said, dict) or said.get("format") != _FORMAT:
            raise ValueError("another format")
        info = archive.getinfo(GALLERY_FILE)
        if info.compress_type != zipfile.ZIP_STORED:  # a small file must not become a large one
            raise ValueError("compressed")
        with archive.open(info) as source, target.open("wb") as file:
            while part := source.read(_PART):
                file.write(part)
    if holds_code(target, None):
        raise ValueError("a database that holds programs")


def _planned(there: Session, here: Session, found: Matched) -> LibraryPlan:
    moved = []
    for person, name in people.names(there).items():
        counts, known, called = found.counts[person], person in found.people, found.names[person]
        odd: Text = NOTHING
        if not known and called != name:
            odd = say("looks like another person than {name} here", name=name)
        elif not known:
            odd = say("new")
        values = (counts["faces"], counts["named"], counts["same"], counts["kept"])
        moved.append(MovedPerson(name, called, known, *values, odd=odd))
    return LibraryPlan(
        tuple(moved),
        len(found.new_photos),
        len(found.photos),
        len(found.new_faces),
        len(found.faces),
        merging_said.anew(there, here, found.people, found.faces),
    )


def _different(workspace: Workspace, there: Session, here: Session) -> set[int]:
    """People there who are clearly not their namesakes here, by their faces under the model of now."""
    model = workspace.active_model()
    if model.thresholds is None:
        return set()
    limit = threshold_at(model.thresholds, _RATE)

    def best(session: Session, person: int) -> Embedded | None:
        ids = [face.id for face in faces.of_person(session, person)[:_COMPARED]]
        try:
            found = embeddings.of_faces(session, model.id, ids)
        except GalleryError:  # the model is not known there
            return None
        clear = recognisable(found.lengths, workspace.thresholds(model))
        return Embedded(found.vectors[clear], found.lengths[clear])

    different = set()
    for one, other in matching.namesakes(there, here).items():
        first, second = best(there, one), best(here, other)
        if first is None or second is None or not len(first.vectors) or not len(second.vectors):
            continue
        if float((first.vectors @ second.vectors.T).max()) < limit:
            different.add(one)
    return different


def _read(workspace: Workspace, there: Session, lacking: list[int]) -> dict[int, Embedded]:
    """Embed new faces that the model of now has not read; one whose chip is damaged is left without."""
    read: dict[int, Embedded] = {}
    for part in batches(lacking, _BATCH):
        ready = []
        for stored in embeddings.chips(there, part):
            try:
                ready.append((stored.face_id, chips.decode(stored.image, stored.landmarks)))
            except ImageError:
                continue
        if ready:
            found = workspace.reader().embedder.embed([chip for _, chip in ready])
            for row, (face, _) in enumerate(ready):
                read[face] = Embedded(found.vectors[row : row + 1], found.lengths[row : row + 1])
    return read
