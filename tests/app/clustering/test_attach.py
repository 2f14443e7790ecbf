import numpy as np
import pytest

from app.clustering.attach import attach
from app.clustering.cluster import cluster
from app.clustering.constraints import Constraints, Said
from app.core.errors import Cancelled
from app.core.progress import CancelToken

DIMENSION = 32


def _unit(rows: np.ndarray) -> np.ndarray:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def _group(axis: int, count: int, seed: int = 0) -> np.ndarray:
    """Faces of one person: alike among each other, at right angles to everybody else's."""
    noise = np.random.default_rng(seed + axis).normal(0, 0.05, (count, DIMENSION))
    return _unit(np.eye(DIMENSION)[axis] + noise)


def _between(a: int, b: int, share: float) -> np.ndarray:
    """A face between two people."""
    middle = share * np.eye(DIMENSION)[a] + (1 - share) * np.eye(DIMENSION)[b]
    return _unit(middle[None])


def _rules(count: int) -> Constraints:
    return Constraints.of(np.arange(count))


def test_a_face_joins_the_cluster_that_it_is_clearly_most_like() -> None:
    vectors = np.concatenate([_group(0, 4), _group(1, 4), _between(0, 1, 0.7), _between(0, 1, 0.5)])
    labels = np.array([0] * 4 + [1] * 4 + [-1, -1])
    found = attach(vectors, labels, _rules(10), 0.3, None)
    assert found.tolist() == [0] * 4 + [1] * 4 + [0, 3]  # the other is as much like the one as like the other


def test_a_face_like_nobody_stays_alone_and_so_does_one_like_a_pair() -> None:
    vectors = np.concatenate([_group(0, 4), _group(1, 2), _group(2, 1), _group(1, 1, seed=9)])
    labels = np.array([0] * 4 + [1] * 2 + [-1, -1])
    assert attach(vectors, labels, _rules(8), 0.3, None).tolist() == [0] * 4 + [1] * 2 + [2, 3]


def test_two_faces_of_one_photo_do_not_join_one_cluster() -> None:
    vectors = np.concatenate([_group(0, 4), _group(0, 3, seed=5)])
    labels = np.array([0] * 4 + [-1] * 3)
    photos = [1, 2, 3, 4, 1, 5, 5]  # the first loose face is in a photo of the cluster, the others share one
    found = attach(vectors, labels, Constraints.of(photos), 0.3, None)
    assert found[4] not in found[:4]
    assert sorted((found[5:] == 0).tolist()) == [False, True]


def test_nothing_to_attach_to_and_nothing_to_attach() -> None:
    vectors = _group(0, 3)
    assert attach(vectors, np.full(3, -1), _rules(3), 0.3, None).tolist() == [0, 1, 2]
    assert attach(vectors, np.zeros(3, int), _rules(3), 0.3, None).tolist() == [0, 0, 0]


def test_it_can_be_stopped() -> None:
    cancel = CancelToken()
    cancel.cancel()
    vectors = _group(0, 5)
    with pytest.raises(Cancelled):
        attach(vectors, np.array([0, 0, 0, 0, -1]), _rules(5), 0.3, cancel)


def test_faces_that_cannot_be_recognised_join_no_two_people() -> None:
    bridge = np.concatenate([_between(0, 1, share) for share in np.linspace(0.3, 0.7, 9)])
    vectors = np.concatenate([_group(0, 4), _group(1, 4), bridge])
    sound = np.arange(len(vectors)) < 8
    photos = np.arange(len(vectors))
    kept = cluster(vectors, photos, trust=sound)
    assert len(set(kept[:4])) == len(set(kept[4:8])) == 1
    assert kept[0] != kept[4]
    joined = cluster(vectors, photos)
    assert (
        np.bincount(joined[joined >= 0]).max() > np.bincount(kept[kept >= 0]).max()
    )  # without a word on them


def test_a_face_as_good_as_a_few_of_a_cluster_joins_it_though_most_look_different() -> None:
    one, other = _group(0, 6), _unit(0.6 * _group(0, 6, seed=1) + 0.8 * _group(1, 6))
    vectors = np.concatenate([one, other, _between(1, 0, 0.9), _between(1, 2, 0.3)])
    labels = np.array([0] * 12 + [-1, -1])
    like = vectors[12:] @ vectors[:12].T
    assert like[0].mean() < 0.5 < like[0].max()
    assert attach(vectors, labels, _rules(14), 0.5, None).tolist() == [0] * 13 + [2]


def test_two_poor_faces_must_be_more_alike_than_two_good_ones() -> None:
    vectors = np.array(
        [[1, 0, 0, 0], [0.4, 0.84**0.5, 0, 0], [0, 0, 1, 0], [0, 0, 0.4, 0.84**0.5]], np.float32
    )
    assert cluster(vectors, np.arange(4)).tolist() == [0, 0, 1, 1]
    assert cluster(vectors, np.arange(4), trust=[1, 0.9, 0.9, 0.9]).tolist() == [0, 0, -1, -1]


def test_the_same_input_in_another_order_gives_the_same_clusters() -> None:
    vectors = np.concatenate([_group(0, 5), _group(1, 4), _between(0, 1, 0.8), _group(3, 1)])
    sound = np.array([True] * 9 + [False] * 2)
    order = np.random.default_rng(1).permutation(len(vectors))
    one = cluster(vectors, np.arange(11), trust=sound)
    other = cluster(vectors[order], order, trust=sound[order])
    assert other.tolist() == one[order].tolist()
    assert one[9] == one[0]
    assert one[10] == -1


def test_the_users_word_counts_for_a_face_that_cannot_be_recognised() -> None:
    vectors = np.concatenate([_group(0, 4), _group(5, 1)])
    found = cluster(
        vectors, np.arange(5), said=Said(must_link=[(0, 4)]), trust=np.array([True] * 4 + [False])
    )
    assert found.tolist() == [0] * 5
