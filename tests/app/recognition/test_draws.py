import numpy as np

from app.recognition.draws import MOST_EXEMPLARS, draws, stranger_scores


def gallery(rng: np.random.Generator, sizes: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    people = np.repeat(np.arange(len(sizes)) * 10, sizes)
    vectors = rng.normal(size=(len(people), 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors, people, rng.random(len(people))


def test_everybody_is_enrolled_with_some_of_their_faces_and_asks_as_often_as_any_other() -> None:
    _, people, _ = gallery(np.random.default_rng(0), [1, 4, 200])
    seen = set()
    for one in draws(people, 60):
        assert len(np.unique(one.exemplars)) == len(one.exemplars)
        owner, counts = np.unique(people[one.exemplars], return_counts=True)
        assert owner.tolist() == [0, 10, 20]
        assert counts[0] == 1
        assert counts[1] <= 4
        assert counts[2] <= MOST_EXEMPLARS
        seen.add(int(counts[2]))
        assert len(set(np.unique(people[one.probes], return_counts=True)[1].tolist())) == 1
    assert min(seen) <= 2
    assert max(seen) >= 40


def test_the_same_seed_draws_the_same() -> None:
    people = np.repeat([1, 2, 3], 9)
    once, again = list(draws(people, 3, seed=5)), list(draws(people, 3, seed=5))
    assert all(
        np.array_equal(a, b) for x, y in zip(once, again, strict=True) for a, b in zip(x, y, strict=True)
    )


def test_nobody_is_scored_as_a_stranger_of_themselves() -> None:
    vectors, people, weights = gallery(np.random.default_rng(1), [3, 5, 8])
    scores, pairs = stranger_scores(vectors, people, weights, draws(people, 4))
    assert len(scores) == len(pairs)
    assert (pairs[:, 0] != pairs[:, 1]).all()
    assert set(map(tuple, pairs.tolist())) == {(a, b) for a in (0, 10, 20) for b in (0, 10, 20) if a != b}


def test_scores_are_those_that_decide() -> None:
    vectors, people, weights = gallery(np.random.default_rng(2), [1, 1])
    scores, _ = stranger_scores(vectors, people, weights, draws(people, 1))
    assert np.allclose(scores, vectors[0] @ vectors[1], atol=1e-6)
