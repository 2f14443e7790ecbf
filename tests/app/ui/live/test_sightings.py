"""Who is here and who was."""

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.domain.box import Box
from app.domain.decision import State
from app.domain.live import LiveFace
from app.ui.live.sightings import Sightings

IMAGE = QImage(640, 480, QImage.Format.Format_RGB32)


def face(track: int, name: str | None = None, *, others: tuple[str, ...] = (), side: float = 100) -> LiveFace:
    state = State.UNSURE if others else State.NAME if name else State.UNKNOWN
    candidates = tuple((other, 0.5) for other in others)
    return LiveFace(track, Box(10, 20, side, side), state, name, 0.5, candidates)


@pytest.fixture
def sightings(qapp: QApplication) -> Sightings:
    return Sightings()


def test_strangers_are_numbered_small_once_they_stay(sightings: Sightings) -> None:
    sightings.see([face(71), face(88)], IMAGE, 0.0)
    assert (sightings.title(face(71)), sightings.listed()) == ("Unknown", [])
    sightings.see([face(71)], IMAGE, 1.0)
    assert sightings.title(face(71)) == "Unknown 1"
    assert [one.title for one in sightings.listed()] == ["Unknown 1"]
    sightings.begin()
    sightings.see([face(71)], IMAGE, 10.0)
    sightings.see([face(71)], IMAGE, 11.0)
    assert sightings.title(face(71)) == "Unknown 2"


def test_a_stranger_who_is_named_is_the_same_one(sightings: Sightings) -> None:
    for now in (0.0, 1.0):
        sightings.see([face(1)], IMAGE, now)
    sightings.see([face(1, others=("Jonas", "Lukas"))], IMAGE, 1.1)
    assert [one.title for one in sightings.here] == ["Jonas or Lukas"]
    sightings.see([face(1, "Jonas")], IMAGE, 1.2)
    sightings.see([face(2, "Jonas")], IMAGE, 1.3)  # the same person under another track
    assert [(one.title, one.since, one.track) for one in sightings.here] == [("Jonas", 0.0, 2)]
    assert sightings.earlier == []


def test_who_leaves_is_listed_as_earlier_and_the_fleeting_are_not(sightings: Sightings) -> None:
    sightings.see([face(1, "Amira"), face(2)], IMAGE, 100.0)
    sightings.see([], IMAGE, 110.0)
    assert [(one.title, one.since, one.last) for one in sightings.earlier] == [("Amira", 100.0, 100.0)]
    sightings.see([face(3, "Amira")], IMAGE, 200.0)
    sightings.begin()
    assert [(one.title, one.since, one.last) for one in sightings.earlier] == [("Amira", 100.0, 200.0)]
    for number in range(30):
        sightings.see([face(number, f"Person {number}")], IMAGE, 300.0 + 10 * number)
    assert len(sightings.earlier) == 12
    assert sightings.earlier[0].title == "Person 28"


def test_a_larger_face_makes_the_better_picture(sightings: Sightings) -> None:
    sightings.see([face(1, "Amira", side=50)], IMAGE, 0.0)
    first = sightings.here[0].picture.cacheKey()
    sightings.see([face(1, "Amira", side=52)], IMAGE, 0.1)
    assert sightings.here[0].picture.cacheKey() == first
    sightings.see([face(1, "Amira", side=100)], IMAGE, 0.2)
    assert sightings.here[0].picture.cacheKey() != first
    assert sightings.here[0].picture.width() == 84
