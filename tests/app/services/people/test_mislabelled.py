"""Wrong labels: which faces are suspected, and which are let be."""

import numpy as np
import pytest

from app.services.people.mislabelled import Suspicion, suspicions
from app.vision import models

_DIMENSION = 128


def _faces(people: list[int], spread: float = 0.07, seed: int = 0) -> np.ndarray:
    """An embedding (N, D) for each face of those people, some 0.6 in cosine from each other."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(max(people) + 1, _DIMENSION))
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    vectors = centres[people] + spread * rng.normal(size=(len(people), _DIMENSION))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def _found(vectors: np.ndarray, labels: np.ndarray) -> list[Suspicion]:
    thresholds = models.card("sface").thresholds
    assert thresholds is not None
    return suspicions(vectors, labels, thresholds)


def _rows(found: list[Suspicion]) -> list[int]:
    return sorted(row for one in found for row in one.rows.tolist())


@pytest.mark.parametrize("faces", [1, 2, 3, 8])
def test_right_labels_are_let_be(faces: int) -> None:
    people = np.repeat(np.arange(6), faces)
    assert _found(_faces(people.tolist()), people + 10) == []


def test_a_single_face_has_nothing_to_be_held_against() -> None:
    truth = np.array([0] * 5 + [1] * 5)
    vectors = _faces(truth.tolist())
    vectors[9] = vectors[9] + 0.4 * vectors[0]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert _found(vectors[[*range(9), 9]], np.array([0] * 5 + [1] * 4 + [2])) == []


def test_nobody_is_no_trouble() -> None:
    assert _found(np.empty((0, _DIMENSION), np.float32), np.empty(0, np.int64)) == []


def test_a_face_given_to_another_is_found_and_its_owner_named() -> None:
    truth = np.repeat(np.arange(5), 6)
    labels = truth.copy()
    labels[[3, 20]] = 4, 1  # a face of person 0 under 4, one of person 3 under 1
    found = {(one.person, one.likely): one.rows.tolist() for one in _found(_faces(truth.tolist()), labels)}
    assert found == {(4, 0): [3], (1, 3): [20]}


def test_even_of_two_faces_the_one_that_is_another_persons_is_found() -> None:
    truth = np.array([0, 0, 0, 0, 1, 0])
    (one,) = _found(_faces(truth.tolist()), np.array([0, 0, 0, 0, 1, 1]))
    assert (one.person, one.likely, one.rows.tolist()) == (1, 0, [5])


def test_a_label_that_holds_somebody_else_too() -> None:
    truth = np.array([0] * 9 + [1] * 5 + [2] * 6)
    (one,) = _found(_faces(truth.tolist()), np.where(truth == 1, 0, truth))
    assert (one.person, one.likely, one.rows.tolist()) == (0, None, list(range(9, 14)))


def test_several_faces_are_told_apart_where_one_would_not_be() -> None:
    """A group that agrees with itself, as far from the others as a single face of theirs may be."""
    vectors = _faces([0] * 9 + [1] * 5)
    vectors[9:] += 0.4 * vectors[:9].mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    everyone = np.concatenate([vectors, _faces([2] * 6, seed=1)])
    labels = np.array([0] * 14 + [2] * 6)
    assert 0.2 < float((vectors[9:] @ vectors[:9].T).mean()) < 0.28
    assert _rows(_found(everyone, labels)) == list(range(9, 14))
    alone = np.delete(np.arange(20), range(10, 14))
    assert _found(everyone[alone], labels[alone]) == []


def test_a_label_with_very_many_faces_is_judged_by_some() -> None:
    truth = np.array([0] * 1500 + [1] * 20)
    labels = truth.copy()
    labels[[1501, 1503]] = 0
    assert _rows(_found(_faces(truth.tolist()), labels)) == [1501, 1503]
