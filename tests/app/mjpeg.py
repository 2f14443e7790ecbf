"""A network camera on loopback with every fault that one can have: it sends JPEG after JPEG, or worse."""

import io
import random
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

import numpy as np
from PIL import Image as PillowImage

from app.domain.arrays import Image

Mode = Literal[
    "run", "freeze", "stall", "close", "garbage", "half", "broken", "sizes", "refuse", "no headers"
]
_SIZES = ((128, 96), (64, 64), (320, 240), (129, 97))


@cache
def jpeg(number: int, width: int = 128, height: int = 96) -> bytes:
    """A picture that carries its number as eight stripes, black or white, above a grey one."""
    stripes = [255 * (number >> bit & 1) for bit in range(8)]
    picture = PillowImage.fromarray(np.array(stripes, np.uint8)[None]).resize((width, height), 0)
    picture.paste(128, (0, 3 * height // 4, width, height))
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def flat(grey: int) -> bytes:
    """A picture of one grey."""
    buffer = io.BytesIO()
    PillowImage.new("RGB", (128, 96), (grey, grey, grey)).save(buffer, "JPEG")
    return buffer.getvalue()


def number_of(image: Image) -> int:
    """The number that a picture of `jpeg` carries."""
    height, width = image.shape[:2]
    middle = image[height // 3 : height // 2]
    columns = [(2 * bit + 1) * width // 16 for bit in range(8)]
    return sum(int(middle[:, at - 2 : at + 2].mean() > 127) << bit for bit, at in enumerate(columns))


class Camera:
    """What a server does now; a test changes it while the server runs.

    Attributes:
        mode: What is sent.
        rate: Pictures a second.
        password: Asked for, with the user name "eve", if not "".
        served: Connections so far.
        sent: Pictures so far.
        address: Without user name and password.
        pictures: JPEGs to send instead of its own.
    """

    def __init__(self) -> None:
        self.mode: Mode = "run"
        self.rate = 50.0
        self.password = ""
        self.served = self.sent = 0
        self.address = ""
        self.open = True
        self.pictures: list[bytes] = []

    def wants(self, mode: Mode) -> bool:
        """Whether to go on like this."""
        return self.open and self.mode == mode

    def lets_in(self, given: str | None) -> bool:
        """Whether these credentials will do."""
        return not self.password or given == f"Basic {b64encode(f'eve:{self.password}'.encode()).decode()}"

    def pause(self) -> None:
        """Wait until the next picture is due."""
        time.sleep(1 / self.rate)


class _Handler(BaseHTTPRequestHandler):
    camera: Camera

    def do_GET(self) -> None:
        camera = self.camera
        camera.served += 1
        if self.path != "/video":
            self.send_error(404)
        elif not camera.lets_in(self.headers["Authorization"]):
            self._ask_who()
        elif camera.mode == "refuse":
            self.send_error(503)
        else:
            self._stream()

    def _ask_who(self) -> None:
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="camera"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _stream(self) -> None:
        camera = self.camera
        while camera.wants("no headers"):
            camera.pause()
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        try:
            while camera.open and camera.mode not in ("close", "refuse"):
                self._send()
        except OSError:
            return  # the reader has gone

    def _send(self) -> None:
        camera, sent = self.camera, self.camera.sent
        if camera.mode == "stall":
            camera.pause()
            return
        if camera.mode == "garbage":
            self.wfile.write(random.randbytes(4000))
        elif camera.mode == "half":
            self._part(jpeg(sent % 256), jpeg(sent % 256)[:900])
        elif camera.mode == "broken":
            self._part(noise := b"\xff\xd8" + random.randbytes(900) + b"\xff\xd9", noise)
        elif camera.mode == "sizes":
            picture = jpeg(sent % 256, *_SIZES[sent // 5 % len(_SIZES)])
            self._part(picture, picture)
        else:
            picture = camera.pictures[sent % len(camera.pictures)] if camera.pictures else jpeg(sent % 256)
            self._part(picture, picture)
        camera.sent += camera.mode != "freeze"
        camera.pause()

    def _part(self, promised: bytes, data: bytes) -> None:
        head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(promised)}\r\n\r\n"
        self.wfile.write(head.encode() + data + b"\r\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Keep quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader that hangs up is no error."""


@contextmanager
def network_camera() -> Iterator[Camera]:
    """A camera that serves at `address`, until the block is left."""
    camera = Camera()
    with _served(camera, 0) as port:
        camera.address = f"http://127.0.0.1:{port}/video"
        yield camera


@contextmanager
def _served(camera: Camera, port: int) -> Iterator[int]:
    handler = type("Handler", (_Handler,), {"camera": camera})
    server = _Server(("127.0.0.1", port), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), name="server")
    thread.start()
    try:
        yield server.server_port
    finally:
        camera.open = False
        server.shutdown()
        thread.join()
        server.server_close()


def until(done: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something is so."""
    limit = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < limit, "it never was"
        time.sleep(0.01)
