from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.clustering.cluster import THRESHOLD, cluster
from app.clustering.constraints import Constraints, Said
from app.clustering.repeats import repeated
from app.core.errors import Cancelled
from app.core.progress import CancelToken


def people(sizes: list[int], seed: int, noise: float = 0.09) -> tuple[np.ndarray, np.ndarray]:
    """Faces of people whose own are about 0.5 alike and whose others about 0."""
    rng = np.random.default_rng(seed)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    centres = rng.normal(size=(len(sizes), 128))
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    vectors = (centres[owner] + noise * rng.normal(size=(len(owner), 128))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors, owner


def together(labels: np.ndarray) -> np.ndarray:
    same: np.ndarray = (labels[:, None] == labels) & (labels >= 0)
    return same


sizes = st.lists(st.integers(1, 30), min_size=1, max_size=8)


@pytest.mark.slow
@given(sizes, st.integers(0, 1000))
@settings(max_examples=30)
def test_people_are_told_apart_and_ranked_by_size(sizes: list[int], seed: int) -> None:
    vectors, owner = people(sizes, seed, noise=0.07)  # no two of one person by chance below the threshold
    labels = cluster(vectors, np.arange(len(owner)))
    lone = np.isin(owner, np.flatnonzero(np.array(sizes) == 1))
    assert np.array_equal(together(labels), (owner[:, None] == owner) & ~lone[:, None])
    counts = np.bincount(labels[labels >= 0])
    assert all(a >= b for a, b in pairwise(counts.tolist()))


@pytest.mark.slow
@given(sizes, st.integers(0, 1000), st.integers(1, 40), st.floats(0.05, 0.3))
@settings(max_examples=40)
def test_faces_of_one_photo_share_a_cluster_only_if_they_are_the_same_again(
    sizes: list[int], seed: int, photos: int, noise: float
) -> None:
    vectors, _ = people(sizes, seed, noise)
    photo = np.random.default_rng(seed).integers(0, photos, len(vectors))
    same_photo = (photo[:, None] == photo) & ~np.eye(len(photo), dtype=bool)
    alike = repeated(vectors, photo, np.ones(len(photo), bool), THRESHOLD)
    repeats = together(Constraints.of(photo, alike=alike).fused)
    assert not (together(cluster(vectors, photo)) & same_photo & ~repeats).any()


@pytest.mark.slow
@given(sizes, st.integers(0, 1000), st.floats(0.05, 0.2))
@settings(max_examples=40)
def test_the_order_of_the_faces_does_not_matter(sizes: list[int], seed: int, noise: float) -> None:
    vectors, _ = people(sizes, seed, noise)
    rng = np.random.default_rng(seed)
    photo, order = rng.integers(0, 50, len(vectors)), rng.permutation(len(vectors))
    labels, shuffled = cluster(vectors, photo), cluster(vectors[order], photo[order])
    assert np.array_equal(together(labels)[np.ix_(order, order)], together(shuffled))
    assert np.array_equal(labels, cluster(vectors, photo))


def test_twins_in_every_photo_become_two_people() -> None:
    base, _ = people([40], 0, 0.03)
    lean, _ = people([1], 9, 0.0)
    mixed = np.concatenate([base, 0.5 * lean + base])  # 0.8 alike: one community without the photos
    mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
    labels = cluster(mixed, np.tile(np.arange(40), 2))
    assert labels.tolist() in ([0] * 40 + [1] * 40, [1] * 40 + [0] * 40)


def test_one_conflict_splits_a_large_cluster_in_two_and_drops_nobody() -> None:
    vectors, _ = people([300], 4)
    labels = cluster(vectors, np.r_[0, np.arange(299)])  # two faces in photo 0
    assert labels[0] != labels[1]
    assert set(labels.tolist()) == {0, 1}


def test_no_one_and_two_faces() -> None:
    vectors, _ = people([2], 0)
    assert cluster(np.empty((0, 128), np.float32), []).tolist() == []
    assert cluster(vectors[:1], [1]).tolist() == [-1]
    assert cluster(vectors, [1, 2]).tolist() == [0, 0]
    assert cluster(vectors, [1, 1]).tolist() == [-1, -1]


def test_copies_of_a_photo_belong_together() -> None:
    vectors, _ = people([1, 1], 5)
    assert cluster(np.repeat(vectors, [7, 3], axis=0), np.arange(10)).tolist() == [0] * 7 + [1] * 3


def test_what_the_user_said_holds() -> None:
    vectors, _ = people([5, 5], 6)
    photos = np.arange(10)
    apart = cluster(vectors, photos, said=Said(cannot_link=[([0], [1])]))
    assert apart[0] != apart[1]
    one = cluster(vectors, photos, said=Said(must_link=[(0, 9)]))
    assert one[0] == one[9] >= 0
    both = cluster(vectors, photos, said=Said([([0], [1]), ([5], [9])], [(0, 9)]))
    assert both[0] == both[9] >= 0
    assert both[0] != both[1]
    assert both[5] != both[9]


def test_what_cannot_be_clustered_is_refused() -> None:
    vectors, _ = people([3], 7)
    with pytest.raises(ValueError, match="finite"):
        cluster(np.where(np.eye(3, 128) > 0, np.nan, vectors), [1, 2, 3])
    with pytest.raises(ValueError, match="2 photos"):
        cluster(vectors, [1, 2])
    with pytest.raises(ValueError, match="shape"):
        cluster(vectors[0], [1])
    with pytest.raises(ValueError, match="above 0"):
        cluster(vectors, [1, 2, 3], threshold=0.0)


def test_a_cancelled_clustering_stops() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        cluster(people([3], 8)[0], [1, 2, 3], cancel=token)
