"""Live view on sources that make life hard."""

import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage

from app.core.progress import CancelToken
from app.domain.arrays import Image
from app.domain.live import LiveFrame
from app.domain.source import Lost
from app.services.recognise.live import Pipeline
from app.services.workspace import Workspace
from app.vision import image_io
from app.vision.newest import frames_of
from tests.app.mjpeg import Camera, network_camera

Lfw = dict[str, list[Path]]
Panning = Callable[[list[Path]], list[Image]]


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> Iterator[Camera]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with network_camera() as camera:
        yield camera


def _video(path: Path, pictures: list[Image], rate: float) -> str:
    height, width = pictures[0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), rate, (width, height))
    for picture in pictures:
        writer.write(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    writer.release()
    return str(path)


def _jpeg(image: Image) -> bytes:
    buffer = BytesIO()
    PillowImage.fromarray(image).save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def _watch(workspace: Workspace, source: str) -> list[LiveFrame]:
    return list(Pipeline(workspace).watch(source, CancelToken()))


@pytest.mark.parametrize("grey", [0, 255])
def test_black_and_over_exposed(known: Path, workspace: Workspace, tmp_path: Path, grey: int) -> None:
    video = _video(tmp_path / "flat.avi", [np.full((480, 640, 3), grey, np.uint8)] * 8, 25)
    frames = _watch(workspace, video)
    assert len(frames) == 8
    assert not any(frame.faces for frame in frames)


def test_over_exposed_by_and_by(known: Path, workspace: Workspace, lfw: Lfw, tmp_path: Path) -> None:
    """The name is lost with the face, and never becomes another one."""
    photo = cv2.resize(image_io.load(lfw["Tony Blair"][6]), (480, 480)).astype(np.float32)
    pictures = [np.clip(photo * gain, 0, 255).astype(np.uint8) for gain in np.linspace(1, 40, 16)]
    frames = _watch(workspace, _video(tmp_path / "glare.avi", pictures, 10))
    assert frames[0].faces[0].name == "Tony Blair"
    assert {face.name for frame in frames for face in frame.faces} <= {"Tony Blair", None}
    assert not frames[-1].faces


def test_4k(known: Path, workspace: Workspace, lfw: Lfw, tmp_path: Path) -> None:
    wall = np.full((2160, 3840, 3), 90, np.uint8)
    wall[600:1400, 1500:2300] = cv2.resize(image_io.load(lfw["Tony Blair"][6]), (800, 800))
    frames = _watch(workspace, _video(tmp_path / "4k.avi", [wall] * 4, 25))
    assert [face.name for face in frames[-1].faces] == ["Tony Blair"]
    assert 1500 < frames[-1].faces[0].box.x < 2300


def test_five_pictures_a_second(known: Path, workspace: Workspace, lfw: Lfw, tmp_path: Path) -> None:
    photo = cv2.resize(image_io.load(lfw["Tony Blair"][6]), (480, 480))
    pictures = [np.roll(photo, 6 * step, axis=1).astype(np.uint8) for step in range(10)]
    frames = _watch(workspace, _video(tmp_path / "slow.avi", pictures, 5))
    assert [frame.time for frame in frames] == pytest.approx([number / 5 for number in range(10)])
    assert {face.track for frame in frames for face in frame.faces} == {1}


def test_a_video_whose_rate_varies(known: Path, workspace: Workspace, tmp_path: Path) -> None:
    """Its container promises more pictures than there are: that is no sign that it breaks off."""
    pictures = [PillowImage.new("RGB", (160, 120), (20 * number, 40, 90)) for number in range(12)]
    lasting = [40, 400, 40, 1000, 60, 60, 800, 40, 40, 500, 40, 300]
    path = tmp_path / "uneven.gif"
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=lasting, loop=0)
    times = [frame.time for frame in _watch(workspace, str(path))]
    assert len(times) == 12
    assert np.diff(times) == pytest.approx([one / 1000 for one in lasting[:-1]], abs=0.02)


def test_a_folder_of_pictures_of_all_sizes(
    known: Path, workspace: Workspace, lfw: Lfw, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number, (width, height) in enumerate([(250, 250), (800, 600), (60, 400), (1, 1), (1200, 1600)], 1):
        with PillowImage.open(lfw["Tony Blair"][6]) as photo:
            photo.resize((width, height)).save(folder / f"{number}.png")
    frames = _watch(workspace, str(folder))
    assert [frame.image.shape[:2] for frame in frames if frame.image is not None][1] == (600, 800)
    assert len(frames) == 5
    assert frames[1].faces[0].name == "Tony Blair"


def test_a_face_is_the_same_after_a_gap(
    known: Path, workspace: Workspace, camera: Camera, lfw: Lfw, panning: Panning
) -> None:
    """Its number and its name survive the loss of the camera."""
    camera.pictures = [_jpeg(image) for image in panning([lfw["Tony Blair"][6]])[:3]]
    camera.rate = 10
    cancel, told = CancelToken(), list[Lost | None]()
    before: set[int] = set()
    for frame in Pipeline(workspace).watch(camera.address, cancel, tell=told.append):
        seen = {face.track for face in frame.faces if face.name == "Tony Blair"}
        if not told and seen and camera.mode == "run":
            before = seen
            camera.mode = "close"
        elif told:
            break
        if camera.mode == "close":
            time.sleep(0.3)
            camera.mode = "run"
    assert [lost is None for lost in told] == [False, True]
    assert seen == before


@pytest.mark.slow
def test_fifty_thousand_frames_take_no_more_memory_than_the_first(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (250, 48, 64, 3), np.uint8)
    video = _video(tmp_path / "small.avi", list(noise), 25)
    count, sizes = 0, []
    while count < 50_000:
        for _ in frames_of(video, CancelToken()):
            count += 1
        sizes.append(_megabytes())
    assert max(sizes[-20:]) - max(sizes[20:40]) < 8


def _megabytes() -> float:
    """Memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6
