"""Finding stored faces that look like one: like faces of the gallery, or like the one in a picture."""

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from app.core.errors import ImageError
from app.core.text import say
from app.domain.access import What
from app.domain.arrays import Embedding
from app.domain.model import Model
from app.domain.similar import SimilarFace
from app.gallery import embeddings, touched
from app.gallery.records import Embeddings
from app.recognition.decision import recognisable, threshold_at
from app.services.photos.reading import read_picture
from app.services.photos.subject import subject
from app.services.workspace import Workspace

_RATE = 1e-4
"""False match rate from which on a face is likely the same person's."""
MOST = 60
"""Faces found, at most, unless more are asked for."""


class _Loaded(NamedTuple):
    """The faces to be searched, as they were at one moment."""

    model: str
    line: int
    stored: Embeddings


_loaded: WeakKeyDictionary[Workspace, _Loaded] = WeakKeyDictionary()


def like_faces(workspace: Workspace, face_ids: Collection[int], most: int = MOST) -> list[SimilarFace]:
    """Find the faces that look most like any of these, the most alike first; these are left out.

    Faces that cannot be recognised are neither found nor looked for. The first search loads all faces, later
    ones take milliseconds until a person, face, photo, model or visit is another.

    Raises:
        ImageError: None of these can be recognised.
        StorageError: The access log cannot be written.
    """
    workspace.note_access(What.IDENTIFY, len(face_ids))
    model = workspace.active_model()
    stored = _faces(workspace, model)
    mine = np.isin(stored.face_ids, list(face_ids))
    if not mine.any():
        raise ImageError(say("this face cannot be recognised"))
    found = _search(workspace, model, stored, stored.vectors[mine], most + int(mine.sum()))
    return [one for one in found if one.face not in face_ids][:most]


def like_picture(workspace: Workspace, path: Path, most: int = MOST) -> list[SimilarFace]:
    """Find the faces that look most like the one that a picture is about, the most alike first.

    Raises:
        ImageError: It cannot be read, has no face, or it is unclear which is meant.
        StorageError: The access log cannot be written.
    """
    workspace.note_access(What.IDENTIFY, 1)
    reader = workspace.reader()
    probe = reader.embed([subject(read_picture(reader, path))]).vectors
    model = workspace.active_model()
    return _search(workspace, model, _faces(workspace, model), probe, most)


def _faces(workspace: Workspace, model: Model) -> Embeddings:
    """All active faces that can be recognised, loaded anew where anything that is listed was touched since.

    What a search itself writes, its entry in the access log, touches nothing.
    """
    known = _loaded.get(workspace)
    with workspace.db.read() as session:
        line = touched.newest(session)
        if known is not None and (known.model, known.line) == (model.id, line):
            return known.stored
        stored = embeddings.load(session, model.id)
    if model.thresholds is not None:
        stored = stored.only(recognisable(stored.lengths, model.thresholds))
    _loaded[workspace] = _Loaded(model.id, line, stored)
    return stored


def _search(
    workspace: Workspace, model: Model, stored: Embeddings, probes: Embedding, most: int
) -> list[SimilarFace]:
    scores = (stored.vectors @ probes.T).max(axis=1)
    best = np.argpartition(-scores, most)[:most] if len(scores) > most else np.arange(len(scores))
    best = best[np.argsort(-scores[best], kind="stable")]
    limit = threshold_at(workspace.thresholds(model), _RATE)
    rows = zip(
        stored.face_ids[best].tolist(),
        stored.person_ids[best].tolist(),
        stored.photo_ids[best].tolist(),
        scores[best].tolist(),
        strict=True,
    )
    return [
        SimilarFace(face, _known(person), _known(photo), score, score >= limit)
        for face, person, photo, score in rows
    ]


def _known(number: int) -> int | None:
    return None if number < 0 else number
