"""Which faces were taken together."""

import numpy as np

from app.services.training.sessions import sessions
from app.vision import models

_DAY = 86_400.0


def _vectors(count: int, seed: int = 0) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, 64))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def _found(
    people: list[int], photos: list[int], moments: list[float], vectors: np.ndarray | None = None
) -> list[int]:
    thresholds = models.card("sface").thresholds
    assert thresholds is not None
    shown = _vectors(len(people)) if vectors is None else vectors
    numbers = sessions(np.array(people), np.array(photos), np.array(moments), shown, thresholds)
    return [int(number) for number in np.unique(numbers, return_inverse=True)[1]]


def _groups(numbers: list[int]) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(np.array(numbers) == one).tolist()) for one in numbers}


def test_photos_of_one_day_are_one_session_where_three_days_are_left() -> None:
    days = [0.0, 60.0, _DAY, _DAY + 60, 2 * _DAY, 2 * _DAY + 60]
    found = _found([1] * 6, list(range(6)), days)
    assert _groups(found) == {frozenset({0, 1}), frozenset({2, 3}), frozenset({4, 5})}


def test_photos_copied_in_one_go_say_nothing_of_days() -> None:
    assert len(set(_found([1] * 6, list(range(6)), [100.0] * 6))) == 6


def test_frames_of_a_burst_stay_together() -> None:
    vectors = _vectors(5)
    vectors[1] = vectors[0] + 0.01 * _vectors(1, seed=9)[0]
    vectors[1] /= np.linalg.norm(vectors[1])
    found = _found([1] * 5, [-1] * 5, [100.0] * 5, vectors)
    assert _groups(found) == {frozenset({0, 1}), frozenset({2}), frozenset({3}), frozenset({4})}


def test_two_faces_of_a_person_in_one_photo_are_one_session_and_those_of_two_people_are_not() -> None:
    found = _found([1, 1, 1, 1, 2, 2, 2], [0, 0, 1, 2, 0, 1, 3], [5.0] * 7)
    assert found[0] == found[1]
    assert not set(found[:4]) & set(found[4:])


def test_copies_of_a_face_are_one_whoever_has_them() -> None:
    vectors = _vectors(6)
    vectors[5] = vectors[0]
    found = _found([1, 1, 1, 2, 2, 2], list(range(6)), [5.0] * 6, vectors)
    assert found[0] == found[5]
    assert len(set(found)) == 5


def test_nobody_has_no_session() -> None:
    assert _found([], [], [], np.empty((0, 64), np.float32)) == []
