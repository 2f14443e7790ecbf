import numpy as np
import pytest

from app.recognition.index import Index
from app.recognition.scores import best_people

D = 6


def unit(rng: np.random.Generator, count: int, dimension: int = D) -> np.ndarray:
    vectors = rng.normal(size=(count, dimension)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def make(rng: np.random.Generator, count: int) -> Index:
    return Index.build(np.arange(count), np.arange(count) % 5, unit(rng, count), rng.random(count))


def test_a_snapshot_without_some_faces_leaves_the_old_one_as_it_was() -> None:
    index = make(np.random.default_rng(0), 200)
    without = index.remove([7, 999])
    fewer = without.remove(np.arange(100))
    assert [len(one) for one in (index, without, fewer)] == [200, 199, 100]
    for one in (index, without, fewer):
        rows, groups = np.flatnonzero(one.alive), one.by_person
        assert sorted(groups.rows.tolist()) == rows.tolist()
        assert np.array_equal(one.all_people[groups.rows], np.repeat(groups.people, groups.counts))
    assert 7 not in without.all_faces[without.alive]


def test_vectors_cannot_be_written_through_a_snapshot() -> None:
    index = make(np.random.default_rng(3), 4)
    with pytest.raises(ValueError, match="read-only"):
        index.vectors[0] = 0


def test_an_empty_index_finds_nobody() -> None:
    index = Index.build([], [], np.empty((0, D)), [])
    assert best_people(index, unit(np.random.default_rng(0), 3), 5)[0].shape == (3, 0)
    assert len(index) == 0


@pytest.mark.parametrize("bad", [np.nan, np.inf, 2.0, 0.0])
def test_vectors_must_be_of_unit_length(bad: float) -> None:
    with pytest.raises(ValueError, match="unit length"):
        Index.build([1], [1], np.full((1, D), bad), [1])


def test_malformed_rows_and_probes_are_refused() -> None:
    rng = np.random.default_rng(4)
    index = make(rng, 5)
    with pytest.raises(ValueError, match="twice"):
        Index.build([1, 1], [1, 1], unit(rng, 2), [1, 1])
    with pytest.raises(ValueError, match="for each row"):
        Index.build([1, 2], [1], unit(rng, 2), [1, 1])
    with pytest.raises(ValueError, match="shape"):
        index.checked_probes(unit(rng, 1, 5))
    with pytest.raises(ValueError, match="finite"):
        index.checked_probes(np.full((1, D), np.nan, np.float32))
