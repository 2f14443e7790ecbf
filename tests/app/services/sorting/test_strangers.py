"""A stranger who was set aside does not come back with new photos, unless something else was said."""

import shutil
from pathlib import Path

import pytest

from app.gallery import faces, photos
from app.services.enrolment import enrol
from app.services.people import browse, corrections
from app.services.photos.importing import import_folder
from app.services.sorting.stored import sort_faces
from app.services.sorting.strangers import set_aside_again
from app.services.workspace import Workspace, activity

Lfw = dict[str, list[Path]]
PUTIN, BLAIR = "Vladimir Putin", "Tony Blair"


@pytest.fixture
def album(lfw: Lfw, workspace: Workspace, tmp_path: Path) -> Path:
    """Three photos each of two people, one of whom was set aside."""
    folder = tmp_path / "album"
    folder.mkdir()
    _add(lfw, folder, range(3))
    import_folder(workspace, folder)
    corrections.set_aside(workspace, _faces(workspace, folder, "Putin"), ignored=True)
    return folder


@pytest.mark.slow
def test_new_faces_of_a_stranger_are_set_aside_as_one_change(
    lfw: Lfw, workspace: Workspace, album: Path
) -> None:
    before = set_aside_again(workspace, sort_faces(workspace))
    _add(lfw, album, range(3, 7))
    import_folder(workspace, album)
    new = set(_faces(workspace, album, "Putin")) - set(before.aside)
    found = set_aside_again(workspace, sort_faces(workspace))
    assert set(found.aside) == {*before.aside, *new}
    assert new.isdisjoint(face for one in found.clusters for face in one.faces)
    again = sort_faces(workspace)
    assert (again.clusters, again.unclustered, set(again.aside)) == (
        found.clusters,
        found.unclustered,
        set(found.aside),
    )
    assert {face.id for face in browse.get_faces(workspace, new) if face.ignored} == new

    # what was taken back in stays in
    activity.undo(workspace)
    kept = set_aside_again(workspace, sort_faces(workspace))
    assert set(kept.aside) == set(before.aside)
    assert any(new <= set(one.faces) for one in kept.clusters)


def test_faces_that_were_there_when_one_was_set_aside_are_left(workspace: Workspace, album: Path) -> None:
    blair = _faces(workspace, album, "Blair")
    corrections.set_aside(workspace, blair[:1], ignored=True)
    found = set_aside_again(workspace, sort_faces(workspace))
    assert set(blair[1:]).isdisjoint(found.aside)


@pytest.mark.slow
def test_who_is_suggested_is_no_stranger(lfw: Lfw, workspace: Workspace, album: Path) -> None:
    enrol.enrol(workspace, PUTIN, list(map(str, lfw[PUTIN][7:9])))
    _add(lfw, album, range(3, 6))
    import_folder(workspace, album)
    before = sort_faces(workspace)
    assert set_aside_again(workspace, before) == before


def _add(lfw: Lfw, folder: Path, numbers: range) -> None:
    for number in numbers:
        for name in (PUTIN, BLAIR):
            shutil.copy(lfw[name][number], folder / f"{name.split()[1]}{number}.jpg")


def _faces(workspace: Workspace, folder: Path, name: str) -> list[int]:
    """The largest face of each photo of somebody."""
    with workspace.db.read() as session:
        known = [photo for photo, path in photos.below(session, folder).items() if name in path.name]
        found = [max(faces.of_photo(session, photo), key=lambda face: face.box.area) for photo in known]
    return sorted(face.id for face in found)
