"""The faces as they were sorted, after names, undo and changes from elsewhere."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.box import Box
from app.domain.cluster import Cluster, Clustering, NamedFaces, Suggestion
from app.domain.face import FaceState, Origin, Quality, StoredFace
from app.ui.photos.sorted_faces import Row, SortedFaces

_REPORT = Clustering(
    folder=None,
    clusters=(Cluster((3, 1, 2)), Cluster((5, 4))),
    unclustered=(7, 6),
    named=(NamedFaces(9, "Ines", (11, 10)),),
    aside=(12,),
    failed=(),
)


@pytest.fixture
def faces(qapp: object) -> SortedFaces:
    made = SortedFaces()
    made.take(_REPORT)
    return made


def test_a_named_cluster_goes_and_comes_back_at_its_place(faces: SortedFaces) -> None:
    rows = faces.rows
    assert not faces.settle((1, 2, 3), [_card(face, person=9) for face in (1, 2, 3)])
    assert [row.number for row in faces.rows] == [1]
    assert faces.named() == {9: (11, 10, 1, 2, 3)}
    assert not faces.settle((1, 2, 3), [_card(face) for face in (1, 2, 3)])
    assert faces.rows == rows
    assert faces.named() == {9: (11, 10)}


def test_faces_set_aside_leave_their_cluster_and_are_taken_back(faces: SortedFaces) -> None:
    faces.settle((1, 7), [_card(1, ignored=True), _card(7, ignored=True)])
    assert [row.faces for row in faces.rows] == [(3, 2), (5, 4)]
    assert faces.singles == (6,)
    assert list(faces.aside) == [12, 1, 7]
    faces.settle((1, 12), [_card(1), _card(12, person=4)])
    assert [row.faces for row in faces.rows] == [(3, 1, 2), (5, 4)]
    assert list(faces.aside) == [7]
    assert faces.named()[4] == (12,)


def test_faces_that_are_gone_are_nowhere(faces: SortedFaces) -> None:
    faces.settle((4, 5, 6, 10), [])
    assert [row.number for row in faces.rows] == [0]
    assert faces.singles == (7,)
    assert faces.named() == {9: (11,)}
    assert faces.open_faces() == 3


def test_only_sorting_says_where_a_face_belongs_that_lost_its_name(faces: SortedFaces) -> None:
    assert faces.settle((10,), [_card(10)])
    assert faces.named() == {9: (11,)}


def test_faces_that_were_not_sorted_do_not_concern_it(faces: SortedFaces) -> None:
    assert set(faces.concerns({1, 7, 10, 12, 99})) == {1, 7, 10, 12}
    faces.forget()
    assert not faces.known
    assert faces.rows == ()
    assert faces.concerns({1}) == ()


def test_who_was_denied_is_not_suggested_again_until_that_is_undone(faces: SortedFaces) -> None:
    ines, carl = Suggestion(9, "Ines", 1.0), Suggestion(8, "Carl", 0.5)
    faces.take(replace(_REPORT, clusters=(Cluster((3, 1, 2), ines, carl),)))
    [before] = faces.rows
    faces.settle((1, 2, 3), [replace(_card(face), denied=frozenset({9})) for face in (1, 2, 3)])
    assert faces.rows == (Row(0, before.faces, carl),)
    faces.settle((1,), [replace(_card(1), denied=frozenset({8, 9}))])
    assert faces.rows == (Row(0, (3, 1, 2), None),)
    faces.settle((1, 2, 3), [_card(face) for face in (1, 2, 3)])
    assert faces.rows == (before,)


def _card(face: int, person: int | None = None, *, ignored: bool = False) -> StoredFace:
    quality = Quality(*[0.0] * 9)
    state = FaceState.IGNORED if ignored else FaceState.ACTIVE
    return StoredFace(face, person, 1, state, Origin.IMPORTED, Box(0, 0, 1, 1), quality, datetime.now(UTC))
