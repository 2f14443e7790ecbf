"""Thumbnails on demand from a real gallery."""

from pathlib import Path

from app.engine.requests.people import FacesOfPerson, Forget, ListPeople
from app.ui.link.thumbnails import FACES
from tests.app.ui.conftest import Driver


def test_a_thumbnail_comes_on_demand_and_goes_with_its_person(drive: Driver, faces: Path) -> None:
    drive.enrol(faces, ("Tony_Blair",), 2)
    thumbnails = drive.window.context.thumbnails
    person = drive.ask(ListPeople())[0]
    face = drive.ask(FacesOfPerson(person.id))[0]
    assert thumbnails.get(face) is None
    drive.until(lambda: thumbnails.get(face) is not None)
    picture = thumbnails.get(face)
    assert picture is not None
    assert max(picture.width(), picture.height()) == FACES.side
    drive.ask(Forget(person.name))
    drive.until(lambda: thumbnails.get(face) is None)


def test_a_face_that_is_not_there_leaves_no_wish_behind(drive: Driver) -> None:
    thumbnails = drive.window.context.thumbnails
    seen: list[frozenset[int]] = []
    thumbnails.arrived.connect(seen.append)
    assert thumbnails.get(12345) is None
    drive.until(lambda: seen)
    assert thumbnails.get(12345) is None
