"""New faces join what was sorted before: in any order, without disturbing it, and held to the same rules."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.clustering.cluster import THRESHOLD, cluster
from app.clustering.constraints import Constraints, Said
from app.clustering.labels import LONE, NEW, Labels
from app.clustering.repeats import repeated
from app.clustering.sorter import Before
from tests.app.clustering.test_cluster import people, together

sizes = st.lists(st.integers(2, 12), min_size=1, max_size=6)


def joined(
    vectors: np.ndarray, photos: np.ndarray, before: Labels, changed: list[int] | None = None, **rules: object
) -> Labels:
    """Sort faces of which some were sorted before."""
    mask = np.isin(np.arange(len(before)), changed or [])
    return cluster(vectors, photos, before=Before(before, mask), **rules)  # type: ignore[arg-type]


def arriving(vectors: np.ndarray, photos: np.ndarray, batches: list[np.ndarray]) -> Labels:
    """Sort faces that arrive in batches of rows; each run knows only what has come so far."""
    labels = np.full(len(vectors), NEW)
    come = np.empty(0, np.int64)
    for batch in batches:
        come = np.sort(np.r_[come, batch])
        labels[come] = joined(vectors[come], photos[come], labels[come])
    return labels


@pytest.mark.slow
@given(sizes, st.integers(0, 1000), st.integers(1, 6))
@settings(max_examples=15)
def test_the_order_of_arrival_does_not_matter(sizes: list[int], seed: int, batches: int) -> None:
    vectors, owner = people(sizes, seed, noise=0.06)
    photos = np.arange(len(owner))
    rng = np.random.default_rng(seed)
    rows = np.array_split(rng.permutation(len(owner)), batches)
    labels = arriving(vectors, photos, rows)
    assert np.array_equal(together(labels), owner[:, None] == owner)
    assert np.array_equal(labels, arriving(vectors, photos, rows))


@pytest.mark.slow
@given(sizes, st.integers(0, 1000), st.floats(0.05, 0.25))
@settings(max_examples=15)
def test_nothing_new_changes_nothing(sizes: list[int], seed: int, noise: float) -> None:
    vectors, _ = people(sizes, seed, noise)
    photos = np.random.default_rng(seed).integers(0, 30, len(vectors))
    labels = cluster(vectors, photos)
    assert np.array_equal(joined(vectors, photos, labels), labels)


@pytest.mark.slow
@given(sizes, st.integers(0, 1000), st.floats(0.05, 0.3), st.integers(1, 25))
@settings(max_examples=15)
def test_faces_of_one_photo_join_no_cluster_together(
    sizes: list[int], seed: int, noise: float, photos: int
) -> None:
    vectors, _ = people(sizes, seed, noise)
    rng = np.random.default_rng(seed)
    photo = rng.integers(0, photos, len(vectors))
    labels = arriving(vectors, photo, np.array_split(rng.permutation(len(vectors)), 3))
    same_photo = (photo[:, None] == photo) & ~np.eye(len(photo), dtype=bool)
    alike = repeated(vectors, photo, np.ones(len(photo), bool), THRESHOLD)
    repeats = together(Constraints.of(photo, alike=alike).fused)
    assert not (together(labels) & same_photo & ~repeats).any()


def test_what_is_said_after_sorting_holds() -> None:
    vectors, _ = people([6, 6], 3, noise=0.06)
    photos = np.arange(12)
    labels = cluster(vectors, photos)
    apart = joined(vectors, photos, labels, [0], said=Said(cannot_link=[([0], [1, 2])]))
    assert apart[0] not in apart[[1, 2]]
    assert apart[[1, 2, 3, 4, 5]].tolist() == [apart[1]] * 5, "who was not spoken of stays"
    assert np.array_equal(
        together(cluster(vectors, photos, said=Said(cannot_link=[([0], [1, 2])]))), together(apart)
    )
    again = joined(vectors, photos, apart, [0])
    assert np.array_equal(together(again), together(labels)), "what was taken back is as if never said"
    one = joined(vectors, photos, labels, [0, 6], said=Said(must_link=[(0, 6)]))
    assert one.tolist() == [0] * 12
    assert cluster(vectors, photos, said=Said(must_link=[(0, 6)])).tolist() == one.tolist()
    undone = joined(vectors, photos, one, [0, 6])
    assert np.array_equal(together(undone), together(labels))


def test_a_face_that_nothing_else_resembles_may_join_the_cluster_that_it_is_most_like() -> None:
    rng = np.random.default_rng(3)
    axes = np.linalg.qr(rng.normal(size=(128, 20)))[0].T.astype(np.float32)
    faces = 0.8 * axes[0] + 0.6 * axes[1:9]
    for count, alike, lone in (
        (8, 0.315, False),
        (4, 0.315, True),
        (8, 0.25, True),
    ):  # 0.345 joins two groups
        share = alike / 0.8
        rest = np.sqrt(1 - share**2 - 0.15**2)
        odd = share * axes[0] + 0.15 * axes[1] + rest * axes[10]  # most like the first
        vectors = np.concatenate([faces[:count], odd[None]]).astype(np.float32)
        assert (faces[:count] @ odd).mean() < 0.345
        labels = cluster(vectors, np.arange(count + 1))
        assert (labels[-1] == LONE) == lone
        later = joined(vectors, np.arange(count + 1), np.r_[labels[:-1], NEW])
        assert np.array_equal(labels, later)
        assert np.array_equal(labels, joined(vectors, np.arange(count + 1), later))


def test_a_cluster_that_has_become_too_wide_falls_apart() -> None:
    vectors, owner = people([5, 5], 1, noise=0.05)
    assert np.array_equal(
        together(joined(vectors, np.arange(10), np.zeros(10, np.int64))), owner[:, None] == owner
    )


def test_faces_that_cannot_be_recognised_stay_with_their_cluster_and_join_no_two() -> None:
    vectors, owner = people([6, 6, 2], 5, noise=0.05)
    sound = np.ones(14, bool)
    sound[[5, 11]] = False
    before = cluster(vectors[:11], np.arange(11), trust=sound[:11])
    labels = joined(vectors, np.arange(14), np.r_[before, [NEW] * 3], trust=sound)
    assert np.array_equal(together(labels), owner[:, None] == owner)
    lost = np.where(np.arange(14) < 5, NEW, labels)
    left = joined(vectors[5:], np.arange(9), lost[5:], trust=sound[5:])
    assert left[0] == LONE, "whom it resembled is gone"
    assert np.array_equal(together(left[1:]), owner[6:, None] == owner[6:])


@pytest.mark.parametrize(("cosine", "count", "one"), [(0.95, 2, True), (0.7, 2, False), (0.7, 4, True)])
def test_one_person_is_in_a_photo_once_unless_it_shows_a_face_again_and_again(
    cosine: float, count: int, one: bool
) -> None:
    rng = np.random.default_rng(0)
    faces = rng.normal(size=(count, 4096)) * np.sqrt(1 - cosine) + rng.normal(size=4096) * np.sqrt(cosine)
    vectors = np.asarray(faces / np.linalg.norm(faces, axis=1, keepdims=True), np.float32)
    labels = cluster(vectors, np.zeros(count, np.int64))
    assert labels.tolist() == ([0] * count if one else [LONE] * count)
    said = cluster(vectors, np.zeros(count, np.int64), said=Said(cannot_link=[([0], [1])]))
    assert said[0] != said[1] or said[0] == LONE
    told = cluster(vectors, np.zeros(count, np.int64), said=Said(must_link=[(0, 1)]))
    assert told[0] == told[1] >= 0
