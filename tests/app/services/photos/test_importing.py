"""Importing folders: what is new is read, what is known is not, and what has gone is no longer shown."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from app.core.errors import Cancelled, ImageError
from app.core.progress import CancelToken, Progress
from app.core.text import say
from app.services.enrolment import enrol
from app.services.people import browse
from app.services.photos import importing, reading
from app.services.photos.importing import import_folder, read_folder
from app.services.sorting.folder import Clusters, cluster_folder
from app.services.workspace import Workspace
from tests.app.services.two_people import active_faces
from tests.trainer.pictures.bombs import scan_bomb
from trainer.pictures import apart, files

Lfw = dict[str, list[Path]]


def _paths(found: Clusters) -> list[str]:
    places = [place for cluster in found.clusters for place in cluster] + found.unclustered
    return sorted({place.path.name for place in places})


@pytest.mark.slow
def test_a_changed_file_is_read_again(workspace: Workspace, album: Path) -> None:
    import_folder(workspace, album)
    shutil.copy(album / "more" / "b0.jpg", album / "a0.jpg")
    found = cluster_folder(workspace, album)
    b = next(cluster for cluster in found.clusters if any(p.path.name == "b1.jpg" for p in cluster))
    assert "a0.jpg" in {place.path.name for place in b}
    places = [p for cluster in found.clusters for p in cluster] + found.unclustered
    assert len(places) == len({(place.path, place.box) for place in places})


@pytest.mark.slow
def test_a_file_that_broke_shows_its_old_faces_no_more_until_it_is_mended(
    workspace: Workspace, album: Path
) -> None:
    import_folder(workspace, album)
    good = (album / "a0.jpg").read_bytes()
    (album / "a0.jpg").write_bytes(b"")
    found = cluster_folder(workspace, album)
    assert [failure.path for failure in found.failed] == [str(album / "a0.jpg")]
    assert "a0.jpg" not in _paths(found)
    (album / "a0.jpg").write_bytes(good)
    found = cluster_folder(workspace, album)
    assert found.failed == []
    assert "a0.jpg" in _paths(found)


@pytest.mark.slow
def test_what_could_not_be_read_is_tried_again_though_the_file_is_the_same(
    workspace: Workspace, album: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as strict:
        strict.setattr(files, "MAX_BYTES", 10)
        assert len(import_folder(workspace, album).failed) == 8
    assert import_folder(workspace, album).failed == []
    assert active_faces(workspace) >= 8


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the time is longer")
def test_what_takes_the_decoder_down_is_named_and_not_tried_again_under_any_name(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "album"
    folder.mkdir()
    (folder / "bomb.jpg").write_bytes(scan_bomb())
    with monkeypatch.context() as hasty:
        hasty.setattr(apart, "SECONDS", 0.2)
        first = import_folder(workspace, folder)
    asked = list[int]()

    def decode_at(data: bytes, *_: object) -> None:
        asked.append(len(data))
        raise ImageError(say("it is not tried"))

    monkeypatch.setattr(reading, "decode_at", decode_at)
    (folder / "copy.jpg").write_bytes(scan_bomb())
    again = import_folder(workspace, folder)
    assert [Path(failure.path).name for failure in again.failed] == ["bomb.jpg", "copy.jpg"]
    assert {failure.reason for failure in again.failed} == {first.failed[0].reason}
    assert "decoding it takes more than" in str(first.failed[0].reason)
    assert asked == []
    (folder / "bomb.jpg").write_bytes(b"another picture")
    assert len(import_folder(workspace, folder).failed) == 2
    assert asked == [15]


@pytest.mark.slow
def test_deleted_and_moved_files(workspace: Workspace, album: Path) -> None:
    import_folder(workspace, album)
    (album / "a0.jpg").unlink()
    (album / "a1.jpg").rename(album / "more" / "a9.jpg")
    found = cluster_folder(workspace, album)
    names = _paths(found)
    assert "a0.jpg" not in names
    assert "a1.jpg" not in names
    assert "a9.jpg" in names
    assert {place.path.parent.name for cluster in found.clusters for place in cluster} == {"album", "more"}
    below = cluster_folder(workspace, album / "more")
    assert _paths(below) == ["a9.jpg", "b0.jpg", "b1.jpg", "b2.jpg", "b3.jpg"]


@pytest.mark.slow
def test_a_broken_picture_that_is_deleted_is_forgotten(workspace: Workspace, album: Path) -> None:
    for name in ("broken.jpg", "still broken.jpg"):
        (album / name).write_bytes(b"nothing")
    import_folder(workspace, album)
    assert browse.counts(workspace).failed == 2
    (album / "broken.jpg").unlink()
    import_folder(workspace, album)
    assert browse.counts(workspace).failed == 1


@pytest.mark.slow
def test_a_file_touched_but_not_changed_keeps_itsactive_faces(workspace: Workspace, album: Path) -> None:
    import_folder(workspace, album)
    faces = active_faces(workspace)
    enrol.enrol(workspace, "Tony Blair", [str(album / "a0.jpg")])
    os.utime(album / "a0.jpg", (1, 1))
    import_folder(workspace, album)
    assert active_faces(workspace) == faces
    assert [(one.name, one.faces) for one in browse.everyone(workspace)] == [("Tony Blair", 1)]


@pytest.mark.slow
def test_importing_what_was_enrolled_finds_the_otheractive_faces(workspace: Workspace, album: Path) -> None:
    enrol.enrol(workspace, "Tony Blair", [str(path) for path in sorted(album.glob("a*.jpg"))])
    found = cluster_folder(workspace, album)
    places = [place for cluster in found.clusters for place in cluster] + found.unclustered
    assert len(places) == len({(place.path, place.box) for place in places}) == active_faces(workspace)
    assert len(_paths(found)) == 8


@pytest.mark.slow
def test_what_a_folder_holds_is_read_or_told(workspace: Workspace, album: Path, tmp_path: Path) -> None:
    (album / "more").rename(tmp_path / "elsewhere")
    (album / "linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (album / "again").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (album / "a0.jpg").rename(album / "a0")
    (album / "clip.mov").touch()
    (album / "photo.nef").write_bytes(b"II*\0" + bytes(60))
    read, known = read_folder(workspace, album)
    assert (read.photos, read.videos, len(known), read.skipped) == (9, 1, 8, {"link": 1})
    assert [Path(failure.path).name for failure in read.failed] == ["photo.nef", "clip.mov"]
    assert "damaged" in read.failed[0].reason


@pytest.mark.slow
def test_a_stopped_import_goes_on_where_it_was(
    workspace: Workspace, album: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "_BATCH", 2)
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        import_folder(workspace, album, lambda _: cancel.cancel(), cancel)
    steps: list[Progress] = []
    import_folder(workspace, album, steps.append)
    assert [step.done for step in steps] == [4, 6, 8]
