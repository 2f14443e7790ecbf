"""Adding a recogniser of the user's own from an ONNX file: taken in, probed, calibrated, compared."""

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import onnx

from app.core.errors import KnownError, UsageError
from app.core.files import replacing, writing_model
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.text import NOTHING, Text, listed, say
from app.domain.arrays import Embedding, Image
from app.domain.face import Chip
from app.domain.model import AddedModel, Model
from app.domain.preprocessing import InputHints, Preprocessing, Probe
from app.gallery import embeddings, models
from app.gallery.records import Ids
from app.services.models.catalogue import free_name, read_faces
from app.services.models.compare import compare
from app.services.models.description import Description, read_description
from app.services.models.probe import LEAST_PEOPLE, probe, ways
from app.services.models.thresholds import thresholds_for
from app.services.photos.stored_chips import stored_chips
from app.services.workspace import Workspace
from app.vision import models as registry
from app.vision.onnx_files.checking import refused
from app.vision.onnx_files.isolated import read_recogniser
from app.vision.onnx_files.trying import Facts
from app.vision.runtime import Use, choose_device, open_network


@dataclass(frozen=True, slots=True)
class AddOptions:
    """How to add a file.

    Attributes:
        name: What to call it; "" for what it says itself, or its file's name.
        licence: Of its weights, in words; "" for what it says itself.
        given: What is known of its input.
    """

    name: str = ""
    licence: str = ""
    given: InputHints = field(default_factory=InputHints)


def add_file(
    workspace: Workspace,
    file: Path,
    options: AddOptions | None = None,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> AddedModel:
    """Add a recogniser from an ONNX file; it is not made the one that decides.

    Args:
        workspace: Where to.
        file: The file. It is copied, in our form.
        options: What to call it, its licence, and what is known of its input.
        progress: Hears how far it is.
        cancel: Polled all the while; nothing is left of a model whose input was not found out yet.

    Raises:
        ModelError: The file is no recogniser that Kith can run, or cannot be copied.
        UsageError: How it wants its pictures is not given, and too few people are enrolled to find out.
        Cancelled: The user asked to stop.
    """
    options, cancel = options or AddOptions(), cancel or CancelToken()
    progress(Progress(0, 0, say("Checking {file}", file=file.name)))
    graph, facts = read_recogniser(file, cancel)
    described = read_description(file, facts.metadata)
    preprocessing, found = _input(
        workspace, file.name, graph, facts, described, options.given, progress, cancel
    )
    model = _register(workspace, file, graph, facts, preprocessing, described, options)
    read_faces(workspace, model, progress, cancel)
    model, obstacle = _calibrated(workspace, model)
    comparison = None if obstacle else compare(workspace, workspace.active_model(), model)
    return AddedModel(model, preprocessing, found, comparison, obstacle)


def state_licence(workspace: Workspace, model: Model, licence: str) -> Model:
    """Keep the licence of a model that came without one; "" leaves it so."""
    stated = replace(model, licence=" ".join(licence.split()) or None)
    with workspace.db.write() as session:
        models.add(session, stated)
    return stated


def _input(
    workspace: Workspace,
    name: str,
    graph: bytes,
    facts: Facts,
    described: Description,
    given: InputHints,
    progress: ProgressSink,
    cancel: CancelToken,
) -> tuple[Preprocessing, Probe | None]:
    """How the network wants its pictures: as given, as its file says, or as it recognises people best."""
    if (
        given == InputHints()
        and described.preprocessing is not None
        and _fits(described.preprocessing, facts)
    ):
        return described.preprocessing, None
    possible = ways(facts, given)
    if not possible:
        taken = listed(f"{layout} {side}" for layout, side in facts.inputs)
        raise refused(
            name,
            say("it does not take pictures of that size or layout, but {taken}", taken=taken),
            say("Leave both open"),
        )
    if len(possible) == 1:
        return possible[0].preprocessing(), None
    faces, people = _known_faces(workspace)
    network = open_network(
        onnx.ModelProto.FromString(graph), choose_device(workspace.device), use=Use(exact=True)
    )

    def run(done: Preprocessing, crops: Image) -> Embedding:
        return network(done.prepare(crops))[0]

    found = probe(run, possible, faces, people, progress, cancel)
    return found.way.preprocessing(), found


def _fits(preprocessing: Preprocessing, facts: Facts) -> bool:
    return (preprocessing.layout, preprocessing.size) in facts.inputs


def _known_faces(workspace: Workspace) -> tuple[list[Chip], Ids]:
    """Faces of the people enrolled, best first, and whose each is (N,).

    Raises:
        UsageError: Too few are enrolled.
    """
    with workspace.db.read() as session:
        stored = embeddings.load(session, workspace.active_model().id)
        rows = np.flatnonzero(stored.person_ids >= 0)
        rows = rows[np.argsort(-stored.weights[rows], kind="stable")]
        _, counts = np.unique(stored.person_ids[rows], return_counts=True)
        if (counts >= 2).sum() < LEAST_PEOPLE:
            raise UsageError(
                say("how this network wants its pictures cannot be found out"),
                why=say("that takes {least} people enrolled with two faces each", least=LEAST_PEOPLE),
                remedy=say(
                    "Enrol them first, or give size, layout, colour order, normalisation and template"
                ),
            )
        wanted = _few_of_each(stored.person_ids[rows])
        chosen = np.sort(stored.face_ids[rows[wanted]])
        found = dict(stored_chips(session, chosen.tolist()))
    people = dict(zip(stored.face_ids.tolist(), stored.person_ids.tolist(), strict=True))
    return list(found.values()), np.array([people[face] for face in found], np.int64)


def _few_of_each(people: Ids, most: int = 3) -> Ids:
    """Positions of the first faces of each person."""
    return np.concatenate([np.flatnonzero(people == one)[:most] for one in np.unique(people)])


def _register(
    workspace: Workspace,
    file: Path,
    graph: bytes,
    facts: Facts,
    preprocessing: Preprocessing,
    described: Description,
    options: AddOptions,
) -> Model:
    """Keep the graph among our models, and make it known to the gallery."""
    sha256 = hashlib.sha256(graph).hexdigest()
    path = _keep(graph, workspace.folder.models / f"imported-{sha256[:16]}.onnx")
    identifier = registry.model_id(sha256, registry.IMPORTED, preprocessing)
    with workspace.db.read() as session:
        known = {one.id: one for one in models.everything(session)}.get(identifier)
    name = options.name or (known.name if known else described.name or file.stem)
    model = Model(
        id=identifier,
        name=name if known and known.name == name else free_name(workspace, name),
        backbone=registry.IMPORTED,
        dimension=facts.dimension,
        weights_path=str(path.relative_to(workspace.folder.root)),
        thresholds=known.thresholds if known else None,
        preprocessing=preprocessing,
        licence=options.licence or described.licence or (known.licence if known else None),
    )
    with workspace.db.write() as session:
        models.add(session, model)
    return model


def _keep(graph: bytes, path: Path) -> Path:
    """Write a graph whole or not at all."""
    if path.is_file() and path.stat().st_size == len(graph):
        return path
    with writing_model(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as part:
            part.write(graph)
    return path


def _calibrated(workspace: Workspace, model: Model) -> tuple[Model, Text]:
    """The model with thresholds from the people enrolled, or why it cannot have any yet."""
    try:
        ready = replace(model, thresholds=thresholds_for(workspace, model))
    except KnownError as error:
        return model, error.text
    with workspace.db.write() as session:
        models.add(session, ready)
    return ready, NOTHING
