import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.recognition.index import Index

D = 6


def unit(rng: np.random.Generator, count: int, dimension: int = D) -> np.ndarray:
    vectors = rng.normal(size=(count, dimension)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def make(rng: np.random.Generator, count: int) -> Index:
    return Index.build(np.arange(count), np.arange(count) % 5, unit(rng, count), rng.random(count))


@given(st.integers(0, 400), st.integers(1, 12), st.integers(0, 70), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=60)
def test_search_equals_brute_force(count: int, k: int, probes: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    index = make(rng, count)
    wanted = unit(rng, probes)
    found = index.search(wanted, k)
    similarities = wanted @ index.vectors.T
    best = np.argsort(-similarities, axis=1, kind="stable")[:, :k]
    assert found.faces.shape == (probes, min(k, count))
    assert np.allclose(found.similarities, np.take_along_axis(similarities, best, axis=1), atol=1e-6)
    assert np.array_equal(found.people, found.faces % 5)


def test_equal_similarities_keep_the_order_of_adding() -> None:
    vector = np.eye(1, D, dtype=np.float32)
    index = Index.build(np.arange(500), np.zeros(500), np.repeat(vector, 500, axis=0), np.ones(500))
    assert index.search(vector, 4).faces.tolist() == [[0, 1, 2, 3]]


def test_a_removed_face_is_never_found_and_may_return() -> None:
    rng = np.random.default_rng(0)
    index = make(rng, 200)
    probe = index.vectors[[7]].copy()
    without = index.remove([7, 999])
    assert len(without) == 199
    assert 7 not in without.search(probe, 199).faces
    again = without.add([7], [1], probe, [1.0])
    assert again.search(probe, 1).faces.tolist() == [[7]]
    assert index.search(probe, 1).people.tolist() == [[2]]


def test_reassigned_faces_answer_with_their_new_person() -> None:
    index = make(np.random.default_rng(1), 50)
    moved = index.reassign([3, 4], 77)
    assert set(moved.search(index.vectors[3:5].copy(), 1).people.ravel()) == {77}
    assert index.search(index.vectors[[3]].copy(), 1).people.tolist() == [[3]]
    assert moved.by_person.people.tolist() == [0, 1, 2, 3, 4, 77]


def test_two_snapshots_grown_from_one_do_not_disturb_each_other() -> None:
    rng = np.random.default_rng(2)
    base = make(rng, 3).add([10], [1], unit(rng, 1), [1])  # leaves room behind
    left, right = unit(rng, 1), unit(rng, 1)
    one, two = base.add([20], [1], left, [1]), base.add([30], [1], right, [1])
    assert np.array_equal(one.vectors[-1:], left)
    assert np.array_equal(two.vectors[-1:], right)


def test_vectors_cannot_be_written_through_a_snapshot() -> None:
    index = make(np.random.default_rng(3), 4)
    with pytest.raises(ValueError, match="read-only"):
        index.vectors[0] = 0


def test_an_empty_index_finds_nobody() -> None:
    index = Index.build([], [], np.empty((0, D)), [])
    assert index.search(unit(np.random.default_rng(0), 3), 5).faces.shape == (3, 0)
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
    with pytest.raises(ValueError, match="already"):
        index.add([3], [1], unit(rng, 1), [1])
    with pytest.raises(ValueError, match="length 5"):
        index.add([9], [1], unit(rng, 1, 5), [1])
    with pytest.raises(ValueError, match="shape"):
        index.search(unit(rng, 1, 5), 1)
    with pytest.raises(ValueError, match="finite"):
        index.search(np.full((1, D), np.nan, np.float32), 1)


class Snapshots(RuleBasedStateMachine):
    """Every snapshot ever taken keeps saying what it said, whatever is done to it later."""

    def __init__(self) -> None:
        super().__init__()
        self.rng = np.random.default_rng(0)
        self.next = 0
        empty = Index.build([], [], np.empty((0, D)), [])
        self.history: list[tuple[Index, dict[int, tuple[int, bytes]]]] = [(empty, {})]

    def _any(self, pick: int) -> tuple[Index, dict[int, tuple[int, bytes]]]:
        return self.history[-1 - pick % len(self.history)]

    @rule(count=st.integers(0, 40), pick=st.sampled_from([0, 0, 0, 1, 5]))
    def add(self, count: int, pick: int) -> None:
        index, truth = self._any(pick)
        faces, vectors = np.arange(self.next, self.next + count), unit(self.rng, count)
        self.next += count
        rows = {int(f): (int(f) % 7, v.tobytes()) for f, v in zip(faces, vectors, strict=True)}
        self.history.append((index.add(faces, faces % 7, vectors, np.ones(count)), truth | rows))

    @rule(share=st.floats(0, 1), pick=st.sampled_from([0, 0, 1, 5]))
    def remove(self, share: float, pick: int) -> None:
        index, truth = self._any(pick)
        gone = [face for face in truth if self.rng.random() < share]
        left = {face: row for face, row in truth.items() if face not in gone}
        self.history.append((index.remove(gone), left))

    @rule(person=st.integers(0, 9))
    def reassign(self, person: int) -> None:
        index, truth = self.history[-1]
        some = [face for face in truth if self.rng.random() < 0.3]
        moved = {face: (person, truth[face][1]) for face in some}
        self.history.append((index.reassign(some, person), truth | moved))

    @invariant()
    def every_snapshot_is_as_it_was(self) -> None:
        for index, truth in self.history[-8:]:
            rows = np.flatnonzero(index.alive)
            held = {
                int(index.all_faces[r]): (int(index.all_people[r]), index.vectors[r].tobytes()) for r in rows
            }
            assert held == truth
            groups = index.by_person
            assert sorted(groups.rows.tolist()) == rows.tolist()
            assert np.array_equal(index.all_people[groups.rows], np.repeat(groups.people, groups.counts))


TestSnapshots = Snapshots.TestCase
TestSnapshots.settings = settings(deadline=None, max_examples=25, stateful_step_count=25)
