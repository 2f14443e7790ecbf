"""Whom a face is said not to be it is not called, and nor are faces like it."""

import numpy as np
import pytest

from app.domain.arrays import Embedding
from app.domain.decision import State, Thresholds
from app.recognition.decision import Policy, decide
from app.recognition.denials import Denials
from app.recognition.index import Index

POLICY = Policy(Thresholds(((1e-1, 0.1), (1e-5, 0.4)), ""), 1e-3)
ANN, BOB = 1, 2


def _at(*degrees: float) -> Embedding:
    """Unit vectors (N, 2) at some angles."""
    turned = np.radians(degrees)
    return np.stack([np.cos(turned), np.sin(turned)], axis=1).astype(np.float32)


@pytest.fixture
def index() -> Index:
    return Index.build([10, 11], [ANN, BOB], _at(0, 130), np.ones(2))


def _named(index: Index, probe: float, denied: Denials) -> int | None:
    [decision] = decide(index, _at(probe), POLICY, denials=denied)
    assert denied.people.size or decision.state is State.NAME
    return decision.person


def test_a_face_like_one_that_is_not_theirs_is_not_them(index: Index) -> None:
    none = Denials(np.zeros(0, np.int64), np.zeros(0, np.int64), _at())
    not_ann = Denials(np.array([20]), np.array([ANN]), _at(40))
    assert _named(index, 38, none) == ANN
    assert _named(index, 38, not_ann) is None
    assert _named(index, 5, not_ann) == ANN, "more like Ann than like the face that is not hers"
    assert _named(index, 95, not_ann) == BOB
    not_bob = Denials(np.array([20]), np.array([BOB]), _at(40))
    assert _named(index, 38, not_bob) == ANN


def test_who_is_barred_is_passed_over_for_the_next(index: Index) -> None:
    probe = _at(45)
    first, barred = decide(index, np.concatenate([probe, probe]), POLICY, barred=[(), {ANN}])
    assert ANN in [one.person for one in first.candidates]
    assert [one.person for one in barred.candidates] == [BOB]
    assert barred.state is State.UNKNOWN or barred.person == BOB


def test_only_faces_still_denied_count() -> None:
    denied = Denials(np.array([20, 21]), np.array([ANN, BOB]), _at(0, 10))
    assert denied.people_of({20, 99}) == {ANN}
    assert denied.people_of(()) == frozenset()
