"""Enrolling from and watching videos, cameras and streams."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.core.errors import Cancelled, SourceError
from app.core.progress import CancelToken
from app.domain.arrays import Embedding, Image
from app.gallery import embeddings
from app.services.enrolment import enrol
from app.services.enrolment.burst import WANTED
from app.services.recognise.live import LiveFrame, watch
from app.services.workspace import Workspace

Lfw = dict[str, list[Path]]
Panning = Callable[[list[Path]], list[Image]]
Clip = Callable[[list[Image]], Path]


def _vectors(workspace: Workspace) -> Embedding:
    with workspace.db.read() as session:
        return embeddings.load(session, workspace.active_model().id).vectors


def _likeness_to(workspace: Workspace, photos: list[Path]) -> Embedding:
    """Mean similarity of each stored face with these photos' main faces."""
    from app.services.photos.reading import read_pictures

    reader = workspace.reader()
    known = reader.embed([picture.faces[0] for picture in read_pictures(reader, photos)]).vectors
    return np.asarray((_vectors(workspace) @ known.T).mean(axis=1), np.float32)


def test_a_burst_of_one_person_and_nobody_else(
    workspace: Workspace, lfw: Lfw, panning: Panning, clip: Clip
) -> None:
    one, other = lfw["Tony Blair"], lfw["Colin Powell"]
    video = clip(panning([one[0], one[1], one[2], *other[:3]]))
    result = enrol.enrol(workspace, "Tony Blair", [str(video)])
    assert result.rejected == []
    assert 3 <= result.accepted <= WANTED
    vectors = _vectors(workspace)
    assert len(vectors) == result.accepted
    alike = vectors @ vectors.T
    assert alike[np.triu_indices(len(vectors), 1)].max() <= 0.95 + 1e-6  # no view twice
    assert (_likeness_to(workspace, one[5:]) > _likeness_to(workspace, other[5:])).all()


def test_several_people_are_refused_or_kept_apart(workspace: Workspace, faces: Path) -> None:
    result = enrol.enrol(workspace, "Passer-by", [str(faces / "street.mp4")])
    if result.rejected:
        assert result.accepted == 0
        assert "several people" in result.rejected[0].reason
    else:
        vectors = _vectors(workspace)
        assert (vectors @ vectors.T)[0].min() > 0.2


def test_a_camera_on_the_network(
    workspace: Workspace, lfw: Lfw, panning: Panning, serving: Callable[[list[Image]], Any]
) -> None:
    with serving(panning(lfw["Tony Blair"][:4])) as address:
        result = enrol.enrol(workspace, "Tony Blair", [address])
    assert result.accepted >= 2, result.rejected
    assert (_likeness_to(workspace, lfw["Tony Blair"][5:]) > 0.3).all()


def test_sources_that_cannot_be_used_are_rejected_with_the_reason(
    workspace: Workspace, lfw: Lfw, tmp_path: Path, clip: Clip
) -> None:
    broken, empty = tmp_path / "broken.mp4", tmp_path / "no faces"
    broken.write_bytes(b"no video " * 1000)
    empty.mkdir()
    grey = clip([np.full((200, 200, 3), 128, np.uint8)] * 5)
    sources = ["99", str(broken), str(tmp_path / "gone.mp4"), "http://127.0.0.1:9/x", str(grey)]
    result = enrol.enrol(workspace, "Tony Blair", [*sources, str(lfw["Tony Blair"][0])])
    assert result.accepted == 1
    said = {failure.path: failure.reason for failure in result.rejected}
    assert list(said) == sources
    assert "Camera 99 cannot be opened" in said["99"]
    assert "cannot be read as a video" in said[str(broken)]
    assert "there is no video file" in said[str(tmp_path / "gone.mp4")]
    assert "cannot be opened" in said["http://127.0.0.1:9/x"]
    assert "no face was seen" in said[str(grey)]


def _names(frames: list[LiveFrame]) -> list[str | None]:
    return [face.name for frame in frames for face in frame.faces]


def test_watching_people_who_are_known(
    known: Path, workspace: Workspace, lfw: Lfw, panning: Panning, clip: Clip
) -> None:
    pair = ["Tony Blair", "Gerhard Schroeder"]
    left, right = (panning([lfw[name][6]]) for name in pair)
    video = clip([np.hstack(both) for both in zip(left, right, strict=True)])
    frames = list(watch(workspace, str(video)))
    assert [frame.frame.number for frame in frames] == list(range(20))
    assert all(len(frame.faces) == 2 for frame in frames)
    tracks = {
        (face.track, "left" if face.box.x + face.box.w / 2 < 400 else "right")
        for frame in frames
        for face in frame.faces
    }
    assert len(tracks) == 2  # one number each, from the first frame to the last
    named = Counter(_names(frames))
    assert set(named) <= {*pair, None}
    assert all(named[name] >= 15 for name in pair)


def test_watching_stops_where_it_should(
    known: Path, workspace: Workspace, lfw: Lfw, panning: Panning, clip: Clip, faces: Path
) -> None:
    video = str(clip(panning([lfw["Tony Blair"][6]])))
    assert len(list(watch(workspace, video, 3))) == 3
    assert len(list(watch(workspace, video, 10_000))) == 20
    cancel = CancelToken()
    frames = watch(workspace, video, cancel=cancel)
    next(frames)
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(frames)


def test_a_stream_that_breaks_off_says_so(
    known: Path,
    workspace: Workspace,
    lfw: Lfw,
    panning: Panning,
    serving: Callable[[list[Image]], Any],
) -> None:
    frames = panning([lfw["Tony Blair"][6]])
    with serving(frames) as address:
        watching = watch(workspace, address)
        assert len(next(watching).faces) == 1
        with pytest.raises(SourceError, match="stopped delivering"):
            list(watching)
    with serving(frames) as address:
        assert len(list(watch(workspace, address, 2))) == 2
    for source in ("99", "gone.mp4"):
        with pytest.raises(SourceError):
            next(watch(workspace, source))


def test_a_clip_cut_short_is_watched_to_its_end(
    known: Path, workspace: Workspace, lfw: Lfw, panning: Panning, clip: Clip
) -> None:
    video = clip(panning([lfw["Tony Blair"][6]]))
    data = video.read_bytes()
    video.write_bytes(data[: len(data) * 2 // 3])
    seen = list(watch(workspace, str(video)))
    assert 5 <= len(seen) < 20
