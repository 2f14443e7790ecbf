"""The order of a review's questions, and the way back."""

from app.domain.cluster import Suggestion
from app.ui.photos.questions import Questions
from app.ui.photos.sorted_faces import Row

_INES = Suggestion(1, "Ines", 0.9)


def test_suggestions_are_asked_first_and_the_largest_clusters_before_others() -> None:
    asked = _questions()
    assert [row.number for row in asked.rows] == [2, 1, 0]
    assert asked.guessing
    assert asked.following is not None
    assert asked.following.number == 1


def test_no_goes_on_to_ask_for_the_name() -> None:
    asked = _questions()
    asked.answer("no")
    assert asked.place == 0
    assert not asked.guessing
    assert asked.answered() == 0
    asked.back()
    assert asked.guessing


def test_no_goes_on_to_the_next_best_guess() -> None:
    carl = Suggestion(2, "Carl", 0.5)
    asked = Questions.of((Row(1, (4, 5), _INES, carl),))
    asked.answer("no")
    assert asked.last_was_written()
    assert (asked.current, asked.guessing) == (Row(1, (4, 5), carl), True)
    asked.answer("no")
    assert (asked.current, asked.guessing) == (Row(1, (4, 5), None), False)
    asked.back()
    asked.back()
    assert asked.current == Row(1, (4, 5), _INES, carl)


def test_answers_are_counted_and_taken_back() -> None:
    asked = _questions()
    asked.answer("named")
    asked.answer("skipped")
    assert asked.last_was_written() is False
    asked.answer("stranger")
    assert asked.current is None
    assert asked.settled() == {"named": 4, "skipped": 1, "stranger": 3}
    assert asked.last_was_written()
    asked.back()
    assert asked.place == 2
    assert asked.settled() == {"named": 4, "skipped": 1}
    asked.back()
    asked.back()
    asked.back()
    assert asked.last_was_written() is None
    assert (asked.place, asked.guessing) == (0, True)


def _questions() -> Questions:
    return Questions.of((Row(0, (1, 2, 3), None), Row(1, (4, 5), _INES), Row(2, (6, 7, 8, 9), _INES)))
