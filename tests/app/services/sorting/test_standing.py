"""Sorting again keeps what was sorted: clusters have their numbers whatever was said, and under any model."""

from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from app.clustering.labels import Labels
from app.clustering.sorter import Before
from app.domain.arrays import Embedding
from app.domain.box import Box
from app.domain.cluster import Clustering
from app.domain.face import Quality
from app.gallery import clusters, embeddings, faces, models
from app.gallery.records import NewFace
from app.services.people import answers, corrections
from app.services.sorting import standing
from app.services.sorting.grouping import group
from app.services.sorting.stored import sort_faces
from app.services.workspace import Workspace, activity

_POINTS = np.zeros((5, 2), np.float32)
_QUALITY = Quality(60, 500, 0.5, 0.2, 5, -5, 1, 0.9, 0.5)


def add_faces(
    workspace: Workspace, vectors: Embedding, photo: int | None = None, length: float = 20.0
) -> list[int]:
    """Store faces that look like this to the active model, and return their identifiers."""
    model = workspace.active_model().id
    made = [
        NewFace(Box(9 * row, 0, 9, 9), _POINTS, _QUALITY, b"", _POINTS, {model: (one, length)})
        for row, one in enumerate(vectors)
    ]
    with workspace.db.write() as session:
        return faces.add(session, made, photo_id=photo)[0]


def people_of(workspace: Workspace, sizes: list[int], seed: int) -> Embedding:
    """Faces (N, D) of so many people, each person's much alike."""
    rng = np.random.default_rng(seed)
    dimension = workspace.active_model().dimension
    centres = np.linalg.qr(rng.normal(size=(dimension, len(sizes))))[0].T
    found = centres.repeat(sizes, axis=0) + 0.05 * rng.normal(size=(sum(sizes), dimension))
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


def _numbers(found: Clustering) -> dict[int, set[int]]:
    return {one.number: set(one.faces) for one in found.clusters if one.number is not None}


def test_new_faces_join_and_nothing_is_renumbered(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = people_of(workspace, [6, 12, 9, 1], 1)
    small, large, middle = (
        add_faces(workspace, vectors[rows]) for rows in (slice(5), slice(6, 16), slice(18, 26))
    )
    [lone] = add_faces(workspace, vectors[27:])
    before = _numbers(sort_faces(workspace))
    assert before == {0: set(large), 1: set(middle), 2: set(small)}
    compared: list[Before | None] = []

    def spy(*args: Any) -> Labels:
        compared.append(args[4])
        return group(*args)

    monkeypatch.setattr("app.services.sorting.standing.group", spy)
    assert _numbers(sort_faces(workspace)) == before
    assert compared == [], "nothing new, nothing compared"
    new = add_faces(workspace, np.concatenate([vectors[26:27], vectors[5:6], vectors[16:17]]))
    found = sort_faces(workspace)
    assert _numbers(found) == {0: {*large, new[2]}, 1: {*middle, new[0]}, 2: {*small, new[1]}}
    assert found.unclustered == (lone,)
    assert [one is not None for one in compared] == [True]
    twice = add_faces(workspace, vectors[27:] + 0)
    assert _numbers(sort_faces(workspace))[3] == {lone, *twice}, "a new cluster has a new number"


def test_names_answers_and_undo_keep_numbers(workspace: Workspace) -> None:
    vectors = people_of(workspace, [8, 6], 2)
    one, other = add_faces(workspace, vectors[:8]), add_faces(workspace, vectors[8:])
    assert _numbers(sort_faces(workspace)) == {0: set(one), 1: set(other)}
    corrections.name(workspace, one[:3], "Ann", apart=True)
    found = sort_faces(workspace)
    assert _numbers(found) == {0: set(one[3:]), 1: set(other)}
    assert found.clusters[1].suggestion is not None
    answers.say_apart(workspace, [other[0]], other[1:])
    assert _numbers(sort_faces(workspace)) == {0: set(one[3:]), 1: set(other[1:])}
    activity.undo(workspace)
    assert _numbers(sort_faces(workspace)) == {0: set(one[3:]), 1: set(other)}
    corrections.set_aside(workspace, one[3:], ignored=True)
    corrections.set_aside(workspace, one[3:], ignored=False)
    assert _numbers(sort_faces(workspace)) == {0: set(one[3:]), 1: set(other)}


def test_another_model_and_a_new_method_keep_numbers(
    workspace: Workspace, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def by_face() -> dict[int, int]:
        model = workspace.active_model()
        found = standing.sort_gallery(workspace, model.id, workspace.thresholds(model))
        return dict(zip(found.stored.face_ids.tolist(), found.numbers.tolist(), strict=True))

    before = by_face()
    with workspace.db.write() as session:
        models.activate(session, other)
    after = by_face()
    overlaps: defaultdict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for face, number in after.items():
        if number >= 0 and before[face] >= 0:
            overlaps[number][before[face]] += 1
    assert any(number in shared for number, shared in overlaps.items())
    for number, shared in overlaps.items():
        if max(shared, key=lambda old: shared[old]) != number:
            assert number not in set(before.values()) or number in shared
    monkeypatch.setattr(standing, "_METHOD", standing._METHOD + 1)
    assert by_face() == after


def test_faces_forgotten_meanwhile_are_left_out(workspace: Workspace) -> None:
    here = np.array(add_faces(workspace, people_of(workspace, [2], 3)), np.int64)
    with workspace.db.write() as session:
        clusters.keep(session, np.r_[here, 999], np.array([7, 7, 7]), np.zeros(3, np.int64), clusters.Basis())
        numbers, _ = clusters.load(session, np.r_[here, 999])
        assert len(embeddings.load(session, workspace.active_model().id).face_ids) == 2
    assert numbers.tolist() == [7, 7, clusters.UNKNOWN]
