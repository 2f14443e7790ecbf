"""The same picture at another path is the same picture."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import text

from app.core.errors import ImageError
from app.services.enrolment import enrol
from app.services.people import browse
from app.services.photos import preview
from app.services.photos.importing import import_folder, read_folder
from app.services.photos.matching import match_files
from app.services.sorting.folder import cluster_folder
from app.services.workspace import Workspace, activity

Lfw = dict[str, list[Path]]


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """A folder of three different pictures without faces, all of one size in bytes."""
    folder = tmp_path / "album"
    folder.mkdir()
    for number in range(3):
        Image.fromarray(np.full((20, 30, 3), 60 * number, np.uint8)).save(folder / f"{number}.bmp")
    return folder


def _photos(workspace: Workspace) -> dict[str, int]:
    """Identifiers by file name."""
    with workspace.db.read() as session:
        rows = session.execute(text("SELECT path, id FROM photo")).all()
    return {Path(os.fsdecode(path)).name: number for path, number in rows}


def _faces(workspace: Workspace) -> int:
    with workspace.db.read() as session:
        return int(session.execute(text("SELECT count(*) FROM face WHERE state = 'active'")).scalar_one())


def test_moved_files_are_followed(workspace: Workspace, album: Path) -> None:
    import_folder(workspace, album)
    before = _photos(workspace)
    (album / "0.bmp").rename(album / "a.bmp")
    (album / "1.bmp").rename(album / "2.tmp")
    (album / "2.bmp").rename(album / "1.bmp")
    (album / "2.tmp").rename(album / "2.bmp")
    steps: list[object] = []
    import_folder(workspace, album, steps.append)
    assert steps == []  # nothing was read again
    assert _photos(workspace) == {
        "a.bmp": before["0.bmp"],
        "1.bmp": before["2.bmp"],
        "2.bmp": before["1.bmp"],
    }


def test_files_renamed_along_a_row_are_followed(workspace: Workspace, album: Path) -> None:
    import_folder(workspace, album)
    before = _photos(workspace)
    for number in (2, 1, 0):
        (album / f"{number}.bmp").rename(album / f"{number + 1}.bmp")
    import_folder(workspace, album)
    assert _photos(workspace) == {f"{number + 1}.bmp": before[f"{number}.bmp"] for number in range(3)}


def test_a_copy_is_known_and_moves_nothing(workspace: Workspace, album: Path) -> None:
    import_folder(workspace, album)
    before = _photos(workspace)
    shutil.copy(album / "0.bmp", album / "copy.bmp")
    shutil.copytree(album, album.parent / "backup")
    for folder in (album, album.parent / "backup"):
        steps: list[object] = []
        read, known = read_folder(workspace, folder, steps.append)
        assert (read.photos, len(set(known.values())), steps) == (4, 3, [])
    assert _photos(workspace) == before


def test_copies_read_for_the_first_time_count_once(workspace: Workspace, album: Path) -> None:
    shutil.copy(album / "0.bmp", album / "copy.bmp")
    import_folder(workspace, album)
    assert len(_photos(workspace)) == 3


def test_a_file_written_over_shows_what_it_holds(workspace: Workspace, album: Path) -> None:
    import_folder(workspace, album)
    before = _photos(workspace)
    shutil.copy(album / "1.bmp", album / "0.bmp")
    _, known = read_folder(workspace, album)
    assert known == {album / f"{number}.bmp": before[f"{max(1, number)}.bmp"] for number in range(3)}
    assert "0.bmp" not in _photos(workspace)


def test_only_files_of_a_known_size_are_opened(
    workspace: Workspace, album: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_folder(workspace, album)
    other = album / "other.bmp"
    Image.fromarray(np.zeros((7, 7, 3), np.uint8)).save(other)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was opened"))
    assert match_files(workspace, [*album.iterdir()]).fresh == [other]


@pytest.mark.slow
def test_a_moved_photo_keeps_its_faces_and_names(workspace: Workspace, lfw: Lfw, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for photo in lfw["Tony Blair"][1:4]:
        shutil.copy(photo, tmp_path / "a")
    assert enrol.enrol(workspace, "Tony", [str(tmp_path / "a")]).accepted == 3
    (tmp_path / "a").rename(tmp_path / "b")
    again = enrol.enrol(workspace, "Tony", [str(tmp_path / "b")])
    assert (again.accepted, again.known) == (3, 3)
    shutil.copytree(tmp_path / "b", tmp_path / "c")
    assert enrol.enrol(workspace, "Tony", [str(tmp_path / "c")]).known == 3
    refused = enrol.enrol(workspace, "Vladimir", [str(tmp_path / "c")], apart=True)
    assert all("already enrolled as Tony" in failure.reason for failure in refused.rejected)
    assert [(one.name, one.faces) for one in browse.everyone(workspace)] == [("Tony", 3)]
    found = cluster_folder(workspace, tmp_path / "c")
    assert {place.path.parent for places in found.clusters for place in places} == {tmp_path / "c"}
    assert sum(map(len, found.clusters)) + len(found.unclustered) == _faces(workspace) == 3
    activity.undo(workspace)
    assert _faces(workspace) == 3  # as imported ones, now that the folder was sorted


@pytest.mark.slow
def test_what_was_undone_sorts_as_if_it_had_never_been(
    workspace: Workspace, lfw: Lfw, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir()
    for photo in lfw["Tony Blair"][1:4]:
        shutil.copy(photo, tmp_path / "a")
    for _ in range(2):
        enrol.enrol(workspace, "Tony", [str(tmp_path / "a")])
        activity.undo(workspace)
    assert _faces(workspace) == 0
    for _ in range(2):
        found = cluster_folder(workspace, tmp_path / "a")
        assert sum(map(len, found.clusters)) + len(found.unclustered) == _faces(workspace) == 3
    activity.redo(workspace)
    assert [(one.name, one.faces) for one in browse.everyone(workspace)] == [("Tony", 3)]
    assert _faces(workspace) == 3
    activity.undo(workspace)
    assert browse.everyone(workspace) == []
    assert _faces(workspace) == 3


def test_a_photo_that_has_gone_is_told_as_what_it_is(workspace: Workspace, album: Path) -> None:
    import_folder(workspace, album)
    number = _photos(workspace)["0.bmp"]
    (album / "0.bmp").rename(album.parent / "elsewhere.bmp")
    found = browse.photo(workspace, number)
    with pytest.raises(
        ImageError, match=r"not where it was.* was moved, renamed or deleted\. Read the folder"
    ):
        preview.picture(found.path, 100)
