"""The proof of a retrained model: what is held out, and what is made of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services import proof
from app.services.proof import Proof, Split, splits

Faces = list[tuple[int, int]]

faces = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6)), min_size=1, max_size=80).map(
    lambda pairs: [(person, person * 100 + picture) for person, picture in pairs]
)
"""Faces as (person, picture): some pictures twice, some people with one picture."""


def _arrays(pairs: Faces) -> tuple[np.ndarray, np.ndarray]:
    people, photos = np.array(pairs, np.int64).T
    return people, photos


@given(faces)
@settings(deadline=None, max_examples=150)
def test_every_face_is_on_one_side_and_no_picture_on_two(pairs: Faces) -> None:
    people, photos = _arrays(pairs)
    for split in splits(people, photos):
        sides = [split.train, split.held_out, split.kept_out]
        assert sorted(np.concatenate(sides)) == list(range(len(pairs)))
        pictures = [set(photos[side]) for side in sides]
        assert not pictures[0] & pictures[1]
        assert not (pictures[0] | pictures[1]) & pictures[2]


@given(faces)
@settings(deadline=None, max_examples=150)
def test_kept_out_people_are_never_trained_on_and_the_others_keep_two_pictures(pairs: Faces) -> None:
    people, photos = _arrays(pairs)
    for split in splits(people, photos):
        kept = set(people[split.kept_out])
        assert not kept & (set(people[split.train]) | set(people[split.held_out]))
        for person in set(people) - kept:
            mine = np.flatnonzero(people == person)
            least = min(len(set(photos[mine])), 2)
            assert len(set(photos[np.intersect1d(mine, split.train)])) >= least


@given(faces)
@settings(deadline=None, max_examples=30)
def test_splits_are_the_same_each_time(pairs: Faces) -> None:
    for one, other in zip(splits(*_arrays(pairs)), splits(*_arrays(pairs)), strict=True):
        for name in Split.__dataclass_fields__:
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_together_the_splits_judge_many_faces() -> None:
    people = np.repeat(np.arange(12), 10)
    found = splits(people, np.arange(120))
    assert len(found) == 4
    held = np.unique(np.concatenate([split.held_out for split in found]))
    kept = np.unique(people[np.concatenate([split.kept_out for split in found])])
    assert len(kept) == 12  # each person is left out once
    assert len(held) >= 60


def _embeddings(people: np.ndarray, spread: float, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(people.max() + 1, 32))
    vectors = centres[people] + spread * rng.normal(size=(len(people), 32))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def _proof(before: float, after: float, after_others: float | None = None) -> Proof:
    people, photos = np.repeat(np.arange(12), 10), np.arange(120)
    found = Proof()
    old = _embeddings(people, before)
    for split in splits(people, photos):
        new = _embeddings(people, after)
        if after_others is not None:
            new[split.kept_out] = _embeddings(people, after_others)[split.kept_out]
        found.add(split, old, new, people, photos)
    return found


@pytest.mark.parametrize(
    ("spreads", "better", "said"),
    [
        ((1.0, 0.5), True, "new faces"),
        ((0.5, 1.0), False, "no clear gain"),
        ((0.7, 0.7), False, "no clear gain"),
        ((0.9, 0.5, 3.0), False, "people it was not trained on lose"),
    ],
)
def test_the_verdict_follows_the_faces(spreads: tuple[float, ...], better: bool, said: str) -> None:
    verdict, reason = _proof(*spreads).verdict()
    assert verdict is better
    assert said in reason


def test_without_held_out_faces_nothing_is_proved() -> None:
    assert Proof().verdict()[0] is False
    people, photos = np.array([0, 0, 1, 1]), np.arange(4)
    found, vectors = Proof(), _embeddings(people, 0.1)
    for split in splits(people, photos):
        found.add(split, vectors, vectors, people, photos)
    verdict, reason = found.verdict()
    assert not verdict
    assert "three photos each of two people" in reason


def test_faces_of_one_picture_are_never_compared() -> None:
    people, photos = np.array([0, 0, 0, 1, 1]), np.array([7, 7, 8, 8, 9])
    found = Proof()
    split = Split(np.array([0, 2]), np.array([1, 3, 4]), np.array([], np.int64))
    vectors = _embeddings(people, 0.1)
    found.add(split, vectors, vectors, people, photos)
    # of 3 x 2 + 3 pairs two lie in picture 7 or 8
    assert len(found.trained.before) == 7


def test_noise_is_small_where_many_people_agree() -> None:
    assert _proof(1.0, 0.9).trained.noise() < 0.1
    assert _proof(0.7, 0.7).trained.noise() == 0.0


def test_a_large_gallery_is_judged_by_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    people, photos = np.repeat(np.arange(40), 10), np.arange(400)
    split = splits(people, photos)[0]
    old, new = _embeddings(people, 0.9), _embeddings(people, 0.6)
    whole, sample = Proof(), Proof()
    whole.add(split, old, new, people, photos)
    monkeypatch.setattr(proof, "_MOST_PAIRS", 10_000)
    sample.add(split, old, new, people, photos)
    assert len(sample.trained.before) <= 10_000 < len(whole.trained.before)
    assert sample.verdict()[0] is whole.verdict()[0] is True
