"""Videos made from photos, and a camera on the network."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.domain.arrays import Image
from app.vision import image_io

MakeClip = Callable[[list[Image]], Path]
Camera = Callable[[list[Image]], str]
SIDE = 400


def _panning(photo: Image, frames: int) -> list[Image]:
    """Show a photo as a camera that moves in and sideways would."""
    shown = []
    for step in np.linspace(0, 1, frames):
        zoom = 1.3 + 0.5 * step
        shift = 30 * np.sin(2 * np.pi * step)
        warp = np.array([[zoom, 0, SIDE / 2 - 125 * zoom + shift], [0, zoom, SIDE / 2 - 125 * zoom]])
        shown.append(cv2.warpAffine(photo, warp, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE))
    return [np.asarray(frame, np.uint8) for frame in shown]


@pytest.fixture
def panning() -> Callable[[list[Path]], list[Image]]:
    """Frames, two seconds a photo, as of a camera that moves before each photo in turn."""
    return lambda photos: [frame for photo in photos for frame in _panning(image_io.load(photo), 20)]


@pytest.fixture
def clip(tmp_path: Path) -> MakeClip:
    """Write frames as a video of ten frames a second."""

    def write(frames: list[Image]) -> Path:
        path = tmp_path / "clip.avi"
        height, width = frames[0].shape[:2]
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (width, height))
        for frame in frames:
            writer.write(cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
        writer.release()
        return path

    return write


@contextmanager
def _serving(frames: list[Image]) -> Iterator[str]:
    class Stream(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            for frame in frames:
                picture = cv2.imencode(".jpg", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))[1].tobytes()
                head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
                try:
                    self.wfile.write(head.encode() + picture + b"\r\n")
                except OSError:  # the viewer has gone
                    return
                if stop.wait(0.05):
                    return

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    stop = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stream)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/stream.mjpg"
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def serving() -> Callable[[list[Image]], AbstractContextManager[str]]:
    """Serve frames as a network camera does (MJPEG over HTTP), once, and then break off."""
    return _serving


@pytest.fixture
def album(lfw: dict[str, list[Path]], tmp_path: Path) -> Path:
    """Four photos each of two people, under neutral names."""
    folder = tmp_path / "album"
    (folder / "more").mkdir(parents=True)
    for number in range(4):
        shutil.copy(lfw["Tony Blair"][number], folder / f"a{number}.jpg")
        shutil.copy(lfw["Vladimir Putin"][number], folder / "more" / f"b{number}.jpg")
    return folder
