"""What is said of somebody new who looks like a person who is enrolled."""

import pickle

import pytest

from app.domain.alike import Alike, LooksEnrolled


@pytest.mark.parametrize(
    ("rate", "one_in"), [(1e-4, 10_000), (1 / 20_400, 20_000), (1e-6, 1_000_000), (0.5, 2)]
)
def test_a_rate_is_said_as_one_in_a_round_number(rate: float, one_in: int) -> None:
    assert Alike.at(3, "Noor", rate).one_in == one_in


def test_the_question_says_how_rare_such_a_likeness_is_and_crosses_processes() -> None:
    question = pickle.loads(pickle.dumps(LooksEnrolled(Alike(3, "Noor", 20_000))))  # noqa: S301 - our own
    assert question.alike == Alike(3, "Noor", 20_000)
    assert question.what == "This looks like Noor (one in 20,000 strangers would)"


def test_of_names_alone_no_rate_is_said() -> None:
    assert Alike(3, "Jos\u00e9").text == "There is already someone whose name is nearly the same: Jos\u00e9"
