"""All pairs where there are few, a bounded sample where there are many, and never two of one source."""

import time
from dataclasses import replace

import numpy as np
import pytest

from app.services.evaluation.face_set import GivenPairs
from app.services.evaluation.pairing import pair_up, similarities
from tests.app.services.evaluation.conftest import made_up


def test_all_pairs_of_few_faces() -> None:
    pairs = pair_up(made_up(4, 3))
    assert (len(pairs), int(pairs.same.sum()), pairs.sampled) == (66, 12, False)
    assert len(set(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True))) == 66


def test_two_faces_of_one_source_are_never_compared() -> None:
    faces = made_up(4, 4, per_source=2)
    pairs = pair_up(faces)
    assert (faces.sources[pairs.a] != faces.sources[pairs.b]).all()
    assert int(pairs.same.sum()) == 4 * 4  # of the six pairs of a person two are of one source
    shared = replace(faces, sources=np.zeros(16, np.int64))
    assert len(pair_up(shared)) == 0


def test_more_are_a_sample_of_the_stated_size() -> None:
    pairs = pair_up(made_up(4, 30), genuine=100, impostor=200)
    assert (int(pairs.same.sum()), int((~pairs.same).sum()), pairs.sampled) == (100, 200, True)


@pytest.mark.slow
def test_a_hundred_thousand_faces_make_no_square_matrix() -> None:
    people = np.concatenate([np.zeros(5000, np.int64), 1 + np.arange(95_000) // 5])
    faces = replace(
        made_up(2, 1),
        people=people,
        sources=np.arange(100_000),
        recognisable=np.ones(100_000, bool),
        vectors=(np.zeros((100_000, 4), np.float32),),
    )
    began = time.process_time()
    pairs = pair_up(faces)
    assert time.process_time() - began < 20
    assert pairs.sampled
    assert len(pairs) < 1_100_000
    assert (people[pairs.a] == people[pairs.b]).tolist() == pairs.same.tolist()
    mine = pairs.a[pairs.same]
    assert len(np.unique(people[mine])) > 100  # not all are of the person with most
    assert (pairs.a != pairs.b).all()


def test_a_list_says_which_pairs() -> None:
    listed = GivenPairs(np.array([0, 1]), np.array([1, 4]), np.array([True, False]), None)
    pairs = pair_up(replace(made_up(4, 3), pairs=listed))
    assert (pairs.a.tolist(), pairs.b.tolist(), pairs.same.tolist()) == ([0, 1], [1, 4], [True, False])


def test_similarities_are_cosines() -> None:
    faces = made_up(4, 3)
    pairs = pair_up(faces)
    vectors = faces.vectors[0]
    assert np.allclose(similarities(vectors, pairs), (vectors @ vectors.T)[pairs.a, pairs.b], atol=1e-6)
