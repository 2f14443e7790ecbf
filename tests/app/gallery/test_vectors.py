"""Vectors as they were read."""

import numpy as np

from app.gallery.vectors import Vectors, keys_of


def _vectors(*faces: int) -> Vectors:
    rows = [(face, face / 2, 7 * face, np.full(3, face, "<f4").tobytes()) for face in faces]
    return Vectors.of(rows, 3)


def test_rows_become_arrays() -> None:
    found = Vectors.of([(3, None, 9, np.arange(3, dtype="<f4").tobytes())], 3)
    assert found.face_ids.tolist() == [3]
    assert found.sums.tolist() == [9]
    assert np.isnan(found.lengths).all()
    assert found.vectors.tolist() == [[0, 1, 2]]
    assert not found.vectors.flags.writeable
    assert Vectors.none(3).vectors.shape == (0, 3)


def test_faces_are_found() -> None:
    at, here = _vectors(2, 5, 9).places(np.array([1, 2, 9, 10]))
    assert here.tolist() == [False, True, True, False]
    assert at[here].tolist() == [0, 2]
    assert not Vectors.none(3).places(np.array([1]))[1].any()


def test_others_are_joined_in_order() -> None:
    for others in (_vectors(10, 11), _vectors(1, 6), Vectors.none(3)):
        both = _vectors(2, 5, 9).joined(others)
        assert both.face_ids.tolist() == sorted([2, 5, 9, *others.face_ids.tolist()])
        assert both.vectors[:, 0].tolist() == both.face_ids.tolist()
        assert (2 * both.lengths).tolist() == both.face_ids.tolist()
        assert both.sums.tolist() == (7 * both.face_ids).tolist()
        assert not both.vectors.flags.writeable
    assert Vectors.none(3).joined(_vectors(4)).face_ids.tolist() == [4]


def test_a_face_and_its_checksum_are_one_number() -> None:
    faces, sums = np.array([1, 1, 2]), np.array([5, 2**32 - 1, 5])
    assert len(set(keys_of(faces, sums).tolist())) == 3
