"""Sorting the faces that the gallery holds into people; reads no picture."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
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
from app.services.sorting.suggest import best_two
from app.services.sorting.told import load_told
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
        told = load_told(session, stored)
    thresholds = recogniser.policy.thresholds
    labels = group(stored, _photos_apart(stored), thresholds, told, progress, cancel)
    sound = recognisable(stored.lengths, thresholds)
    return Clustering(
        folder=folder,
        clusters=_clusters(recogniser, stored, labels, sound, told.denied),
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
    recogniser: Recogniser,
    stored: Embeddings,
    labels: Labels,
    sound: npt.NDArray[np.bool_],
    denied: Mapping[int, Set[int]],
) -> tuple[Cluster, ...]:
    """Nobody's faces by cluster, each with who it may be, as those say that can be recognised."""
    groups: list[list[int]] = [[] for _ in range(int(labels.max(initial=-1)) + 1)]
    owners: list[list[int]] = [[] for _ in groups]
    for row, (label, person) in enumerate(zip(labels.tolist(), stored.person_ids.tolist(), strict=True)):
        if label >= 0 and person < 0:
            groups[label].append(row)
        elif label >= 0:
            owners[label].append(person)
    left = [label for label, rows in enumerate(groups) if rows]
    faces = [stored.face_ids[groups[label]].tolist() for label in left]
    asked = [stored.vectors[[row for row in groups[label] if sound[row]]] for label in left]
    known = [_owner(recogniser.names, owners[label]) for label in left]
    guesses = best_two(recogniser, asked, known, [_barred(one, denied) for one in faces])
    found = [part for one, two in zip(faces, guesses, strict=True) for part in _divided(one, *two, denied)]
    return tuple(sorted(found, key=lambda one: -len(one.faces)))


def _barred(faces: Sequence[int], denied: Mapping[int, Set[int]]) -> frozenset[int]:
    """People whose half of the faces, or more, are said not to be."""
    said = Counter(person for face in faces for person in denied.get(face, ()))
    return frozenset(person for person, count in said.items() if 2 * count >= len(faces))


def _divided(
    faces: Sequence[int],
    guess: Suggestion | None,
    next_best: Suggestion | None,
    denied: Mapping[int, Set[int]],
) -> Iterator[Cluster]:
    """The faces that may be who they are guessed to be, and apart from them those said not to be."""

    def may_be(face: int, one: Suggestion | None) -> bool:
        return one is None or one.person not in denied.get(face, ())

    kept = tuple(face for face in faces if may_be(face, guess))
    yield Cluster(kept, guess, next_best if all(may_be(face, next_best) for face in kept) else None)
    if others := tuple(face for face in faces if not may_be(face, guess)):
        yield Cluster(others)


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
