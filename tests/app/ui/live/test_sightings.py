"""Who is here and who was."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.domain.box import Box
from app.domain.decision import State
from app.domain.live import LiveFace, LiveFrame, Sign, StageTimes
from app.ui.live.sightings import Sighting, Sightings, title

IMAGE = QImage(640, 480, QImage.Format.Format_RGB32)


def face(
    track: int,
    name: str | None = None,
    *,
    others: tuple[str, ...] = (),
    side: float = 100,
    stranger: int | None = None,
    visits: int = 1,
    sign: Sign | None = None,
    in_common: bool = False,
) -> LiveFace:
    state = State.UNSURE if others else State.NAME if name else State.UNKNOWN
    candidates = tuple((other, 0.5) for other in others)
    box = Box(10, 20, side, side)
    found = LiveFace(track, box, state, name, 0.5, candidates, stranger=stranger, visits=visits, sign=sign)
    return replace(found, in_common=in_common)


def frame(*faces: LiveFace, passers_by: int = 0) -> LiveFrame:
    return LiveFrame(0, 0.0, None, faces, StageTimes(0, 0, 0, 0), 25.0, passers_by)


@pytest.fixture
def sightings(qapp: QApplication) -> Sightings:
    return Sightings()


def titles(listed: list[Sighting]) -> list[str]:
    return [one.title for one in listed]


def test_what_a_face_is_called(qapp: QApplication) -> None:
    assert title(face(1, "Amira")) == "Amira"
    assert title(face(1, others=("Jonas", "Lukas", "Noor"))) == "Jonas or Lukas"
    assert title(face(1, others=("Jonas",))) == "Jonas"
    assert (title(face(1)), title(face(1, stranger=3))) == ("Unknown", "Unknown 3")
    assert title(face(1, sign=Sign.GRID)) == "Perhaps a picture"
    assert title(face(1, "Amira", sign=Sign.GRID)) == "Amira"


def test_a_picture_without_a_name_is_listed(sightings: Sightings) -> None:
    sightings.see(frame(face(1, sign=Sign.BORDER), face(2)), IMAGE, 0.0)
    assert titles(sightings.listed()) == ["Perhaps a picture"]


def test_strangers_are_listed_once_they_have_a_number(sightings: Sightings) -> None:
    sightings.see(frame(face(71), face(88)), IMAGE, 0.0)
    assert sightings.listed() == []
    sightings.see(frame(face(71, stranger=1), passers_by=2), IMAGE, 1.0)
    assert titles(sightings.listed()) == ["Unknown 1"]
    assert sightings.passers_by == 2
    sightings.see(frame(face(90, stranger=1, visits=2)), IMAGE, 2.0)
    assert [(one.title, one.face.visits, one.face.track) for one in sightings.listed()] == [
        ("Unknown 1", 2, 90)
    ]


def test_a_stranger_of_another_run_is_another_stranger(sightings: Sightings) -> None:
    for now in (0.0, 3.0):
        sightings.see(frame(face(1, stranger=1), face(2, "Amira")), IMAGE, now)
    sightings.leave()
    assert titles(sightings.earlier) == ["Amira", "Unknown 1"]
    sightings.begin()
    assert (titles(sightings.earlier), sightings.passers_by) == (["Amira"], 0)


def test_a_stranger_who_is_named_is_the_same_one(sightings: Sightings) -> None:
    for now in (0.0, 1.0):
        sightings.see(frame(face(1, stranger=1)), IMAGE, now)
    sightings.see(frame(face(1, others=("Jonas", "Lukas"))), IMAGE, 1.1)
    assert titles(sightings.here) == ["Jonas or Lukas"]
    sightings.see(frame(face(1, "Jonas")), IMAGE, 1.2)
    sightings.see(frame(face(2, "Jonas")), IMAGE, 1.3)  # the same person under another track
    assert [(one.title, one.since, one.face.track) for one in sightings.here] == [("Jonas", 0.0, 2)]
    assert sightings.earlier == []


def test_who_leaves_is_listed_as_earlier_and_the_fleeting_are_not(sightings: Sightings) -> None:
    sightings.see(frame(face(1, "Amira"), face(2), face(3, stranger=1)), IMAGE, 100.0)
    sightings.see(frame(face(2)), IMAGE, 110.0)
    sightings.see(frame(face(2)), IMAGE, 111.0)
    sightings.see(frame(), IMAGE, 120.0)
    assert [(one.title, one.since, one.last) for one in sightings.earlier] == [("Amira", 100.0, 100.0)]
    sightings.see(frame(face(3, "Amira")), IMAGE, 200.0)
    sightings.leave()
    assert [(one.title, one.since, one.last) for one in sightings.earlier] == [("Amira", 100.0, 200.0)]
    for number in range(30):
        sightings.see(frame(face(number, f"Person {number}")), IMAGE, 300.0 + 10 * number)
    assert len(sightings.earlier) == 12
    assert sightings.earlier[0].title == "Person 28"


def test_a_larger_face_makes_the_better_picture(sightings: Sightings) -> None:
    sightings.see(frame(face(1, "Amira", side=50)), IMAGE, 0.0)
    first = sightings.here[0].picture.cacheKey()
    sightings.see(frame(face(1, "Amira", side=52)), IMAGE, 0.1)
    assert sightings.here[0].picture.cacheKey() == first
    sightings.see(frame(face(1, "Amira", side=100)), IMAGE, 0.2)
    assert sightings.here[0].picture.cacheKey() != first
    assert sightings.here[0].picture.width() == 84


def test_who_is_ignored_is_not_listed_until_taken_back(sightings: Sightings) -> None:
    stranger = face(1, stranger=4)
    sightings.see(frame(stranger, face(2, "Amira")), IMAGE, 0.0)
    sightings.ignored.add(stranger)
    assert [one.title for one in sightings.listed()] == ["Amira"]
    sightings.see(frame(face(9, stranger=4, visits=2)), IMAGE, 10.0)  # back, on another track
    assert sightings.listed() == []
    sightings.see(frame(), IMAGE, 20.0)
    assert [one.title for one in sightings.gone()] == ["Amira"]
    sightings.take_all_back()
    assert [one.title for one in sightings.gone()] == ["Unknown 4", "Amira"]
    sightings.ignored.add(stranger)
    sightings.begin()
    assert stranger not in sightings.ignored, "another run numbers strangers anew"


def test_a_face_ignored_before_it_has_a_number_is_known_by_it_later(sightings: Sightings) -> None:
    sightings.ignored.add(face(1))
    sightings.see(frame(face(1, stranger=7)), IMAGE, 0.0)
    assert face(30, stranger=7) in sightings.ignored
    assert face(31, stranger=8) not in sightings.ignored


def test_who_is_told_after_leaving_is_listed_by_name(sightings: Sightings) -> None:
    sightings.see(frame(face(1, stranger=1)), IMAGE, 0.0)
    sightings.see(frame(face(1, stranger=1)), IMAGE, 5.0)
    sightings.see(frame(), IMAGE, 10.0)
    sightings.told(1, "Amira")
    assert [(one.title, one.state) for one in sightings.gone()] == [("Amira", State.NAME)]


def at(tile: int, *faces: LiveFace, passers_by: int = 0) -> LiveFrame:
    return replace(frame(*faces, passers_by=passers_by), tile=tile)


def test_somebody_at_two_sources_is_one_person_at_both(sightings: Sightings) -> None:
    sightings.names = {0: "Door", 1: "Yard"}
    sightings.see(at(0, face(1, "Amira"), passers_by=1), IMAGE, 0.0)
    sightings.see(at(1, face(2, "Amira"), face(3, stranger=1), passers_by=2), IMAGE, 0.1)
    [amira, stranger] = sightings.listed()
    assert (sightings.where(amira), sightings.where(stranger)) == ("Door, Yard", "Yard")
    assert amira.is_at(1)
    assert amira.is_at(2)
    assert sightings.passers_by == 3

    sightings.see(at(1, face(2, "Noor")), IMAGE, 0.2)
    sightings.see(at(0, face(1, "Amira")), IMAGE, 0.3)
    told = {one.title: sightings.where(one) for one in sightings.listed()}
    assert told == {"Amira": "Door", "Noor": "Yard", "Unknown 1": "Yard"}

    sightings.leave(1)
    assert titles(sightings.listed()) == ["Amira"]
    sightings.names = {}
    assert {one.title: sightings.where(one) for one in sightings.gone()} == {"Noor": "Yard"}


def test_a_name_given_to_a_face_holds_wherever_they_are(sightings: Sightings) -> None:
    sightings.see(at(0, face(1, stranger=1)), IMAGE, 0.0)
    sightings.see(at(1, face(2, stranger=1)), IMAGE, 0.1)
    sightings.told(1, "Amira")
    assert titles(sightings.listed()) == ["Amira"]
