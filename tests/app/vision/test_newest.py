"""Every frame of a file, or those that are due."""

import threading
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.core.errors import Cancelled
from app.core.playing import Playback
from app.core.progress import CancelToken
from app.vision.newest import frames_of


@pytest.mark.slow
def test_every_frame_of_a_file_however_slow_the_reader(faces: Path) -> None:
    numbers = [frame.number for frame in frames_of(str(faces / "street.mp4"), CancelToken())]
    assert numbers == list(range(105))


@pytest.fixture
def clip(tmp_path: Path) -> str:
    """Three seconds of small pictures, ten a second."""
    path = str(tmp_path / "clip.avi")
    writer = cv2.VideoWriter(path, cv2.VideoWriter.fourcc(*"MJPG"), 10, (96, 96))
    for number in range(30):
        writer.write(np.full((96, 96, 3), 8 * number, np.uint8))
    writer.release()
    return path


@pytest.mark.slow
def test_a_file_is_played_at_its_own_pace(clip: str) -> None:
    began = time.monotonic()
    frames = [frame.number for frame in frames_of(clip, CancelToken(), playback=Playback())]
    assert time.monotonic() - began > 2.8
    assert len(frames) >= 15, "a reader that keeps up misses none, but for a busy computer"
    assert frames == sorted(set(frames))


@pytest.mark.slow
def test_a_slow_reader_of_a_file_in_time_passes_over_what_is_late(clip: str) -> None:
    numbers = []
    for frame in frames_of(clip, CancelToken(), playback=Playback()):
        numbers.append(frame.number)
        time.sleep(0.6)
    assert 2 <= len(numbers) <= 6
    assert np.diff(numbers).min() >= 4


@pytest.mark.slow
def test_a_video_that_is_decoded_slower_than_it_plays_does_not_stand_still(tmp_path: Path) -> None:
    path = str(tmp_path / "heavy.avi")
    writer = cv2.VideoWriter(path, cv2.VideoWriter.fourcc(*"MJPG"), 120, (3840, 2160))
    noise = np.random.default_rng(0).integers(0, 255, (2160, 3840, 3), np.uint8)
    for _ in range(60):
        writer.write(noise)
    writer.release()
    assert max(frame.number for frame in frames_of(path, CancelToken(), playback=Playback())) > 10


def test_a_file_out_of_time_gives_every_frame_until_it_is_cancelled(clip: str) -> None:
    cancel = CancelToken()
    frames = frames_of(clip, cancel)
    assert [next(frames).number for _ in range(20)] == list(range(20))
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(frames)


def test_waiting_for_a_frame_ends_soon_after_it_is_cancelled(clip: str) -> None:
    cancel = CancelToken()
    frames = frames_of(clip, cancel, playback=Playback())
    next(frames)
    threading.Timer(0.02, cancel.cancel).start()
    with pytest.raises(Cancelled):
        list(frames)
