"""Which faces come from one source."""

import numpy as np

from app.services.evaluation.face_set import bursts, numbered, with_copies


def test_a_sitting_before_a_camera_is_one_source() -> None:
    times = np.array(
        ["2026-01-01T10:00:00", "2026-01-01T10:00:50", "2026-01-01T10:01:40", "2026-01-01T10:05"]
    )
    people = np.array([1, 1, 1, 1])
    assert bursts(people, times.astype("datetime64[us]")).tolist() == [0, 0, 0, 1]
    found = bursts(np.array([1, 2, 1, 2]), times.astype("datetime64[us]"))
    assert found[0] != found[1]  # of two people
    assert found[0] != found[2]  # more than a minute apart


def test_copies_of_a_face_are_one_source() -> None:
    vectors = np.eye(3, dtype=np.float32)[[0, 1, 0, 2]]
    assert with_copies(np.array([7, 8, 9, 9]), vectors).tolist() == [7, 8, 7, 9]
    assert with_copies(np.array([], np.int64), np.empty((0, 3), np.float32)).tolist() == []


def test_labels_become_numbers() -> None:
    assert numbered(["b", "a", "b"]).tolist() == [1, 0, 1]
    assert numbered([]).tolist() == []
