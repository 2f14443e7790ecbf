"""A box drawn by hand: a face like any other where landmarks can be placed, else a name and a place alone."""

import shutil
from pathlib import Path

import pytest

from app.core.errors import GalleryError, ImageError
from app.domain.box import Box
from app.domain.face import Origin
from app.gallery import embeddings, faces, journal, photos, undoing
from app.services.people import browse, drawing
from app.services.photos import face_pictures
from app.services.photos.importing import import_folder
from app.services.recognise.recogniser import load_recogniser
from app.services.workspace import Workspace


@pytest.fixture(scope="module")
def photo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one photo of one person."""
    folder = tmp_path_factory.mktemp("drawn") / "album"
    folder.mkdir()
    people: Path = request.getfixturevalue("faces")
    shutil.copy(min((people / "lfw10" / "Tony_Blair").glob("*.jpg")), folder / "one.jpg")
    return folder


@pytest.mark.slow
def test_a_face_the_detector_missed_is_read_in_its_box(workspace: Workspace, photo: Path) -> None:
    known, box = _without_its_face(workspace, photo)
    drawn = box.grown(1.15)
    changes = drawing.draw_face(workspace, known, drawn, "Tony")
    [face] = browse.photo(workspace, known).faces
    assert changes.faces == {face.id}
    assert (face.origin, face.unrecognisable) == (Origin.DRAWN, "")
    assert face.box == pytest.approx(drawn)
    assert face.quality.eyes > 10
    assert face.id in load_recogniser(workspace).index.all_faces
    with workspace.db.write() as session:
        undoing.undo(session)
    assert browse.photo(workspace, known).faces == ()
    assert browse.everyone(workspace) == []
    import_folder(workspace, photo)  # a box that was taken back is not brought back by reading the folder
    assert all(one.origin is not Origin.DRAWN for one in browse.photo(workspace, known).faces)


def test_a_box_is_drawn_in_a_copy_where_the_photo_is_gone(
    workspace: Workspace, tmp_path: Path, photo: Path
) -> None:
    folder = Path(shutil.copytree(photo, tmp_path / "album"))
    shutil.copy(folder / "one.jpg", folder / "two.jpg")
    known, box = _without_its_face(workspace, folder)
    browse.photo(workspace, known).path.unlink()
    drawing.draw_face(workspace, known, box, "Tony")
    assert [(one.name, one.faces) for one in browse.everyone(workspace)] == [("Tony", 1)]


def test_where_nothing_of_a_face_is_seen_it_keeps_its_name_alone(workspace: Workspace, photo: Path) -> None:
    known, _ = _without_its_face(workspace, photo)
    drawing.draw_face(workspace, known, Box(-20, -20, 60, 60), "Tony")
    [face] = browse.photo(workspace, known).faces
    assert not face.placed
    assert face.box == Box(0, 0, 40, 40)
    assert "drawn by hand" in str(face.unrecognisable)
    assert face_pictures.stored(workspace, [face.id])[face.id]
    model = workspace.active_model().id
    with workspace.db.read() as session:
        assert face.id not in embeddings.unread(session, model) + embeddings.lacking(session, model)
        assert face.id not in embeddings.load(session, model).face_ids
        assert faces.enrolled(session) == []
    assert [(one.name, one.faces) for one in browse.everyone(workspace)] == [("Tony", 1)]


@pytest.mark.slow
def test_what_cannot_be_drawn_is_refused(workspace: Workspace, photo: Path) -> None:
    known, _ = _without_its_face(workspace, photo)
    with pytest.raises(ImageError, match="too small"):
        drawing.draw_face(workspace, known, Box(10, 10, 3, 40), "Tony")
    with pytest.raises(GalleryError):
        drawing.draw_face(workspace, known, Box(10, 10, 40, 40), " ")
    with pytest.raises(GalleryError):
        drawing.draw_face(workspace, known + 1, Box(10, 10, 40, 40), "Tony")
    with workspace.db.read() as session:
        assert [entry.kind for entry in journal.history(session)] == ["remove"]


def _without_its_face(workspace: Workspace, folder: Path) -> tuple[int, Box]:
    """Read the photo and take its faces out; return the photo and where the largest was."""
    import_folder(workspace, folder)
    with workspace.db.write() as session:
        [known] = photos.below(session, folder)
        found = faces.of_photo(session, known)
        faces.remove(session, [face.id for face in found])
    return known, max((face.box for face in found), key=lambda box: box.area)
