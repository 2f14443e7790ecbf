"""What is said of a face over time."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from app.domain.decision import Decision, State
from app.recognition.vote import Vote

AMIRA, JONAS = (Decision(State.NAME, person, 0.6) for person in (1, 2))
UNSURE, UNKNOWN = Decision(State.UNSURE), Decision(State.UNKNOWN)


def said(*heard: Decision) -> list[Decision]:
    vote, shown = Vote(), []
    for one in heard:
        vote.hear(one)
        shown.append(vote.shown)
    return shown


def test_the_first_decision_is_shown_at_once() -> None:
    assert Vote().shown.state is State.UNKNOWN
    assert said(AMIRA) == [AMIRA]


def test_a_name_stays_through_two_poor_views_and_goes_with_the_third() -> None:
    assert said(AMIRA, UNKNOWN, UNSURE, AMIRA) == [AMIRA] * 4
    assert said(AMIRA, UNKNOWN, UNSURE, JONAS)[-1] == JONAS


def test_a_stranger_becomes_somebody_with_the_second_view_that_says_so() -> None:
    assert said(UNKNOWN, AMIRA, AMIRA) == [UNKNOWN, UNKNOWN, AMIRA]
    assert said(UNKNOWN, AMIRA, UNKNOWN, AMIRA)[-1] == UNKNOWN


def test_the_same_answer_brings_the_newest_figures() -> None:
    surer = Decision(State.NAME, 1, 0.8)
    assert said(AMIRA, surer)[-1].similarity == 0.8


def test_what_the_user_changed_is_shown_at_once() -> None:
    vote = Vote()
    vote.hear(AMIRA)
    vote.settle(JONAS)
    assert vote.shown == JONAS


@given(st.lists(st.sampled_from([AMIRA, JONAS, UNSURE, UNKNOWN]), max_size=40))
def test_it_changes_at_most_every_second_time_and_shows_only_what_it_heard(heard: list[Decision]) -> None:
    shown = said(*heard)
    changes = [place for place in range(1, len(shown)) if shown[place] != shown[place - 1]]
    assert all(b - a >= 2 for a, b in itertools.pairwise(changes))
    assert all(shown[place] == heard[place] for place in changes)
