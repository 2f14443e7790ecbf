"""The review through the real window and engine, answered with the keyboard."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest

from app.domain.question import Kind, Question
from app.engine.requests.faces import GetFaces, NameFaces
from app.engine.requests.people import ListPeople
from app.engine.requests.photos import GetCounts
from app.ui.photos.page import PhotosPage
from app.ui.photos.review import ReviewView
from tests.app.ui.conftest import Driver
from tests.app.ui.photos.album import read_album, read_suggested


def _started(drive: Driver, page: PhotosPage) -> ReviewView:
    drive.press("Start review")
    drive.until(lambda: page.review.questions.current is not None)
    return page.review


def _current(review: ReviewView) -> Question:
    assert review.questions.current is not None
    return review.questions.current


def _press(drive: Driver, review: ReviewView, key: Qt.Key, said: str = "") -> None:
    """Press a key; the next question is there at once, and what it did is said when it is written."""
    before = review.questions.current
    review.did.setText("-")
    QTest.keyClick(review, key)
    assert key == Qt.Key.Key_Z or review.questions.current is not before
    assert review.hasFocus()
    drive.until(lambda: review.did.text() != "-" and not review._planning)
    assert said in review.did.text()


def _name(drive: Driver, review: ReviewView, name: str) -> None:
    """Type a name; wait until it is written and the questions are weighed anew."""
    done = review.questions.done
    QTest.keyClick(review, Qt.Key.Key_E)
    drive.until(review.question.name.hasFocus)
    drive.type(review.question.name, name)
    QTest.keyClick(review.question.name, Qt.Key.Key_Return)
    drive.until(lambda: review.questions.done == done + 1 and not review._planning)


def _fits(drive: Driver, review: ReviewView) -> None:
    """In a low window, as 1280x800 at 150 % is, nothing lies over anything, and all can be reached."""
    before = drive.window.size()
    person = drive.ask(ListPeople())[0].id
    view, asked = review.question, _current(review)
    view.ask(Question(Kind.WHO, asked.groups, (), (person,)))
    for size in (QSize(853, 505), QSize(720, 440)):
        drive.window.resize(size)
        QTest.qWait(100)
        assert drive.window.size() == size
        parts = [view.heading, view._pictures, view._candidates, view._answers, view._spread]
        assert all(one.isVisible() and one.height() >= one.minimumSizeHint().height() for one in parts)
        for above, below in pairwise(parts):
            assert above.geometry().bottom() < below.geometry().top()
        assert view.rect().contains(view._spread.geometry())
        room = view.parentWidget()
        assert room is not None
        assert size.height() < 500 or view.height() <= room.height(), "it scrolls in a lower one alone"
    view.ask(asked)
    drive.window.resize(before)


def test_a_review_is_answered_with_the_keyboard(drive: Driver, album: Path, faces: Path) -> None:
    page, guessed, name = read_suggested(drive, album, faces)
    counts = [len(row.faces) for row in page.faces.rows]
    drive.until(lambda: f"{sum(counts)} faces" in page.board.banner._title.text())
    review = _started(drive, page)
    assert review.question.heading.text() == f"Is this {name}?"
    assert set(_current(review).faces) == set(guessed.faces)
    _fits(drive, review)
    _press(drive, review, Qt.Key.Key_Y, f"Named {len(guessed.faces)} faces {name}")
    assert review.question.heading.text() == "Who is this?"
    QTest.keyClick(review, Qt.Key.Key_Y)
    assert review.question.heading.text() == "Who is this?", "no answer to that"
    QTest.keyClick(review, Qt.Key.Key_E)
    drive.until(review.question.name.hasFocus)
    drive.type(review.question.name, "Mei")
    QTest.keyClick(review.question.name, Qt.Key.Key_Return)
    assert review.hasFocus()  # at once: the next key is an answer, none is text
    QTest.keyClick(review, Qt.Key.Key_E)
    assert not review.question.name.hasFocus()
    drive.until(lambda: review.questions.done == 2 and not review._planning)
    drive.until(lambda: drive.window.context.people.find("Mei") is not None)
    stranger = _current(review)
    _press(drive, review, Qt.Key.Key_I, "among the strangers")
    _press(drive, review, Qt.Key.Key_X, "Removed")
    removed = review.questions.done
    _press(drive, review, Qt.Key.Key_Z, "Undid: Removed")
    assert review.questions.done == removed - 1
    while _current(review).kind is not Kind.NAMES:
        _press(drive, review, Qt.Key.Key_U, "Left open")
    assert review.question.heading.text() == "Is this name right?"
    drive.until(lambda: review.question._tiles[0].accessibleName() == "Mei")
    _press(drive, review, Qt.Key.Key_N)
    assert review.question.heading.text() == "Who is this?"
    _press(drive, review, Qt.Key.Key_Z)
    QTest.keyClick(review, Qt.Key.Key_Y)
    drive.until(review.end.isVisible)
    assert review.questions.settled()["stranger"] == len(stranger.faces)
    drive.press("Back to the photos")
    assert {card.name for card in drive.ask(ListPeople())} == {name, "Mei"}
    assert drive.ask(GetCounts()).aside == len(stranger.faces)
    drive.until(lambda: set(page.faces.aside) == set(stranger.faces))
    banner, left = page.board.banner, sum(len(row.faces) for row in page.faces.rows)
    drive.until(lambda: f"{left} faces" in banner._title.text() or banner.isHidden())


def test_no_holds_over_the_next_sorting_and_strangers_are_asked_about_together(
    drive: Driver, album: Path, faces: Path
) -> None:
    page, guessed, name = read_suggested(drive, album, faces)
    [person] = drive.ask(ListPeople())
    review, said = _started(drive, page), f"Said that {len(guessed.faces)} faces are not {name}'s"
    _press(drive, review, Qt.Key.Key_N, said)
    assert review.question.heading.text() == "Who is this?"
    _press(drive, review, Qt.Key.Key_Z, f"Undid: {said}")
    assert review.question.heading.text() == f"Is this {name}?"
    drive.until(lambda: page.faces.row(guessed.number) == guessed)
    _press(drive, review, Qt.Key.Key_N, said)
    assert all(card.denied == {person.id} for card in drive.ask(GetFaces(guessed.faces)))
    review.left.emit()
    drive.until(lambda: page.faces.row(guessed.number) == replace(guessed, suggestion=None))
    drive.press("Sort again")
    drive.until(lambda: page.sorter.running)
    drive.until(lambda: not page.sorter.running)
    assert any(set(row.faces) == set(guessed.faces) for row in page.faces.rows)
    assert all(row.suggestion is None for row in page.faces.rows)
    review = _started(drive, page)
    for _ in range(2):  # the second is shown before it is known that the first is a stranger
        assert review.question.heading.text() == "Who is this?"
        _press(drive, review, Qt.Key.Key_I, "among the strangers")
    assert review.question.heading.text() == "Do you know one of these?"
    crowd = _current(review)
    assert set(crowd.groups) == {row.faces for row in page.faces.rows} - {
        step.question.faces for step in review.questions._steps
    }
    _press(drive, review, Qt.Key.Key_2)
    assert (review.question.heading.text(), _current(review).groups) == ("Who is this?", (crowd.groups[1],))
    _name(drive, review, "Mei")
    assert review.question.heading.text() == "Who is this?", "the others are asked about one by one"
    assert (review.questions.runs, _current(review).faces in crowd.groups) == ((2, 0), True)
    _press(drive, review, Qt.Key.Key_Z, "Undid: Named")
    _press(drive, review, Qt.Key.Key_Z)
    assert (_current(review), review.questions.runs) == (crowd, (2,))
    _press(drive, review, Qt.Key.Key_N, "among the strangers")
    assert review.questions.runs == (2 + len(crowd.groups),)
    _press(drive, review, Qt.Key.Key_Z, "Undid: ")
    assert (_current(review).groups, review.questions.runs) == (crowd.groups, (2,))
    QTest.keyClick(review, Qt.Key.Key_Escape)
    drive.until(lambda: not review.isVisible())


def test_a_group_is_split_told_apart_and_named_by_number(drive: Driver, album: Path) -> None:
    page = read_album(drive, album)
    for row, name in zip(page.faces.rows, ("Ines", "Mei"), strict=False):
        drive.ask(NameFaces(row.faces, name, apart=True))
    drive.until(lambda: drive.window.context.people.find("Mei") is not None and len(page.faces.rows) == 3)
    review = _started(drive, page)
    group = _current(review)
    assert group.kind is Kind.WHO
    assert len(group.candidates) == 2
    QTest.keyClick(review, Qt.Key.Key_S)
    drive.until(lambda: _current(review).kind is Kind.SAME)
    _press(drive, review, Qt.Key.Key_Z)
    assert _current(review) == group, "halves are put together again, and no name is taken back"
    assert drive.window.context.people.find("Mei") is not None
    QTest.keyClick(review, Qt.Key.Key_S)
    drive.until(lambda: _current(review).kind is Kind.SAME)
    assert review.question.heading.text() == "Is this the same person?"
    halves = _current(review).groups
    assert set(halves[0]) | set(halves[1]) == set(group.faces)
    _press(drive, review, Qt.Key.Key_N, "apart from")
    while _current(review).faces != halves[0]:
        _press(drive, review, Qt.Key.Key_U)
    ines = drive.window.context.people.find("Ines")
    assert ines is not None
    place = _current(review).candidates.index(ines.id)
    _press(drive, review, Qt.Key(Qt.Key.Key_1 + place), "Named")
    assert {card.person for card in drive.ask(GetFaces(halves[0]))} == {ines.id}
    review.left.emit()
    drive.until(lambda: page.sorter.running)
    drive.until(lambda: not page.sorter.running)
    assert all(
        not set(halves[1]) & set(row.faces) or not set(halves[0]) & set(row.faces) for row in page.faces.rows
    )
