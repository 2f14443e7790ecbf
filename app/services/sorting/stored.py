"""Sorting the faces that the gallery holds into people; reads no picture."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.domain.cluster import Cluster, Clustering, NamedFaces, Suggestion
from app.domain.failure import Failure
from app.gallery import births, photos, rankings
from app.gallery.faces import landmarks
from app.gallery.records import Embeddings, Ids
from app.recognition.decision import recognisable
from app.services.photos.reading import absolute
from app.services.recognise.recogniser import Recogniser, load_recogniser
from app.services.sorting.standing import Sorted, sort_gallery
from app.services.sorting.suggest import ASKED, best_two
from app.services.workspace import Workspace
from app.vision.turn import looks_at


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
    thresholds = recogniser.policy.thresholds
    found = sort_gallery(workspace, recogniser.model_id, thresholds, progress, cancel)
    with workspace.db.read() as session:
        inside = None if folder is None else photos.below(session, absolute(folder)).keys()
        aside, failed = rankings.ignored(session), photos.failures(session)
        taken = births.taken(session, found.stored.face_ids.tolist()) if recogniser.taken else {}
    rows = _best_first(found.stored, inside)
    lone = alone(found.numbers, found.stored.person_ids, rows)
    faces, people = found.stored.face_ids[rows], found.stored.person_ids[rows]
    return Clustering(
        folder=folder,
        clusters=_clusters(workspace, recogniser, found, rows[~lone], taken),
        unclustered=tuple(faces[(people < 0) & lone].tolist()),
        named=_named(recogniser.names, faces[people >= 0], people[people >= 0]),
        aside=tuple(face for face, photo in aside if inside is None or photo in inside),
        failed=tuple(
            Failure(str(path), reason) for photo, path, reason in failed if inside is None or photo in inside
        ),
    )


def _best_first(stored: Embeddings, inside: Set[int] | None) -> npt.NDArray[np.intp]:
    """The rows of the faces of these photos, or of all, the best first."""
    order = np.lexsort((stored.face_ids, -stored.weights))
    return order if inside is None else order[np.isin(stored.photo_ids[order], list(inside))]


def alone(numbers: Ids, people: Ids, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Which of these rows (M,) resemble no other of them, nor anybody with a name.

    Args:
        numbers: The cluster of each face (N,), below 0 for a lone one.
        people: Whose each is (N,), below 0 for nobody's.
        rows: Those looked at.
    """
    mine = numbers[rows]
    several = np.flatnonzero(np.bincount(mine[mine >= 0]) > 1)
    return (mine < 0) | ~np.isin(mine, np.union1d(several, numbers[people >= 0]))


def _clusters(
    workspace: Workspace,
    recogniser: Recogniser,
    found: Sorted,
    rows: npt.NDArray[np.intp],
    taken: Mapping[int, float],
) -> tuple[Cluster, ...]:
    """Nobody's faces among these, by cluster, each with who it may be as the recognisable say."""
    stored, denied = found.stored, found.told.denied
    owners: defaultdict[int, list[int]] = defaultdict(list)
    named = stored.person_ids >= 0
    for number, person in zip(found.numbers[named].tolist(), stored.person_ids[named].tolist(), strict=True):
        owners[number].append(person)
    groups = _by_number(found.numbers, rows[~named[rows]])
    sound = recognisable(stored.lengths, recogniser.policy.thresholds)
    faces = [stored.face_ids[mine].tolist() for mine in groups.values()]
    asked = [mine[sound[mine]][:ASKED] for mine in groups.values()]
    vectors = [stored.vectors[mine] for mine in asked]
    looks = _looks(workspace, stored, asked) if recogniser.names else []
    known = [_owner(recogniser.names, owners.get(number, [])) for number in groups]
    when = [_middle([taken[face] for face in one if face in taken]) for one in faces]
    barred = [_barred(one, denied) for one in faces]
    guesses = best_two(recogniser, vectors, known, barred, when, looks)
    parts = [
        part
        for number, mine, two in zip(groups, faces, guesses, strict=True)
        for part in _divided(number, mine, *two, denied)
    ]
    return tuple(sorted(parts, key=lambda one: -len(one.faces)))


def _looks(
    workspace: Workspace, stored: Embeddings, asked: Sequence[npt.NDArray[np.intp]]
) -> list[list[int]]:
    """How many ways up the pictures of these faces, given by their rows, were tried."""
    faces = [stored.face_ids[rows].tolist() for rows in asked]
    with workspace.db.read() as session:
        points = landmarks(session, [face for some in faces for face in some])
    return [[looks_at(points[face]) if face in points else 1 for face in some] for some in faces]


def _by_number(numbers: Ids, rows: npt.NDArray[np.intp]) -> dict[int, npt.NDArray[np.intp]]:
    """Rows by the number of their cluster, in their order: whose first comes first is first."""
    order = np.argsort(numbers[rows], kind="stable")
    mine, starts = np.unique(numbers[rows[order]], return_index=True)
    parts = np.split(rows[order], starts[1:]) if len(mine) else []
    return {int(mine[place]): parts[place] for place in np.argsort(order[starts])}


def _middle(times: Sequence[float]) -> float | None:
    return float(np.median(times)) if times else None


def _barred(faces: Sequence[int], denied: Mapping[int, Set[int]]) -> frozenset[int]:
    """People whose half of the faces, or more, are said not to be."""
    if denied.keys().isdisjoint(faces):
        return frozenset()
    said = Counter(person for face in faces for person in denied.get(face, ()))
    return frozenset(person for person, count in said.items() if 2 * count >= len(faces))


def _divided(
    number: int,
    faces: Sequence[int],
    guess: Suggestion | None,
    next_best: Suggestion | None,
    denied: Mapping[int, Set[int]],
) -> Iterator[Cluster]:
    """The faces that may be who they are guessed to be, and apart from them those said not to be."""
    if denied.keys().isdisjoint(faces):
        yield Cluster(tuple(faces), guess, next_best, number)
        return

    def may_be(face: int, one: Suggestion | None) -> bool:
        return one is None or one.person not in denied.get(face, ())

    kept = tuple(face for face in faces if may_be(face, guess))
    second = next_best if all(may_be(face, next_best) for face in kept) else None
    yield Cluster(kept, guess, second, number)
    if others := tuple(face for face in faces if not may_be(face, guess)):
        yield Cluster(others)


def _owner(names: dict[int, str], owners: list[int]) -> Suggestion | None:
    """Whose most of a cluster's named faces are, if more than half are one person's."""
    person, count = max(Counter(owners).items(), key=lambda one: one[1], default=(0, 0))
    if 2 * count <= len(owners) or person not in names:
        return None
    return Suggestion(person, names[person], count / len(owners))


def _named(names: dict[int, str], face_ids: Ids, person_ids: Ids) -> tuple[NamedFaces, ...]:
    faces: dict[int, list[int]] = {}
    for face, person in zip(face_ids.tolist(), person_ids.tolist(), strict=True):
        faces.setdefault(person, []).append(face)
    return tuple(
        NamedFaces(person, name, tuple(faces[person])) for person, name in names.items() if person in faces
    )
