"""The faces that retraining learns from: of everyone enrolled, the best of each where there are many."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from app.core.errors import TrainingRefused
from app.core.text import say
from app.domain.decision import Thresholds
from app.domain.pictures import unseen_text
from app.domain.training import Doubt, TrainingOptions
from app.gallery import embeddings, people, trusted
from app.gallery.capture_times import capture_times
from app.gallery.database import Session
from app.gallery.records import Embeddings
from app.recognition.decision import recognisable
from app.services.people.mislabelled import suspicions
from app.services.photos.stored_chips import stored_chips
from app.services.training.readiness import Readiness, readiness
from app.services.training.sessions import sessions
from app.services.workspace import Workspace
from app.vision.align import align

if TYPE_CHECKING:  # choosing needs no torch
    from trainer.backbones import Backbone
    from trainer.data import Crops

_MOST_FACES = 12_000
"""Faces trained on at most: the best of each person. Bounds the cached features to about 1.2 GB."""

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """Which faces to train on, before their pictures are read.

    Attributes:
        faces: Their identifiers, ascending (N,).
        people: The person of each face (N,).
        sessions: The session each comes from (N,), as `sessions` numbers them.
        names: Of the people, by identifier.
        doubts: Faces that look like somebody else, the most first; they are left out unless asked for.
        ready: What there is to train on.
    """

    faces: Ids
    people: Ids
    sessions: Ids
    names: Mapping[int, str]
    doubts: tuple[Doubt, ...]
    ready: Readiness


def choose(workspace: Workspace, session: Session, options: TrainingOptions) -> Chosen:
    """Choose among the faces of everyone enrolled; what is chosen may be too little."""
    model = workspace.active_model()
    stored, thresholds = embeddings.load(session, model.id), workspace.thresholds(model)
    names = people.names(session)
    wanted = np.flatnonzero(_usable(stored, names, thresholds))
    doubts = tuple(
        Doubt(
            one.person,
            names[one.person],
            one.likely,
            "" if one.likely is None else names[one.likely],
            tuple(stored.face_ids[wanted[one.rows]].tolist()),
        )
        for one in suspicions(stored.vectors[wanted], stored.person_ids[wanted], thresholds)
    )
    doubts = tuple(_without_trusted(doubts, trusted.load(session), options.leave_out))
    out = np.isin(stored.person_ids[wanted], list(options.leave_out))
    if not options.doubtful:
        out |= np.isin(stored.face_ids[wanted], [face for one in doubts for face in one.faces])
    rows = _best_rows(wanted[~out], stored.person_ids, stored.weights)
    rows = rows[np.argsort(stored.face_ids[rows])]  # chips come by ascending face
    faces, owners = stored.face_ids[rows], stored.person_ids[rows]
    when, vectors = capture_times(session, faces), stored.vectors[rows]
    return Chosen(
        faces,
        owners,
        sessions(owners, stored.photo_ids[rows], when, vectors, thresholds),
        names,
        doubts,
        readiness(owners, names, chosen=bool(options.leave_out) or bool(doubts)),
    )


def gather(workspace: Workspace, backbone: "Backbone", options: TrainingOptions) -> tuple["Crops", Chosen]:
    """Load and align the faces to train on, and return which they are too.

    Raises:
        TrainingRefused: Too few people or faces.
    """
    from trainer.data import Crops

    with workspace.db.read() as session:
        chosen = choose(workspace, session, options)
        if chosen.ready.obstacle is not None:
            raise chosen.ready.obstacle
        ready = {
            face: align(chip, backbone.spec.template, backbone.spec.size)
            for face, chip in stored_chips(session, chosen.faces.tolist())
        }
    chosen = _seen(chosen, list(ready))
    return Crops(np.stack(list(ready.values())), chosen.people, chosen.names), chosen


def _seen(chosen: Chosen, faces: Collection[int]) -> Chosen:
    """Those chosen of which there is a picture, kept or in a photo.

    Raises:
        TrainingRefused: They are too few.
    """
    rows = np.isin(chosen.faces, list(faces))
    people = chosen.people[rows]
    ready = readiness(people, chosen.names, chosen=False)
    if ready.obstacle is not None:
        raise TrainingRefused(
            say("there is not enough to train on"),
            why=unseen_text(int((~rows).sum())),
            remedy=say("Bring the photos back, or let pictures be kept and add photos again"),
        )
    return replace(
        chosen, faces=chosen.faces[rows], people=people, sessions=chosen.sessions[rows], ready=ready
    )


def _usable(stored: Embeddings, names: Mapping[int, str], thresholds: Thresholds) -> Mask:
    """Faces (N,) that can be learnt from: those of people enrolled that can be recognised."""
    return np.isin(stored.person_ids, list(names)) & recognisable(stored.lengths, thresholds)


def _without_trusted(
    doubts: tuple[Doubt, ...], sure: Mapping[int, int], left_out: frozenset[int]
) -> Iterator[Doubt]:
    """Doubts about labels that the user did not vouch for, of people who are to be trained on."""
    for one in doubts:
        faces = tuple(face for face in one.faces if sure.get(face) != one.person)
        if faces and one.person not in left_out:
            yield Doubt(one.person, one.name, one.likely, one.likely_name, faces)


def _best_rows(rows: Ids, people: Ids, weights: npt.NDArray[np.float32]) -> Ids:
    """Of these rows all, or the best of each person where there are too many."""
    if not len(rows):
        return rows
    order = rows[np.lexsort((-weights[rows], people[rows]))]
    _, starts, counts = np.unique(people[order], return_index=True, return_counts=True)
    rank = np.arange(len(order)) - np.repeat(starts, counts)
    most = int(counts.max())
    while np.minimum(counts, most).sum() > _MOST_FACES and most > 2:
        most -= max(most // 10, 1)
    return np.asarray(order[rank < most], np.int64)
