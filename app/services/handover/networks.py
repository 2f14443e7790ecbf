"""Networks retrained on people that go along with a library: only those whose people are all in it."""

import hashlib
import os
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from app.core.errors import ModelError
from app.core.files import scratch, writing_model
from app.core.log import Log
from app.core.text import say
from app.domain.model import Model
from app.gallery import models, people
from app.gallery.database import Session
from app.keys import sealed
from app.services.workspace import Workspace
from app.vision import models as registry
from app.vision.onnx_files.checking import LARGEST
from app.vision.onnx_files.isolated import read_recogniser

_log = Log(__name__)

_PART = 1 << 20
_MOST_NAME = 100


def _entry(model: Model) -> str:
    """What a network is called in the archive."""
    return f"models/{model.id}.onnx"


def _going(session: Session) -> list[Model]:
    """Networks that learned from people who are all there and agree."""
    living = set(people.names(session))
    return [
        model
        for model in models.everything(session)
        if model.report.at is not None
        and not model.forgotten
        and (learnt := models.learnt(session, model.id))
        and learnt <= living
    ]


def pack(workspace: Workspace, archive: zipfile.ZipFile) -> tuple[int, int]:
    """Put networks into an archive, plain as all in it is.

    Returns:
        How many go along, and how many stay: they learned from somebody who is not there any more or agrees
        no more, it is not known from whom, or their file is gone.
    """
    with workspace.db.read() as session:
        going = _going(session)
        all_of_them = sum(model.report.at is not None for model in models.everything(session))
    packed = 0
    for model in going:
        try:
            data = sealed.read(workspace.weights(model))
        except ModelError as error:
            _log.warning("a network stays behind", error=error)
            continue
        archive.writestr(_entry(model), data, zipfile.ZIP_STORED)
        packed += 1
    return packed, all_of_them - packed


def coming(workspace: Workspace, there: Session, path: Path) -> list[Model]:
    """The networks of another library's archive that are not here, as they are described there."""
    with workspace.db.read() as here:
        known = {word for model in models.everything(here) for word in (model.id, model.weights_path)}
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        found = [model for model in _going(there) if model.id not in known and _entry(model) in names]
        return [model for model in found if _stored(_digest(archive, model)) not in known]


def prepared(workspace: Workspace, there: Session, path: Path, part: Path) -> list[tuple[Model, set[int]]]:
    """Take in the files of what is `coming`, each tried out as one of unknown origin; no gallery is changed.

    Args:
        workspace: The data folder.
        there: The other gallery.
        path: The archive it came in.
        part: Where to write the files until the gallery knows them.

    Returns:
        The models, as they will be here, and on whom each was trained, as they are numbered there.

    Raises:
        ModelError: One is no network that Kith can run, is not what is said of it, or cannot be written.
    """
    return [
        (_taken(workspace, model, path, part), models.learnt(there, model.id))
        for model in coming(workspace, there, path)
    ]


def bring_in(
    here: Session, ready: Sequence[tuple[Model, set[int]]], persons: Mapping[int, int]
) -> list[Model]:
    """Let the gallery know what was prepared, as far as all on whom it was trained are here by now.

    None of it decides by itself; faces are read with it once it is to.

    Args:
        here: The gallery, to write to.
        ready: What was prepared.
        persons: Everyone there, with who they are here.

    Returns:
        What it knows by now: its files are to be put in their place.
    """
    wanted = [(model, learnt) for model, learnt in ready if learnt <= persons.keys()]
    for model, learnt in wanted:
        models.add(here, model)
        models.note_learnt(here, model.id, {persons[one] for one in learnt})
    return [model for model, _ in wanted]


def _taken(workspace: Workspace, model: Model, path: Path, part: Path) -> Model:
    """Check a network's graph apart, write it to a folder as the gallery is kept, and describe it.

    Raises:
        ModelError: It is none that Kith can run, or not what is said of it.
    """
    with scratch(workspace.folder.root) as folder, zipfile.ZipFile(path) as archive:
        given = folder / "network.onnx"
        digest = _digest(archive, model, given)
        graph, facts = read_recogniser(given)
    way = model.preprocessing
    if way is None or (way.layout, way.size) not in facts.inputs or facts.dimension != model.dimension:
        raise _another()
    file = part / Path(_stored(digest)).name
    with writing_model(file):
        sealed.write(file, graph, sealed.name_for(workspace.folder.root))
    identifier = registry.model_id(hashlib.sha256(graph).hexdigest(), registry.IMPORTED, way)
    with workspace.db.read() as session:
        known = {one.name: one.id for one in models.everything(session)}
    return replace(
        model,
        id=identifier,
        name=_free(model.name, {name for name, one in known.items() if one != identifier}),
        backbone=registry.IMPORTED,
        weights_path=_stored(digest),
        parent=model.parent if model.parent in known.values() else None,
        active=False,
    )


def _another() -> ModelError:
    return ModelError(say("The network in the library is not what is said of it"))


def _free(name: str, known: set[str]) -> str:
    """The name, or the name with a number where other models have it."""
    wanted = " ".join(name.split())[:_MOST_NAME] or "retrained"
    taken = known | set(registry.registry())
    return next(one for n in count(1) if (one := wanted if n == 1 else f"{wanted}-{n}") not in taken)


def _stored(digest: str) -> str:
    """Where a network lies that came as these bytes, relative to the data folder."""
    return f"models/retrained-{digest[:16]}.onnx"


def _digest(archive: zipfile.ZipFile, model: Model, target: Path | None = None) -> str:
    """The SHA-256 of a network in an archive, which is written to a file on the way.

    Raises:
        ModelError: It is packed in another way than Kith does, or larger than any that is read.
    """
    info, found, size = archive.getinfo(_entry(model)), hashlib.sha256(), 0
    if info.compress_type != zipfile.ZIP_STORED:
        raise _another()
    with archive.open(info) as source, (target or Path(os.devnull)).open("wb") as file:
        while part := source.read(_PART):
            size += len(part)
            if size > LARGEST:
                raise _another()
            found.update(part)
            file.write(part)
    return found.hexdigest()
