"""Against a real stream: a server in this process that sends JPEG after JPEG, as network cameras do."""

import io
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage

from app.core.errors import Cancelled, SourceError
from app.core.progress import CancelToken
from app.domain.arrays import Image
from app.vision.newest import frames_of, newest_frames
from app.vision.sources import VideoSource

_RATE = 50


def _jpeg(number: int) -> bytes:
    """A picture that carries its number as eight stripes, black or white."""
    stripes = [255 * (number >> bit & 1) for bit in range(8)]
    picture = np.repeat(np.repeat(np.array(stripes, np.uint8)[None, :, None], 16, axis=1), 96, axis=0)
    buffer = io.BytesIO()
    PillowImage.fromarray(np.repeat(picture, 3, axis=2)).save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def number_of(image: Image) -> int:
    return sum(int(image[40:56, 16 * bit + 4 : 16 * bit + 12].mean() > 127) << bit for bit in range(8))


class _Camera(BaseHTTPRequestHandler):
    """`/N` sends N pictures, 50 a second, and hangs up."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        start = time.monotonic()
        try:
            for number in range(int(self.path.strip("/"))):
                data = _jpeg(number % 256)
                head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
                self.wfile.write(head.encode() + data + b"\r\n")
                time.sleep(max(0, start + number / _RATE - time.monotonic()))
        except OSError:
            return  # the reader has gone

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Keep quiet."""


@pytest.fixture
def camera() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Camera)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def test_every_frame_of_a_file_however_slow_the_reader(faces: Path) -> None:
    with VideoSource(str(faces / "street.mp4")) as video:
        numbers = [frame.number for frame in newest_frames(video)]
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


def test_a_file_is_played_at_its_own_pace(clip: str) -> None:
    began = time.monotonic()
    frames = [frame.number for frame in frames_of(clip, CancelToken(), in_time=True)]
    assert time.monotonic() - began > 2.8
    assert len(frames) >= 15, "a reader that keeps up misses none, but for a busy computer"
    assert frames == sorted(set(frames))


def test_a_slow_reader_of_a_file_in_time_passes_over_what_is_late(clip: str) -> None:
    numbers = []
    for frame in frames_of(clip, CancelToken(), in_time=True):
        numbers.append(frame.number)
        time.sleep(0.6)
    assert 2 <= len(numbers) <= 6
    assert np.diff(numbers).min() >= 4


def test_a_video_that_is_decoded_slower_than_it_plays_does_not_stand_still(tmp_path: Path) -> None:
    path = str(tmp_path / "heavy.avi")
    writer = cv2.VideoWriter(path, cv2.VideoWriter.fourcc(*"MJPG"), 120, (3840, 2160))
    noise = np.random.default_rng(0).integers(0, 255, (2160, 3840, 3), np.uint8)
    for _ in range(60):
        writer.write(noise)
    writer.release()
    assert max(frame.number for frame in frames_of(path, CancelToken(), in_time=True)) > 20


def test_a_file_out_of_time_gives_every_frame_until_it_is_cancelled(clip: str) -> None:
    cancel = CancelToken()
    frames = frames_of(clip, cancel)
    assert [next(frames).number for _ in range(20)] == list(range(20))
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(frames)


def test_waiting_for_a_frame_ends_soon_after_it_is_cancelled(clip: str) -> None:
    cancel = CancelToken()
    frames = frames_of(clip, cancel, in_time=True)
    next(frames)
    threading.Timer(0.02, cancel.cancel).start()
    with pytest.raises(Cancelled):
        list(frames)


def test_a_slow_reader_gets_the_newest_and_misses_the_rest(camera: str) -> None:
    with VideoSource(f"{camera}/2000") as video:
        assert video.live
        taken, shown, ages = [], [], []
        for frame in newest_frames(video):
            ages.append(time.monotonic() - video._started - frame.time)
            taken.append(frame.number)
            shown.append(number_of(frame.image))
            if len(taken) == 8:
                break
            time.sleep(0.2)  # ten pictures' time
    assert taken == sorted(set(taken))
    assert taken[-1] - taken[0] >= 7 * 5, "most were dropped"
    assert np.median(ages) < 0.15, "seconds old when taken"
    assert all((b - a) % 256 == d - c for a, b, c, d in zip(shown, shown[1:], taken, taken[1:], strict=False))


def test_a_stream_that_stops_is_an_error(camera: str) -> None:
    with (
        VideoSource(f"{camera}/30") as video,
        pytest.raises(
            SourceError, match="stopped delivering pictures: it was unplugged, or the connection broke"
        ),
    ):
        for _ in newest_frames(video):
            pass


def test_leaving_ends_the_thread(camera: str) -> None:
    before = threading.active_count()
    for _ in range(5):
        with VideoSource(f"{camera}/2000") as video:
            frames = newest_frames(video)
            next(frames)
            frames.close()
    limit = time.monotonic() + 5
    while any(thread.name == "camera" for thread in threading.enumerate()) and time.monotonic() < limit:
        time.sleep(0.02)
    assert not any(thread.name == "camera" for thread in threading.enumerate())
    assert threading.active_count() <= before + 5, "the server's own"


def test_closing_while_a_thread_reads_does_no_harm(camera: str) -> None:
    """OpenCV would crash the process if a capture were let go of during a read."""
    for _ in range(10):
        video = VideoSource(f"{camera}/2000")
        frames = newest_frames(video)
        next(frames)
        video.close()
        for _ in frames:
            pass


def test_trouble_on_the_cameras_thread_reaches_the_reader() -> None:
    class Broken(VideoSource):
        def __init__(self) -> None:
            self.live = True

        def __iter__(self) -> Iterator[object]:  # type: ignore[override]
            raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        list(newest_frames(Broken()))
