"""Enrolling from videos, cameras and streams."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from app.domain.arrays import Embedding, Image
from app.gallery import embeddings
from app.gallery import faces as gallery_faces
from app.services.enrolment import enrol
from app.services.enrolment.burst import WANTED
from app.services.workspace import Workspace
from app.vision import image_io

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


@pytest.mark.slow
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


@pytest.mark.slow
def test_frames_that_are_alike_are_one_sample_and_the_sharpest(
    workspace: Workspace, lfw: Lfw, clip: Clip
) -> None:
    photo = np.asarray(cv2.resize(image_io.load(lfw["Tony Blair"][0]), (500, 500)), np.uint8)
    soft = np.asarray(cv2.GaussianBlur(photo, (0, 0), 2.0), np.uint8)
    result = enrol.enrol(workspace, "Tony Blair", [str(clip([soft] * 6 + [photo] * 6 + [soft] * 6))])
    assert result.accepted == 1
    with workspace.db.read() as session:
        (stored,) = gallery_faces.enrolled(session)
    sharp, blurred = (workspace.reader().find(one)[0].quality.sharpness for one in (photo, soft))
    assert abs(stored.quality.sharpness - sharp) < abs(stored.quality.sharpness - blurred)


def test_a_face_too_small_for_a_camera_is_refused_in_a_video_though_a_photo_of_it_is_taken(
    workspace: Workspace, lfw: Lfw, clip: Clip
) -> None:
    photo = lfw["Tony Blair"][0]
    small = np.asarray(cv2.resize(image_io.load(photo), (200, 200)), np.uint8)
    result = enrol.enrol(workspace, "Tony Blair", [str(clip([small] * 6)), str(photo)])
    assert result.accepted == 1
    assert "pixels between the eyes, 40 are needed" in result.rejected[0].reason


@pytest.mark.slow
def test_several_people_are_refused_or_kept_apart(workspace: Workspace, faces: Path) -> None:
    result = enrol.enrol(workspace, "Passer-by", [str(faces / "street.mp4")])
    if result.rejected:
        assert result.accepted == 0
        assert "several people" in result.rejected[0].reason
    else:
        vectors = _vectors(workspace)
        assert (vectors @ vectors.T)[0].min() > 0.2


@pytest.mark.slow
def test_a_camera_on_the_network(
    workspace: Workspace, lfw: Lfw, panning: Panning, serving: Callable[[list[Image]], Any]
) -> None:
    with serving(panning(lfw["Tony Blair"][:4])) as address:
        result = enrol.enrol(workspace, "Tony Blair", [address])
    assert result.accepted >= 2, result.rejected
    assert (_likeness_to(workspace, lfw["Tony Blair"][5:]) > 0.3).all()


@pytest.mark.slow
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
