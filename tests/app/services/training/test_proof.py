"""The proof of a retrained model: what is made of the comparisons."""

import numpy as np
import pytest

from app.domain.training import Change, Verdict
from app.services.training.proof import DECIDING, Proof, _gain
from app.services.training.splits import splits


def _embeddings(people: np.ndarray, spread: float, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(people.max() + 1, 32))
    vectors = centres[people] + spread * rng.normal(size=(len(people), 32))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def _proof(before: float, after: float, after_others: float | None = None) -> Proof:
    people, sessions = np.repeat(np.arange(12), 10), np.arange(120)
    found = Proof()
    old = _embeddings(people, before)
    for split in splits(people, sessions):
        new = _embeddings(people, after)
        if after_others is not None:
            new[split.kept_out] = _embeddings(people, after_others)[split.kept_out]
        found.add(split, old, new, people, sessions)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spreads", "outcome"),
    [
        ((1.0, 0.5), "gain"),
        ((0.5, 1.0), "no-gain"),
        ((0.7, 0.7), "no-gain"),
        ((0.3, 0.25), "apart"),
        ((0.3, 0.35), "no-gain"),
        ((0.9, 0.5, 3.0), "harm"),
        ((0.3, 0.25, 3.0), "harm"),
    ],
)
def test_the_verdict_follows_the_faces(spreads: tuple[float, ...], outcome: str) -> None:
    verdict = _proof(*spreads).verdict()
    assert verdict.outcome == outcome
    assert verdict.better is (outcome in ("gain", "apart"))


def test_a_change_that_is_told_as_nothing_is_no_gain() -> None:
    """A rate is told in tenths of a point, a gap in hundredths."""
    little = Change(0.0004, 0.0001, 0.0007, 100, measured=True)
    more = Change(0.006, 0.001, 0.011, 100, measured=True)
    assert _gain({DECIDING: little}, {}) == "no-gain"
    assert _gain({DECIDING: more}, {}) == "gain"
    assert _gain({DECIDING: little}, {"trained": little, "others": little}) == "no-gain"
    assert _gain({DECIDING: little}, {"trained": little, "others": more}) == "apart"


@pytest.mark.slow
def test_words_match_figures() -> None:
    """A loss that is no more than chance is small; one that is large is never called so."""
    for after_others in np.linspace(0.85, 1.3, 10):
        verdict = _proof(0.9, 0.5, float(after_others)).verdict()
        change = verdict.changes["others"][DECIDING]
        if verdict.outcome == "gain":
            assert change.value >= -0.02
            assert change.value >= -0.005 or change.high >= 0
        elif verdict.outcome == "harm":
            assert change.high < 0
        else:
            assert verdict.outcome == "may-harm"
            assert change.value < -0.02


def test_without_held_out_faces_nothing_is_proved() -> None:
    assert Proof().verdict() == Verdict("unproved", {})
    people, sessions = np.array([0, 0, 1, 1]), np.arange(4)
    found, vectors = Proof(), _embeddings(people, 0.1)
    for split in splits(people, sessions):
        found.add(split, vectors, vectors, people, sessions)
    assert found.verdict().outcome == "unproved"


def test_strangers_scores_of_all_trials_serve_the_thresholds() -> None:
    found = _proof(1.0, 0.5)
    before, after = found.impostors()
    assert len(before) == len(after) == sum(one.impostors for one in [*found.trained, *found.others])
