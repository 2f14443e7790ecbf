import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recognition.index import Templates
from app.recognition.lookalikes import MARGIN, needed_leads

WITHIN, D = 0.56, 128


def pair(likeness: float, agreement: float) -> Templates:
    vectors = np.array([[1, 0], [likeness, np.sqrt(1 - likeness**2)]], np.float32)
    return Templates(vectors, np.full(2, agreement, np.float32))


def lead(likeness: float, agreement: float = 1.0) -> float:
    return float(needed_leads(pair(likeness, agreement), WITHIN)[0])


def test_people_who_are_not_alike_need_the_general_margin() -> None:
    assert lead(0.0) == pytest.approx(MARGIN, abs=0.02)
    assert lead(0.2, 0.8) == pytest.approx(MARGIN)


def test_people_who_are_alike_need_more() -> None:
    assert lead(0.5) > lead(0.3) > MARGIN
    assert lead(0.8, 0.8) > 0.15


def test_the_same_likeness_says_less_of_templates_of_many_faces() -> None:
    assert lead(0.5, 0.76) < lead(0.5, 1.0)


@given(st.floats(-1, 1), st.floats(1e-3, 1))
def test_a_lead_is_always_some_finite_number(likeness: float, agreement: float) -> None:
    assert MARGIN - 1e-6 <= lead(likeness, agreement) < 1


def faces(rng: np.random.Generator, centre: np.ndarray, count: int) -> np.ndarray:
    """Faces of a person around a centre, as alike as `WITHIN` says."""
    noise = rng.normal(size=(count, D)) * np.sqrt((1 - WITHIN) / D)
    drawn = np.sqrt(WITHIN) * centre + noise
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)


@pytest.mark.parametrize("likeness", [0.7, 0.9, 1.0])
@pytest.mark.parametrize("count", [1, 5, 20])
def test_the_wrong_one_of_two_is_seldom_named(likeness: float, count: int) -> None:
    """Two people, alike or one and the same: the other one must hardly ever have a clear lead."""
    rng = np.random.default_rng(0)
    wrong, asked = 0, 0
    for _ in range(60):
        centre, aside = np.linalg.qr(rng.normal(size=(D, 2)))[0].T
        other = likeness * centre + np.sqrt(1 - likeness**2) * aside
        means = [faces(rng, one, count).mean(axis=0) for one in (centre, other)]
        agreement = np.linalg.norm(means, axis=1)
        both = Templates((means / agreement[:, None]).astype(np.float32), agreement.astype(np.float32))
        scores = faces(rng, centre, 100) @ both.vectors.T
        swapped = Templates(both.vectors[::-1], both.agreement[::-1])
        wrong += int(np.count_nonzero(scores[:, 1] - scores[:, 0] >= needed_leads(swapped, WITHIN)[0]))
        asked += len(scores)
    assert wrong <= 0.02 * asked
