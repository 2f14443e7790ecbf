"""Sorting the faces that the gallery holds into people; reads no picture."""

from collections import Counter
from collections.abc import Set
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.clustering.constraints import Labels
from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.domain.cluster import Cluster, Clustering, NamedFaces, Suggestion
from app.domain.failure import Failure
from app.gallery import embeddings, photos, rankings
from app.gallery.records import Embeddings
from app.recognition.decision import recognisable
from app.services.photos.reading import absolute
from app.services.recognise.recogniser import Recogniser, load_recogniser
from app.services.sorting.grouping import group
from app.services.sorting.suggest import suggest
from app.services.workspace import Workspace


def sort_faces(
    workspace: Workspace,
    folder: Path | None = None,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> Clustering:
    """Sort the faces of the photos below a folder, or all there are, into people.

    Faces with a name take part, since they say whose the others may be, but clusters list only nobody's.

    Raises:
        ModelError: The active model has no thresholds.
        Cancelled: The user asked to stop.
    """
    recogniser = load_recogniser(workspace)
    with workspace.db.read() as session:
        inside = None if folder is None else photos.below(session, absolute(folder)).keys()
        stored = _best_first(embeddings.load(session, recogniser.model_id), inside)
        aside, failed = rankings.ignored(session), photos.failures(session)
    thresholds = recogniser.policy.thresholds
    labels = group(stored, _photos_apart(stored), thresholds, progress, cancel)
    sound = recognisable(stored.lengths, thresholds)
    return Clustering(
        folder=folder,
        clusters=_clusters(recogniser, stored, labels, sound),
        unclustered=tuple(stored.face_ids[(stored.person_ids < 0) & (labels < 0)].tolist()),
        named=_named(recogniser.names, stored),
        aside=tuple(face for face, photo in aside if inside is None or photo in inside),
        failed=tuple(
            Failure(str(path), reason) for photo, path, reason in failed if inside is None or photo in inside
        ),
    )


def _best_first(stored: Embeddings, inside: Set[int] | None) -> Embeddings:
    """The faces of these photos, or all, the best first."""
    order = np.lexsort((stored.face_ids, -stored.weights))
    if inside is not None:
        order = order[np.isin(stored.photo_ids[order], list(inside))]
    return stored.only(order)


def _photos_apart(stored: Embeddings) -> Labels:
    """The photo of each face; those that came from none share none."""
    return np.where(stored.photo_ids < 0, -1 - np.arange(len(stored.photo_ids)), stored.photo_ids)


def _clusters(
    recogniser: Recogniser, stored: Embeddings, labels: Labels, sound: npt.NDArray[np.bool_]
) -> tuple[Cluster, ...]:
    """Nobody's faces by cluster, each with who it may be, as those say that can be recognised."""
    groups: list[list[int]] = [[] for _ in range(int(labels.max(initial=-1)) + 1)]
    owners: list[list[int]] = [[] for _ in groups]
    for row, (label, person) in enumerate(zip(labels.tolist(), stored.person_ids.tolist(), strict=True)):
        if label >= 0 and person < 0:
            groups[label].append(row)
        elif label >= 0:
            owners[label].append(person)
    left = sorted((label for label, rows in enumerate(groups) if rows), key=lambda one: -len(groups[one]))
    guesses = {label: _owner(recogniser.names, owners[label]) for label in left}
    open_ = [label for label in left if guesses[label] is None]
    asked = [[row for row in groups[label] if sound[row]] for label in open_]
    guesses |= zip(open_, suggest(recogniser, [stored.vectors[rows] for rows in asked]), strict=True)
    faces = stored.face_ids.tolist()
    return tuple(Cluster(tuple(faces[row] for row in groups[label]), guesses[label]) for label in left)


def _owner(names: dict[int, str], owners: list[int]) -> Suggestion | None:
    """Whose most of a cluster's named faces are, if more than half are one person's."""
    person, count = max(Counter(owners).items(), key=lambda one: one[1], default=(0, 0))
    if 2 * count <= len(owners) or person not in names:
        return None
    return Suggestion(person, names[person], count / len(owners))


def _named(names: dict[int, str], stored: Embeddings) -> tuple[NamedFaces, ...]:
    faces: dict[int, list[int]] = {}
    for face, person in zip(stored.face_ids.tolist(), stored.person_ids.tolist(), strict=True):
        if person >= 0:
            faces.setdefault(person, []).append(face)
    return tuple(
        NamedFaces(person, name, tuple(faces[person])) for person, name in names.items() if person in faces
    )
