"""The same picture at another path is the same picture."""

import os
import shutil
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import text

from app.core.errors import ImageError
from app.core.progress import Progress
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


def _save(path: Path, turn: int, by: str = "") -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x0132] = turn, by, "2019:07:01 12:30:00"
    Image.fromarray(np.arange(1800, dtype=np.uint8).reshape(20, 30, 3)).save(path, exif=exif)


def _sizes(workspace: Workspace) -> dict[str, tuple[int, int]]:
    """Width and height by file name."""
    with workspace.db.read() as session:
        rows = session.execute(text("SELECT path, width, height FROM photo")).all()
    return {Path(os.fsdecode(path)).name: (width, height) for path, width, height in rows}


def _photos(workspace: Workspace) -> dict[str, int]:
    """Identifiers by file name."""
    with workspace.db.read() as session:
        rows = session.execute(text("SELECT path, id FROM photo")).all()
    return {Path(os.fsdecode(path)).name: number for path, number in rows}


def _faces(workspace: Workspace) -> int:
    with workspace.db.read() as session:
        return int(session.execute(text("SELECT count(*) FROM face WHERE state = 'active'")).scalar_one())


@pytest.mark.slow
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


def test_other_tags_make_no_other_photo(workspace: Workspace, album: Path) -> None:
    lying = album / "3.jpg"
    _save(lying, turn=6)
    import_folder(workspace, album)
    before = _photos(workspace)
    _save(lying, turn=6, by="Anna")
    steps: list[object] = []
    import_folder(workspace, album, steps.append)
    assert _sizes(workspace)["3.jpg"] == (20, 30)
    _save(lying, turn=1)
    import_folder(workspace, album, steps.append)
    assert steps == []
    assert _photos(workspace) == before
    assert _sizes(workspace)["3.jpg"] == (30, 20)
    _save(lying, turn=2)  # in a mirror: other faces
    import_folder(workspace, album, steps.append)
    assert len(steps) == 1


def test_a_moved_photo_with_other_tags_is_the_same_photo(workspace: Workspace, album: Path) -> None:
    _save(album / "3.jpg", turn=6)
    import_folder(workspace, album)
    before = _photos(workspace)
    (album / "3.jpg").unlink()
    _save(album / "4.jpg", turn=6, by="Anna")
    import_folder(workspace, album)
    assert _photos(workspace) == {"4.jpg": before.pop("3.jpg")} | before


def test_photos_of_an_earlier_kith_are_looked_at_but_not_read(workspace: Workspace, album: Path) -> None:
    _save(album / "3.jpg", turn=6)
    import_folder(workspace, album)
    with workspace.db.write() as session:
        session.execute(text("UPDATE photo SET pixels = NULL, turn = NULL, taken = NULL"))
    steps: list[object] = []
    import_folder(workspace, album, steps.append)
    with workspace.db.read() as session:
        rows = session.execute(text("SELECT count(pixels), max(turn), max(taken) FROM photo")).one()
    assert (steps, tuple(rows)) == ([], (4, 6, datetime(2019, 7, 1, 12, 30).timestamp()))


def test_where_a_photo_is_gone_its_copy_carries_on(workspace: Workspace, album: Path) -> None:
    other = album.parent / "other"
    other.mkdir()
    shutil.copy(album / "0.bmp", other / "copy.bmp")
    shutil.copy(album / "0.bmp", other / "last.bmp")
    for folder in (album, other):
        import_folder(workspace, folder)
    before = _photos(workspace)
    (album / "0.bmp").unlink()
    found = browse.photo(workspace, before["0.bmp"])
    assert preview.place(workspace, found) == other / "copy.bmp"
    import_folder(workspace, album)
    assert _photos(workspace) == {"copy.bmp": before.pop("0.bmp")} | before
    (other / "copy.bmp").unlink()
    read, known = read_folder(workspace, other)
    assert known == {other / "last.bmp": found.id}
    assert read.copies == 0


def test_another_picture_at_a_photos_path_is_another_photo(workspace: Workspace, album: Path) -> None:
    import_folder(workspace, album)
    before = _photos(workspace)
    (album / "0.bmp").rename(album.parent / "away.bmp")
    Image.fromarray(np.full((9, 9, 3), 7, np.uint8)).save(album / "0.bmp")
    import_folder(workspace, album)
    after = _photos(workspace)
    assert after["0.bmp"] not in before.values()
    assert after.keys() == before.keys()  # nobody had said anything of the old one


def test_copies_read_for_the_first_time_are_decoded_once(workspace: Workspace, album: Path) -> None:
    for number in range(3):
        shutil.copy(album / "0.bmp", album / f"copy {number}.bmp")
        (album / f"broken {number}.jpg").write_bytes(b"nothing at all")
    steps: list[Progress] = []
    read, known = read_folder(workspace, album, steps.append)
    assert (read.photos, read.copies, len(read.failed)) == (9, 3, 3)
    assert len(set(known.values())) == 3
    assert [step.done for step in steps][-1] == 9


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


@pytest.mark.slow
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
