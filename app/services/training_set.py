"""The faces that retraining learns from: of everyone enrolled, the best of each where there are many."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session

from app.core.types import Embedding
from app.gallery import embeddings, people
from app.services.readiness import readiness
from app.services.workspace import Workspace
from app.vision import chips
from app.vision.align import align
from trainer.backbones import Backbone
from trainer.data import Crops

_MOST_FACES = 12_000
"""Faces trained on at most: the best of each person. Bounds the cached features to about 1.2 GB."""

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class TrainingSet:
    """The faces to train on, row by row.

    Attributes:
        crops: Aligned (N, S, S, 3).
        people: Whose (N,).
        photos: Which picture each comes from (N,): two copies of one count as one.
        single: Names of people with a single face.
    """

    crops: Crops
    people: Ids
    photos: Ids
    single: list[str]


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """Which faces to train on, before their pictures are read.

    Attributes:
        faces: Their identifiers, ascending (N,).
        people: Whose (N,).
        photos: Which picture each comes from (N,): two copies of one count as one.
        names: Of the people, by identifier.
        single: Names of people with a single face.
    """

    faces: Ids
    people: Ids
    photos: Ids
    names: dict[int, str]
    single: list[str]


def choose(workspace: Workspace, session: Session) -> Chosen:
    """Choose among the faces of everyone enrolled.

    Raises:
        TrainingRefused: Too few people or faces.
    """
    found = readiness(workspace)
    if found.obstacle is not None:
        raise found.obstacle
    stored = embeddings.load(session, workspace.active_model().id)
    names = {person.id: person.name for person in people.everyone(session)}
    rows = _best_rows(stored.person_ids, stored.weights, list(names))
    rows = rows[np.argsort(stored.face_ids[rows])]  # chips come by ascending face
    photos = _pictures(stored.photo_ids[rows], stored.vectors[rows])
    return Chosen(stored.face_ids[rows], stored.person_ids[rows], photos, names, found.single)


def gather(workspace: Workspace, backbone: Backbone) -> TrainingSet:
    """Load and align the faces of everyone enrolled.

    Raises:
        TrainingRefused: Too few people or faces.
    """
    with workspace.db.read() as session:
        chosen = choose(workspace, session)
        ready = [
            align(chips.decode(one.image, one.landmarks), backbone.spec.template, backbone.spec.size)
            for part in embeddings.chips(session, chosen.faces.tolist())
            for one in part
        ]
    crops = Crops(np.stack(ready), chosen.people, chosen.names)
    return TrainingSet(crops, chosen.people, chosen.photos, chosen.single)


def _best_rows(owners: Ids, weights: npt.NDArray[np.float32], known: list[int]) -> Ids:
    """Rows of the faces to train on: all, or the best of each person where there are too many."""
    mine = np.flatnonzero(np.isin(owners, known))
    order = mine[np.lexsort((-weights[mine], owners[mine]))]
    _, starts, counts = np.unique(owners[order], return_index=True, return_counts=True)
    rank = np.arange(len(order)) - np.repeat(starts, counts)
    most = int(counts.max())
    while np.minimum(counts, most).sum() > _MOST_FACES and most > 2:
        most -= max(most // 10, 1)
    return np.asarray(order[rank < most], np.int64)


def _pictures(photo_ids: Ids, vectors: Embedding) -> Ids:
    """Number the pictures faces come from (N,), taking exact copies of a face for one picture.

    A face from no photo (a camera's) is a picture of its own.
    """
    _, same_face = np.unique(vectors.round(4), axis=0, return_inverse=True)
    pictures = np.where(photo_ids >= 0, photo_ids, -1 - np.arange(len(photo_ids)))
    first = np.full(int(same_face.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, same_face.ravel(), pictures)
    return np.asarray(first[same_face.ravel()], np.int64)
