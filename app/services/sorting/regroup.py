"""The groups of a sorting, joined and parted as was said since, without sorting anew."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage

from app.core.errors import GalleryError
from app.core.text import say
from app.gallery import embeddings
from app.gallery.records import Embeddings
from app.services.sorting.told import Told
from app.services.workspace import Workspace

Rows = npt.NDArray[np.int64]
_HALVED = 500
"""Faces of a group that are linked, the best; each other one goes to the half that it is more like."""


def regrouped(stored: Embeddings, told: Told, groups: Sequence[Sequence[int]]) -> list[Rows]:
    """Part groups of faces that were told apart, and join those said to be one person.

    Args:
        stored: The faces.
        told: What was said of them.
        groups: Faces by identifier; those with a name, or not stored, are left out.

    Returns:
        Row numbers of each group's faces, none empty.
    """
    labels = np.full(len(stored.face_ids), -1, np.int64)
    at = {face: row for row, face in enumerate(stored.face_ids.tolist())}
    for number, faces in enumerate(groups):
        labels[[at[face] for face in faces if face in at]] = number
    labels[stored.person_ids >= 0] = -1
    one = [(first, second) for first, second in told.one if labels[first] >= 0 and labels[second] >= 0]
    hub = np.arange(len(labels))
    for first, second in one:
        hub[second] = first
    apart = list(_pairs(told))
    for first, second in apart:
        if 0 <= labels[first] == labels[second]:
            _part(stored, labels, hub, first, second)
    for first, second in one:
        _join(labels, apart, first, second)
    order = np.argsort(labels, kind="stable")
    found = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    return [rows for rows in found if len(rows) and labels[rows[0]] >= 0]


def halves(workspace: Workspace, face_ids: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Part a group into the two that average linkage joined last, the larger first, each as it was ordered.

    Raises:
        GalleryError: Fewer than two of the faces are there.
    """
    with workspace.db.read() as session:
        stored = embeddings.load(session, workspace.active_model().id)
    at = {face: row for row, face in enumerate(stored.face_ids.tolist())}
    found = [face for face in face_ids if face in at]
    if len(found) < 2:
        raise GalleryError(say("There are not two faces to part"))
    vectors = stored.vectors[[at[face] for face in found[:_HALVED]]].astype(np.float64)
    sides = fcluster(linkage(vectors, "average", "cosine"), 2, "maxclust")
    means = np.stack([vectors[sides == side].mean(axis=0) for side in (1, 2)])
    nearer = (stored.vectors[[at[face] for face in found]] @ means.T).argmax(axis=1) == 1
    nearer[: len(sides)] = sides == 2
    parts = [tuple(face for face, away in zip(found, nearer, strict=True) if away == side) for side in (0, 1)]
    larger, smaller = sorted(parts, key=len, reverse=True)
    return larger, smaller


def _pairs(told: Told) -> Iterator[tuple[int, int]]:
    for ones, others in told.apart:
        yield from ((one, other) for one in ones for other in others)


def _part(stored: Embeddings, labels: Rows, hub: Rows, first: int, second: int) -> None:
    """Let those of a group that are more like the second face than like the first be a group of their own."""
    inside = np.flatnonzero(labels == labels[first])
    likeness = [
        stored.vectors[inside] @ stored.vectors[inside[hub[inside] == hub[one]]].mean(axis=0)
        for one in (first, second)
    ]
    away = (likeness[1] > likeness[0]) & (hub[inside] != hub[first]) | (hub[inside] == hub[second])
    labels[inside[away]] = labels.max() + 1


def _join(labels: Rows, apart: Sequence[tuple[int, int]], first: int, second: int) -> None:
    """Join the groups of two faces, or the faces alone where the rest was told apart."""
    mine, other = labels[first], labels[second]
    if mine == other:
        return
    if any({labels[a], labels[b]} == {mine, other} for a, b in apart):
        labels[second] = mine
    else:
        labels[labels == other] = mine
