"""The people enrolled, from what is stored of them: no photo is read."""

from collections.abc import Sequence

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.progress import CancelToken, Progress, ProgressSink
from app.domain.arrays import Embedding
from app.domain.evaluation import Sample
from app.domain.face import FaceState, Quality
from app.gallery import embeddings, people
from app.gallery.records import Model
from app.gallery.schema import FaceRow, PhotoRow
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
from app.services.people.browse import chips as stored_chips
from app.services.workspace import Workspace
from app.vision import chips

_BATCH = 64
_MEASURES = tuple(Quality.__dataclass_fields__)
_COLUMNS = tuple(getattr(FaceRow, name) for name in _MEASURES)


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
        mine = (FaceRow.state == FaceState.ACTIVE, FaceRow.person_id.is_not(None))
        query = select(FaceRow.id, FaceRow.person_id, FaceRow.photo_id, FaceRow.added_at, *_COLUMNS)
        found = session.execute(query.where(*mine).order_by(FaceRow.id)).all()
        rows = [row for row in found if row.person_id in names]
        ids = np.array([row.id for row in rows], np.int64)
        vectors = tuple(_vectors(workspace, session, model, ids, progress, cancel) for model in chosen)
        trusted = _trusted(workspace, session, chosen[0], ids)
    owners = [int(row.person_id or 0) for row in rows]
    whose = numbered(owners)
    qualities = [Quality(*row[4:]) for row in rows]
    known = sorted(set(owners))
    return FaceSet(
        people=whose,
        names=tuple(names[person] for person in known),
        sources=_sources(whose, rows, vectors[0]),
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


def _sources(whose: Ids, rows: Sequence[object], vectors: Embedding) -> Ids:
    photos = np.array([-1 if (photo := row.photo_id) is None else photo for row in rows], np.int64)  # type: ignore[attr-defined]
    times = np.array([row.added_at.replace(tzinfo=None) for row in rows], "datetime64[us]")  # type: ignore[attr-defined]
    camera = photos < 0
    photos[camera] = -1 - bursts(whose[camera], times[camera])
    return with_copies(photos, vectors)


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
        ready = [
            chips.decode(one.image, one.landmarks)
            for batch in embeddings.chips(session, ids[part].tolist())
            for one in batch
        ]
        assert embedder is not None  # noqa: S101 - something is missing
        found[part] = embedder.embed(ready).vectors
        progress(Progress(start + len(part), len(missing), f"Reading faces with {model.name}"))
    return found


def _samples(workspace: Workspace, face_ids: list[int], names: dict[int, str]) -> list[Sample]:
    """Faces fit to show; one forgotten meanwhile has no picture."""
    pictures = stored_chips(workspace, face_ids)
    with workspace.db.read() as session:
        query = (
            select(FaceRow.id, FaceRow.person_id, PhotoRow.path)
            .outerjoin(PhotoRow, PhotoRow.id == FaceRow.photo_id)
            .where(FaceRow.id.in_(face_ids))
        )
        known = {face: (person, path) for face, person, path in session.execute(query)}
    found = []
    for face in face_ids:
        person, path = known.get(face, (None, None))
        name = names.get(person or -1, "")
        picture = small(pictures[face]) if face in pictures else b""
        found.append(Sample(name, face, "" if path is None else str(path), picture))
    return found
