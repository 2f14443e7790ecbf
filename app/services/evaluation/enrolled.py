"""The people enrolled, from what is stored of them: no photo is read."""

from collections.abc import Sequence

import numpy as np

from app.core.errors import ModelError
from app.core.progress import CancelToken, Progress, ProgressSink
from app.core.text import say
from app.domain.arrays import Embedding
from app.domain.evaluation import Sample
from app.domain.face import StoredFace
from app.domain.model import Model
from app.gallery import embeddings, people, photos
from app.gallery import faces as gallery_faces
from app.gallery.database import Session
from app.recognition.decision import recognisable
from app.services.evaluation.face_set import (
    FaceSet,
    Ids,
    bursts,
    is_recognisable,
    numbered,
    turn,
    with_copies,
)
from app.services.evaluation.pictures import small
from app.services.photos import face_pictures
from app.services.photos.stored_chips import stored_chips
from app.services.workspace import Workspace

_BATCH = 64


def enrolled(
    workspace: Workspace, chosen: Sequence[Model], progress: ProgressSink, cancel: CancelToken | None
) -> FaceSet:
    """Gather the faces of everyone enrolled.

    A model that has not read all of them yet reads their chips; nothing is stored.

    Raises:
        ModelError: A model is needed and cannot be loaded.
        Cancelled: The user asked to stop.
    """
    with workspace.db.read() as session:
        names = people.names(session)
        stored = [face for face in gallery_faces.enrolled(session) if face.person in names]
        stored.sort(key=lambda face: face.id)
        ids = np.array([face.id for face in stored], np.int64)
        vectors = tuple(_vectors(workspace, session, model, ids, progress, cancel) for model in chosen)
        trusted = _trusted(workspace, session, chosen[0], ids)
    owners = [face.person or 0 for face in stored]
    whose = numbered(owners)
    qualities = [face.quality for face in stored]
    known = sorted(set(owners))
    return FaceSet(
        people=whose,
        names=tuple(names[person] for person in known),
        sources=_sources(whose, stored, vectors[0]),
        weights=np.array([quality.overall for quality in qualities], np.float32),
        turns=np.array([turn(quality) for quality in qualities], np.float32),
        recognisable=np.array(
            [is_recognisable(one, trusted=sure) for one, sure in zip(qualities, trusted, strict=True)], bool
        ),
        vectors=vectors,
        samples=lambda wanted: _samples(workspace, [int(ids[row]) for row in wanted], names),
    )


def _trusted(workspace: Workspace, session: Session, model: Model, ids: Ids) -> list[bool]:
    """Which faces' embeddings can be trusted under a model; those that it has not read yet count as such."""
    if model.thresholds is None:
        return [True] * len(ids)
    stored = embeddings.load(session, model.id)
    doubtful = stored.face_ids[~recognisable(stored.lengths, workspace.thresholds(model))]
    return [bool(sure) for sure in ~np.isin(ids, doubtful)]


def _sources(whose: Ids, stored: Sequence[StoredFace], vectors: Embedding) -> Ids:
    """The photo, or the burst before a camera, that each face comes from (N,)."""
    sources = np.array([-1 if face.photo is None else face.photo for face in stored], np.int64)
    times = np.array([face.added_at.replace(tzinfo=None) for face in stored], "datetime64[us]")
    camera = sources < 0
    sources[camera] = -1 - bursts(whose[camera], times[camera])
    return with_copies(sources, vectors)


def _vectors(
    workspace: Workspace,
    session: Session,
    model: Model,
    ids: Ids,
    progress: ProgressSink,
    cancel: CancelToken | None,
) -> Embedding:
    """A model's embedding of each face (N, D): as stored, else made now from its chip."""
    stored = embeddings.load(session, model.id)
    found = np.empty((len(ids), model.dimension), np.float32)
    places = np.searchsorted(stored.face_ids, ids)
    there = np.isin(ids, stored.face_ids)
    found[there] = stored.vectors[places[there]]
    missing = np.flatnonzero(~there)
    embedder = workspace.embedder(model) if len(missing) else None
    for start in range(0, len(missing), _BATCH):
        if cancel:
            cancel.check()
        part = missing[start : start + _BATCH]
        ready = [chip for _, chip in stored_chips(session, ids[part].tolist())]
        if len(ready) < len(part):
            raise ModelError(
                say("{model} cannot read every face", model=model.name),
                why=say("of some no picture is kept, and their photos are not in their places"),
                remedy=say("Bring the photos back"),
            )
        assert embedder is not None  # noqa: S101 - something is missing
        found[part] = embedder.embed(ready).vectors
        progress(
            Progress(start + len(part), len(missing), say("Reading faces with {model}", model=model.name))
        )
    return found


def _samples(workspace: Workspace, face_ids: list[int], names: dict[int, str]) -> list[Sample]:
    """Faces fit to show; one forgotten meanwhile has no picture."""
    pictures = face_pictures.pictures(workspace, face_ids)
    with workspace.db.read() as session:
        owners = {face.id: face.person or -1 for face in gallery_faces.get(session, face_ids)}
        paths = photos.paths_of(session, face_ids)
    return [
        Sample(
            names.get(owners.get(face, -1), ""),
            face,
            str(paths.get(face, "")),
            small(pictures[face]) if face in pictures else b"",
        )
        for face in face_ids
    ]
