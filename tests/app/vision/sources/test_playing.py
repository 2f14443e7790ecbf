"""Recordings played in their own time, faster, slower, paused, again and from anywhere."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage

from app.core.errors import Cancelled, SourceError
from app.core.playing import EVERY_FRAME, Playback, Playing
from app.core.progress import CancelToken
from app.domain.arrays import Image
from app.vision.sources import Frame
from app.vision.sources.playing import played
from app.vision.sources.recording import PictureFolder

_FRAMES, _RATE = 30, 10


def _grey(image: Image) -> int:
    """The number of a frame of `clip`."""
    return round((float(image.mean()) - 4) / 8)


@pytest.fixture(params=["MJPG.avi", "mp4v.mp4"])
def clip(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Three seconds, ten pictures a second, each lighter than the one before."""
    codec, _, suffix = request.param.partition(".")
    path = str(tmp_path / f"clip.{suffix}")
    writer = cv2.VideoWriter(path, cv2.VideoWriter.fourcc(*codec), _RATE, (96, 96))
    for number in range(_FRAMES):
        writer.write(np.full((96, 96, 3), 4 + 8 * number, np.uint8))
    writer.release()
    return path


def _play(source: str, playback: Playback, then: Callable[[Frame], bool]) -> list[Frame]:
    """Frames until `then` has enough."""
    cancel, frames = CancelToken(), []
    for frame in played(source, cancel, playback):
        frames.append(frame)
        if then(frame):
            break
    return frames


def _note(shown: list[float]) -> bool:
    shown.append(time.monotonic())
    return False


def test_every_frame_without_waiting(clip: str) -> None:
    shown: list[float] = []
    frames = _play(clip, Playback(EVERY_FRAME), lambda _: _note(shown))
    assert [_grey(frame.image) for frame in frames] == list(range(_FRAMES))
    assert shown[-1] - shown[0] < 2


@pytest.mark.slow
@pytest.mark.parametrize("speed", [0.5, 2.0, 8.0])
def test_speed(clip: str, speed: float) -> None:
    playback = Playback(Playing(speed=speed))
    shown: list[float] = []

    def is_enough(frame: Frame) -> bool:
        shown.append(time.monotonic())
        return frame.time > 1.95

    frames = _play(clip, playback, is_enough)
    assert shown[-1] - shown[0] == pytest.approx(2 / speed, abs=0.4)
    assert playback.seconds == pytest.approx(3, abs=0.11)
    assert frames[0].number == 0


def test_again_and_again_until_it_is_told_not_to(clip: str) -> None:
    playback = Playback(Playing(loop=True, speed=0))
    frames = []
    for frame in played(clip, CancelToken(), playback):
        frames.append(frame)
        if len(frames) == 2 * _FRAMES + 5:
            playback.change(EVERY_FRAME)
    assert [frame.number for frame in frames] == list(range(3 * _FRAMES))
    assert [_grey(frame.image) for frame in frames] == 3 * list(range(_FRAMES))


@pytest.mark.slow
@pytest.mark.parametrize("place", [0.0, 1.0, 2.5])
def test_from_a_place(clip: str, place: float) -> None:
    frames = _play(clip, Playback(EVERY_FRAME, place), lambda _: False)
    assert _grey(frames[0].image) == pytest.approx(place * _RATE, abs=1)
    assert frames[0].time == pytest.approx(place, abs=0.11)
    assert _grey(frames[-1].image) == _FRAMES - 1


def test_a_place_beyond_the_end_is_the_end(clip: str) -> None:
    assert len(_play(clip, Playback(EVERY_FRAME, 100.0), lambda _: False)) <= 1


@pytest.mark.slow
def test_paused_it_stands_still_but_shows_the_place_that_is_sought(clip: str) -> None:
    playback, cancel = Playback(), CancelToken()
    frames = played(clip, cancel, playback)
    next(frames)
    playback.change(Playing(paused=True), at=2.0)
    sought = next(frames)
    assert _grey(sought.image) == pytest.approx(20, abs=1)
    began = time.monotonic()
    threading.Timer(0.4, lambda: playback.change(Playing())).start()
    after = next(frames)
    assert time.monotonic() - began > 0.35
    assert after.time - sought.time == pytest.approx(0.1, abs=0.05), "it goes on where it stood"


def test_cancelled_while_paused(clip: str) -> None:
    playback, cancel = Playback(), CancelToken()
    frames = played(clip, cancel, playback)
    next(frames)
    playback.change(Playing(paused=True))
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(frames)


class TestFolders:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """Twelve pictures, of two sizes, named 1.png to 12.png."""
        folder = tmp_path / "pictures"
        folder.mkdir()
        for number in range(1, 13):
            picture = np.full((40 + number % 2, 50, 3), 10 * number, np.uint8)
            PillowImage.fromarray(picture).save(folder / f"{number}.png")
        return folder

    def test_its_pictures_are_frames_in_the_order_of_their_names(self, folder: Path) -> None:
        playback = Playback(EVERY_FRAME)
        frames = _play(str(folder), playback, lambda _: False)
        assert [int(frame.image[0, 0, 0]) for frame in frames] == [10 * number for number in range(1, 13)]
        assert [frame.time for frame in frames] == [number / 2 for number in range(12)]
        assert playback.seconds == 6

    def test_from_a_place(self, folder: Path) -> None:
        frames = _play(str(folder), Playback(EVERY_FRAME, 4.1), lambda _: False)
        assert [int(frame.image[0, 0, 0]) for frame in frames] == [90, 100, 110, 120]

    def test_at_a_rate(self, folder: Path) -> None:
        assert [frame.time for frame in PictureFolder(folder, 4)][-1] == 11 / 4

    def test_what_cannot_be_read_is_told_at_the_end(self, folder: Path) -> None:
        broken = folder / "3.png"
        broken.write_bytes(broken.read_bytes()[:60])
        frames: list[Frame] = []
        pictures = PictureFolder(folder)
        with pytest.raises(SourceError, match="1 picture cannot be read"):
            frames.extend(pictures)
        assert len(frames) == 11
        pictures.seek(0.5)
        with pytest.raises(SourceError, match="1 picture cannot be read"):
            frames.extend(pictures)
        assert len(frames) == 21

    def test_without_pictures(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="there is no picture in this folder"):
            PictureFolder(tmp_path)
