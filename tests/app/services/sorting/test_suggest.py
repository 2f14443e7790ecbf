"""A cluster is suggested to be whom enough of its best faces would be named as."""

from dataclasses import replace

import numpy as np
import pytest

from app.domain.arrays import Embedding
from app.domain.cluster import Suggestion
from app.domain.decision import Thresholds
from app.recognition.decision import Policy
from app.recognition.index import Index
from app.services.recognise.recogniser import Recogniser
from app.services.sorting.suggest import best_two, suggest

_AXES = np.eye(4, dtype=np.float32)


@pytest.fixture
def recogniser() -> Recogniser:
    """Two people, each enrolled along an axis of their own."""
    index = Index.build([1, 2], [1, 2], _AXES[:2], [1, 1])
    return Recogniser(index, {1: "Ann", 2: "Bob"}, Policy(Thresholds(((1e-3, 0.4),), "")), "m")


def _faces(*axes: int) -> Embedding:
    return _AXES[list(axes)]


def test_clusters_are_guessed_by_the_share_of_their_faces(recogniser: Recogniser) -> None:
    clusters = [_faces(1, 1, 3, 1), _faces(2, 3, 2), _faces(0, 2, 2, 3)]
    assert suggest(recogniser, clusters) == [Suggestion(2, "Bob", 0.75), None, None]


def test_only_the_best_faces_are_asked(recogniser: Recogniser) -> None:
    assert suggest(recogniser, [_faces(*[3] * 9, *[0] * 30)]) == [None]


def test_heads_askew_must_be_more_like_somebody(recogniser: Recogniser) -> None:
    strict = Policy(
        Thresholds(((1e-3, 0.4), (1e-4, 0.6)), "")
    )  # a quarter of the rate asks for 0.58, not 0.46
    recogniser = replace(recogniser, policy=strict)
    clusters = [(_AXES[1:2] * 0.5 + _AXES[3:] * 0.75**0.5).repeat(3, axis=0)] * 2
    assert suggest(recogniser, clusters, looks=[[1, 1, 1], [4, 4, 4]]) == [Suggestion(2, "Bob", 1.0), None]
    found = best_two(recogniser, clusters, [None] * 2, [set()] * 2, looks=[[4, 4, 4], [4, 1, 1]])
    assert found == [(None, None), (Suggestion(2, "Bob", 2 / 3), None)]


def test_nobody_is_suggested_where_nobody_is_enrolled(recogniser: Recogniser) -> None:
    empty = Recogniser(Index.build([], [], np.empty((0, 4)), []), {}, recogniser.policy, "m")
    assert suggest(empty, [_faces(0, 0)]) == [None]


def test_who_it_may_be_if_not_the_first(recogniser: Recogniser) -> None:
    both = (_AXES[:1] * 0.8 + _AXES[1:2] * 0.6).repeat(3, axis=0)
    ann, bob = Suggestion(1, "Ann", 1.0), Suggestion(2, "Bob", 1.0)
    clusters = [both, both, both, _faces(2, 2), _faces(0, 0)]
    found = best_two(recogniser, clusters, [None, ann, None, None, None], [set(), set(), {1}, set(), {1}])
    assert found == [(ann, bob), (ann, bob), (bob, None), (None, None), (None, None)]
