from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.decision import Decision, State, Thresholds
from app.recognition.decision import Policy, decide, name_once, per_comparison, threshold_at, trust
from app.recognition.index import Index
from app.recognition.scores import everybody, of_cohort, surplus

MEASURED = Thresholds(((1e-2, 0.3), (1e-3, 0.4), (1e-4, 0.46)), "for this test")
PROBE = np.array([[1, 0, 0]], np.float32)


def at(cosine: float, side: int = 1) -> list[float]:
    """A unit vector of that cosine with the probe, leaning along one of the other two axes."""
    rest = np.sqrt(1 - cosine**2)
    return [cosine, rest, 0] if side == 1 else [cosine, 0, rest]


def gallery(*cosines: float) -> Index:
    vectors = np.array([at(c, 1 + i % 2) for i, c in enumerate(cosines)], np.float32).reshape(-1, 3)
    people = np.arange(len(cosines)) + 1
    return Index.build(people, people, vectors, np.ones(len(cosines)))


def test_a_clear_leader_above_the_threshold_is_named() -> None:
    (decision,) = decide(gallery(0.7, 0.2), PROBE, Policy(MEASURED))
    assert decision.state is State.NAME
    assert decision.person == 1
    assert decision.similarity == pytest.approx(0.7)
    assert [c.person for c in decision.candidates] == [1, 2]


def test_two_close_candidates_are_unsure() -> None:
    (decision,) = decide(gallery(0.68, 0.7), PROBE, Policy(MEASURED))
    assert decision.state is State.UNSURE
    assert decision.person is None
    assert [c.person for c in decision.candidates] == [2, 1]


def test_two_close_candidates_below_the_threshold_are_unknown() -> None:
    (decision,) = decide(gallery(0.30, 0.29), PROBE, Policy(MEASURED))
    assert decision.state is State.UNKNOWN


def test_names_go_by_the_thresholds_of_people() -> None:
    curve = tuple((rate, cosine + 0.2) for rate, cosine in MEASURED.by_fmr)
    stricter = Thresholds(MEASURED.by_fmr, "", of_person=curve)
    for thresholds, state in ((MEASURED, State.NAME), (stricter, State.UNKNOWN)):
        assert decide(gallery(0.55), PROBE, Policy(thresholds))[0].state is state
    assert threshold_at(stricter, 1e-3) == pytest.approx(0.4)  # two faces are another matter


def test_a_face_that_is_like_everybody_needs_a_higher_score() -> None:
    cohort = Thresholds(MEASURED.by_fmr, "", cohort=(0.3, 0.0, 0.0))  # the probe's surplus: 0.3 - 0.09
    for cosine, state in ((0.76, State.NAME), (0.72, State.UNKNOWN)):  # the person's: 0.3 * cosine - 0.09
        assert decide(gallery(cosine), PROBE, Policy(MEASURED))[0].state is State.NAME
        (decision,) = decide(gallery(cosine), PROBE, Policy(cohort))
        assert decision.state is state
        assert decision.similarity == pytest.approx(0.7 * cosine + 0.09)
    other = np.array([[0, 1, 0]], np.float32)  # less like everybody than most: 0 - 0.09
    assert decide(gallery(0.95), other, Policy(MEASURED))[0].state is State.UNKNOWN  # 0.31
    loose = Policy(Thresholds(((1e-3, 0.2),), "", cohort=(0.3, 0.0, 0.0)))
    assert decide(gallery(0.95), other, loose)[0].state is State.NAME  # 0.12


def test_what_all_who_are_enrolled_have_in_common_names_nobody() -> None:
    rng = np.random.default_rng(0)
    common = np.full(256, 0.9 / 16)

    def faces(count: int) -> np.ndarray:
        own = rng.normal(0, 1 / 16, (count, 256)) + common
        return np.asarray(own / np.linalg.norm(own, axis=1, keepdims=True), np.float32)

    policy = Policy(replace(MEASURED, cohort=tuple(rng.normal(0, 0.005, 256).tolist())))
    index = Index.build(np.arange(20), np.arange(20), faces(20), np.ones(20))
    few = index.remove(np.arange(1, 20))
    strangers = faces(50)
    told = decide(index, strangers, policy)
    assert {one.state for one in told} == {State.UNKNOWN}
    one = decide(few, strangers, policy)  # who says nothing of a kind
    assert State.NAME in {said.state for said in one}
    assert not any(said.in_common for said in one)
    own = decide(index, index.vectors, policy)
    assert [one.candidates[0].person for one in own] == list(range(20))
    assert not any(said.in_common for said in own if said.state is State.NAME)
    apart = -common + rng.normal(0, 1 / 16, (9, 256))
    apart /= np.linalg.norm(apart, axis=1, keepdims=True)
    nobody = decide(index, apart.astype(np.float32), policy)
    assert not any(said.in_common for said in nobody)  # they are like none of them anyway
    without = [_named_without(index, face, policy) for face in strangers]
    assert all(one for one, said in zip(without, told, strict=True) if said.in_common)
    assert 0.9 * sum(without) < sum(said.in_common for said in told) < len(told)
    denied = decide(index, strangers, policy, barred=[range(20)] * len(strangers))
    assert not any(said.in_common for said in denied)


def _named_without(index: Index, face: np.ndarray, policy: Policy) -> bool:
    """Whether a face would reach the threshold of as many people, were only the cohort expected of it."""
    expected = of_cohort(policy.thresholds.cohort)
    scores = everybody(index, face[None], expected) - surplus(face[None], expected)
    return bool(scores.max() >= policy.threshold(len(index)))


def test_an_unsure_face_shows_those_who_are_close_first() -> None:
    e = np.eye(8, dtype=np.float32)
    like = e[0] * 0.7 + e[1] * np.sqrt(1 - 0.49)
    twin = e[0] * 0.6 + like * 0.72 + e[2] * 0.3
    other = e[0] * 0.68 + e[3] * np.sqrt(1 - 0.68**2)
    vectors = np.stack([like, other, twin / np.linalg.norm(twin)])
    index = Index.build([1, 2, 3], [1, 2, 3], vectors, [1, 1, 1])
    (decision,) = decide(index, e[:1], Policy(MEASURED))
    assert decision.state is State.UNSURE
    assert decision.person is None
    assert {c.person for c in decision.candidates} == {1, 2, 3}
    assert decision.candidates[0].similarity == max(c.similarity for c in decision.candidates)


def test_a_face_that_cannot_be_recognised_is_unknown_and_says_why() -> None:
    limited = Thresholds(MEASURED.by_fmr, "", recognisable=9.0)
    probes = np.repeat(PROBE, 2, axis=0)
    poor, good = decide(gallery(0.7), probes, Policy(limited), np.array([8.9, 9.0]))
    assert (poor.state, poor.person, poor.unrecognisable) == (State.UNKNOWN, None, True)
    assert poor.candidates == ()  # who it might be is not even guessed
    assert (good.state, good.unrecognisable) == (State.NAME, False)
    for unlimited in (
        decide(gallery(0.7), probes, Policy(limited)),
        decide(gallery(0.7), probes, Policy(MEASURED), np.zeros(2)),
    ):
        assert [one.state for one in unlimited] == [State.NAME] * 2


def test_a_person_is_named_once_in_a_picture() -> None:
    faces = [
        Decision(State.NAME, 1, 0.6),
        Decision(State.NAME, 2, 0.5),
        Decision(State.NAME, 1, 0.8),
        Decision(State.UNKNOWN, None, 0.3),
        Decision(State.NAME, 1, 0.8),
    ]
    said = name_once(faces)
    assert [one.state for one in said] == [State.UNSURE, State.NAME, State.NAME, State.UNKNOWN, State.UNSURE]
    assert [one.person for one in said] == [None, 2, 1, None, None]
    assert [one.similarity for one in said] == [one.similarity for one in faces]
    assert name_once([]) == []


def test_who_had_the_name_keeps_it_but_for_a_clear_lead() -> None:
    first, second, clear = (Decision(State.NAME, 1, similarity) for similarity in (0.6, 0.62, 0.7))
    assert [one.person for one in name_once([first, second])] == [None, 1]
    assert [one.person for one in name_once([first, second], held=[0])] == [1, None]
    assert [one.person for one in name_once([first, clear], held=[0])] == [None, 1]


def test_an_empty_gallery_knows_nobody() -> None:
    decisions = decide(
        Index.build([], [], np.empty((0, 3)), []), np.repeat(PROBE, 2, axis=0), Policy(MEASURED)
    )
    assert [(d.state, d.similarity, d.candidates) for d in decisions] == [(State.UNKNOWN, None, ())] * 2


def test_no_probes_give_no_decisions() -> None:
    assert decide(gallery(0.5), PROBE[:0], Policy(MEASURED)) == []


def test_a_larger_gallery_needs_a_higher_threshold() -> None:
    policy = Policy(MEASURED, rate=1e-2)
    thresholds = [policy.threshold(people) for people in (0, 1, 10, 100, 1000)]
    assert thresholds[0] == thresholds[1] == pytest.approx(0.3)
    assert thresholds == sorted(thresholds)
    assert thresholds[2] == pytest.approx(0.4, abs=1e-3)


def test_the_rate_is_shared_by_all_ways_up_that_a_picture_was_tried() -> None:
    policy = Policy(MEASURED, rate=4e-3)
    assert policy.threshold(1, looks=4) == pytest.approx(0.4)  # one in 1,000 each way up
    askew = decide(gallery(0.38), np.repeat(PROBE, 2, axis=0), policy, looks=[1, 4])
    assert [one.state for one in askew] == [State.NAME, State.UNKNOWN]


@given(st.floats(1e-6, 0.5), st.integers(1, 100_000))
def test_the_rate_per_comparison_gives_the_rate_per_probe(rate: float, people: int) -> None:
    assert -np.expm1(people * np.log1p(-per_comparison(rate, people))) == pytest.approx(rate, rel=1e-6)


@given(st.floats(1e-9, 1), st.floats(1e-9, 1))
def test_a_stricter_rate_never_gives_a_looser_threshold(one: float, other: float) -> None:
    low, high = sorted([one, other])
    assert threshold_at(MEASURED, low) >= threshold_at(MEASURED, high)


def test_thresholds_between_and_beyond_what_was_measured() -> None:
    assert threshold_at(MEASURED, 1e-3) == pytest.approx(0.4)
    assert threshold_at(MEASURED, 10**-2.5) == pytest.approx(0.35)
    assert threshold_at(MEASURED, 1e-5) == pytest.approx(0.52)
    assert threshold_at(MEASURED, 1e-9) == pytest.approx(0.52)  # one decade beyond, then no further
    assert threshold_at(MEASURED, 1.0) == pytest.approx(0.2)
    assert threshold_at(Thresholds(((1e-3, 0.4),), ""), 1e-5) == 0.4
    assert threshold_at(Thresholds(((1e-2, 0.7), (1e-3, 0.95)), ""), 1e-9) == 1.0


@pytest.mark.parametrize("rate", [0.0, -1.0, 1.0, float("nan")])
def test_a_rate_is_between_0_and_1(rate: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        per_comparison(rate, 3)


def test_a_threshold_needs_a_positive_rate_and_a_calibration() -> None:
    with pytest.raises(ValueError, match="positive rate"):
        threshold_at(MEASURED, 0.0)
    with pytest.raises(ValueError, match="measured"):
        threshold_at(Thresholds((), ""), 1e-3)


def test_an_embedding_is_trusted_the_less_the_nearer_it_is_to_the_limit() -> None:
    lengths = np.array([7.9, 8, 8.8, 9.6, 12, np.nan], np.float32)
    limited = replace(MEASURED, recognisable=8.0)
    assert trust(lengths, limited) == pytest.approx([0, 0.8, 0.9, 1, 1, 1], abs=1e-6)
    assert trust(lengths, MEASURED).tolist() == [1] * 6
