"""Faces enrolled as seen, and faces that are kept as not somebody's."""

from pathlib import Path

import pytest

from app.core.errors import GalleryError, ImageError
from app.domain.consent import PURPOSES, Consent
from app.domain.face import Face
from app.gallery import consents, faces, journal, people, undoing
from app.services.enrolment.from_live import deny_faces, enrol_faces
from app.services.photos.reading import read_pictures
from app.services.recognise.recogniser import load_recogniser
from app.services.workspace import Workspace

Lfw = dict[str, list[Path]]


def _views(workspace: Workspace, photos: list[Path]) -> list[Face]:
    """The best face of each photo, read by the model in use."""
    reader = workspace.reader()
    found = [max(picture.faces, key=lambda face: face.box.area) for picture in read_pictures(reader, photos)]
    return reader.read(found)


def _name(workspace: Workspace, face: Face) -> str | None:
    assert face.reading is not None
    known = load_recogniser(workspace)
    [decision] = known.decide_views(face.reading.vector[None])
    return None if decision.person is None else known.names[decision.person]


def test_who_is_not_somebody_is_not_called_so_again_until_it_is_undone(
    known: Path, workspace: Workspace, lfw: Lfw
) -> None:
    one, other = _views(workspace, lfw["Tony Blair"][6:8])
    [chavez] = _views(workspace, [lfw["Hugo Chavez"][6]])
    assert _name(workspace, other) == "Tony Blair"
    changes = deny_faces(workspace, ["Tony Blair"], [one, other])
    assert changes.people
    assert len(changes.faces) == 2
    assert _name(workspace, other) is None
    assert _name(workspace, chavez) == "Hugo Chavez"
    with workspace.db.read() as session:
        assert "Tony Blair" in str(journal.history(session, 1)[0].label)
    with workspace.db.write() as session:
        undoing.undo(session)
    assert _name(workspace, other) == "Tony Blair"


def test_an_answer_that_cannot_be_kept_is_refused(known: Path, workspace: Workspace, lfw: Lfw) -> None:
    views = _views(workspace, lfw["Tony Blair"][6:7])
    with pytest.raises(ImageError, match="too little"):
        deny_faces(workspace, ["Tony Blair"], [])
    with pytest.raises(GalleryError, match="nobody called Nobody"):
        deny_faces(workspace, ["Nobody"], views)
    with workspace.db.read() as session:
        assert not people.find(session, "Nobody")


@pytest.mark.slow
def test_what_was_agreed_to_is_stored_before_the_first_view(workspace: Workspace, lfw: Lfw) -> None:
    first, second = _views(workspace, lfw["Tony Blair"][1:3])
    consent = Consent(PURPOSES[1])
    (person,) = enrol_faces(workspace, "Tony", [first], consent=consent).people
    enrol_faces(workspace, "Tony", [second], consent=Consent())
    with workspace.db.read() as session:
        kept = consents.of(session, person)
        stored = faces.of_person(session, person)
        assert kept[-1] == consent
        assert len(kept) == len(stored) == 2
        assert kept[-1].given_at < min(face.added_at for face in stored)
        assert [entry.kind for entry in journal.history(session)] == ["enrol", "enrol"]
    with workspace.db.write() as session:
        undoing.undo(session)
        assert consents.of(session, person) == [consent]
