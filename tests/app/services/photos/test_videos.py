"""Videos in folders: who is seen in them, once each, with the time; what is broken says so."""

import io
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as PillowImage

from app.core.errors import Cancelled, ImageError
from app.core.progress import CancelToken, Progress
from app.domain.photo import Photo
from app.gallery import photos
from app.services.people import browse
from app.services.people.drawing import draw_face
from app.services.photos import importing, preview
from app.services.photos.importing import import_folder
from app.services.photos.reading import absolute
from app.services.workspace import Workspace
from app.vision.sources import apart, files
from app.vision.sources.apart import VideoFile
from tests.app.film import Picture, picture, write_film


@pytest.fixture(scope="module")
def two(lfw: dict[str, list[Path]]) -> tuple[Picture, Picture]:
    """A photo of each of two people, RGB."""
    return picture(lfw["Tony Blair"][1]), picture(lfw["Colin Powell"][1])


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """An empty folder."""
    folder = tmp_path / "album"
    folder.mkdir()
    return folder


def _photo(workspace: Workspace, path: Path) -> Photo:
    with workspace.db.read() as session:
        found = photos.lookup(session, absolute(path))
    assert found is not None
    return browse.photo(workspace, found.id)


@pytest.mark.slow
def test_who_is_in_a_video_is_kept_once_with_the_time(
    workspace: Workspace, album: Path, two: tuple[Picture, Picture]
) -> None:
    blair, powell = two
    path = write_film(album / "clip.mp4", (blair, 2.5), (powell, 2.0))
    content = path.read_bytes()
    made = content.index(b"mvhd") + 8  # seconds since 1904
    path.write_bytes(content[:made] + (1_500_000_000 + 2_082_844_800).to_bytes(4) + content[made + 4 :])
    read = import_folder(workspace, album)
    assert (read.photos, read.videos, read.skipped, read.failed) == (0, 1, {}, [])
    found = _photo(workspace, path)
    assert found.seconds == pytest.approx(4.5, abs=0.2)
    assert found.taken == 1_500_000_000
    first, second = sorted(found.faces, key=lambda face: face.at or 0)
    assert 0 <= (first.at or 0) < 2.5 <= (second.at or 0) < 4.5
    shown = preview.picture(path, 250, second.at)
    seen = np.asarray(PillowImage.open(io.BytesIO(shown)), np.float32)
    assert np.abs(seen - powell).mean() < 12 < np.abs(seen - blair).mean()


@pytest.mark.slow
def test_a_video_is_read_once_and_known_where_it_goes(
    workspace: Workspace, album: Path, two: tuple[Picture, Picture], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_film(album / "clip.mp4", (two[0], 1.2))
    import_folder(workspace, album)
    before = _photo(workspace, path)
    monkeypatch.setattr(importing, "read_video", lambda *_: pytest.fail("it was read again"))
    path.rename(album / "moved.mp4")
    shutil.copy(album / "moved.mp4", album / "copy.mp4")
    assert import_folder(workspace, album).copies == 1
    with workspace.db.read() as session:
        held = photos.get(session, before.id)
    assert held is not None
    assert held.path.name in {"moved.mp4", "copy.mp4"}


@pytest.mark.slow
def test_a_video_that_breaks_off_counts_up_to_there_and_one_that_is_none_says_so(
    workspace: Workspace, album: Path, two: tuple[Picture, Picture]
) -> None:
    whole = write_film(album / "whole.avi", (two[0], 6)).read_bytes()
    (album / "whole.avi").unlink()
    (album / "cut.avi").write_bytes(whole[: len(whole) // 2])
    (album / "none.mov").write_bytes(os.urandom(5000))
    (album / "code.ts").write_text("export const answer = 42")
    read = import_folder(workspace, album)
    failed = {Path(one.path).name: str(one.reason) for one in read.failed}
    assert read.skipped == {"text": 1}
    assert "breaks off after" in failed["cut.avi"]
    assert "cannot be read" in failed["none.mov"]
    assert _photo(workspace, album / "cut.avi").faces
    assert _photo(workspace, album / "none.mov").failure is not None


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="decoders have no such limits elsewhere")
def test_a_video_that_brings_its_decoder_down_is_not_tried_again(
    workspace: Workspace, album: Path, two: tuple[Picture, Picture], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_film(album / "clip.mp4", (two[0], 0.3))
    tried = []

    class Broken(VideoFile):
        def _asked(self, what: str, **more: Any) -> dict[str, Any]:
            if what == "read":
                tried.append(self)
                os.kill(self._process._child.pid, signal.SIGKILL)
            return super()._asked(what, **more)

    monkeypatch.setattr(files, "VideoFile", Broken)
    for times in (2, 2):  # two processes, and then none
        (failed,) = import_folder(workspace, album).failed
        assert "brings down what decodes it" in failed.reason
        assert len(tried) == times
        apart._fallen.clear()  # as another process knows nothing of it
    assert _photo(workspace, path).failure is not None


@pytest.mark.slow
def test_a_stopped_video_is_read_anew_and_holds_the_same(
    workspace: Workspace, album: Path, two: tuple[Picture, Picture]
) -> None:
    path = write_film(album / "clip.mp4", (two[0], 2.5), (two[1], 1))
    cancel = CancelToken()

    def stop(step: Progress) -> None:
        if "%" in str(step.label):
            cancel.cancel()

    with pytest.raises(Cancelled):
        import_folder(workspace, album, stop, cancel)
    with workspace.db.read() as session:
        assert photos.paths(session) == []
    import_folder(workspace, album)
    assert len(_photo(workspace, path).faces) == 2


@pytest.mark.slow
def test_a_box_is_drawn_in_a_moment_of_a_video(
    workspace: Workspace, album: Path, two: tuple[Picture, Picture]
) -> None:
    blank = np.full_like(two[0], 90)
    path = write_film(album / "clip.mp4", (blank, 1), (two[0], 2))
    import_folder(workspace, album)
    found = _photo(workspace, path)
    (face,) = found.faces
    changes = draw_face(workspace, found.id, face.box, "Ann", at=0.5)
    (drawn,) = browse.get_faces(workspace, changes.faces)
    assert (drawn.at, drawn.placed) == (0.5, False)
    with pytest.raises(ImageError, match="too small"):
        draw_face(workspace, found.id, face.box._replace(x=9000.0), "Ann", at=0.5)
