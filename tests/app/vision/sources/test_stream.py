"""Why a stream cannot be opened: each reason by a server or a host that gives it."""

import ctypes
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from app.core.errors import SourceError
from app.vision.sources import VideoSource
from app.vision.sources.apart import Feed, Opening
from app.vision.sources.stream import ports_of
from tests.app.decoders import command_line, decoders
from tests.app.mjpeg import Camera, number_of

_PASSWORD = "secret"  # noqa: S105 - of the server in this test


def _reason(address: str) -> str:
    with pytest.raises(SourceError) as caught:
        VideoSource(address)
    assert "secret" not in str(caught.value)
    return str(caught.value)


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a host that takes connections and says nothing."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server.getsockname()[1]


@pytest.fixture
def door(request: pytest.FixtureRequest) -> Iterator[int]:
    """The port of an RTSP server that gives the status of the test's parameter."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        thread = threading.Thread(target=_answer, args=(server, request.param))
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def _answer(server: socket.socket, status: str) -> None:
    while True:
        try:
            caller, _ = server.accept()
        except OSError:
            return
        with caller:
            while asked := caller.recv(4096):
                number = next(line for line in asked.split(b"\r\n") if line.lower().startswith(b"cseq"))
                head = status if asked.startswith(b"DESCRIBE") else "200 OK"
                caller.sendall(f"RTSP/1.0 {head}\r\n".encode() + number + b"\r\n\r\n")


def test_refused() -> None:
    assert "refuses the connection at port 9" in _reason("rtsp://eve:secret@127.0.0.1:9/door")


def test_an_unknown_host() -> None:
    assert "there is no host called nowhere.invalid" in _reason("http://eve:secret@nowhere.invalid/video")


@pytest.mark.parametrize("address", ["http://127.0.0.1:port/", "http://127.0.0.1:99999/"])
def test_a_port_that_is_none(address: str) -> None:
    assert "its port is no number" in _reason(address)


@pytest.mark.own_processes
def test_a_password_is_asked_for_and_checked(camera: Camera) -> None:
    camera.password = _PASSWORD
    assert "it asks for a user name and a password" in _reason(camera.address)
    wrong = camera.address.replace("//", "//eve:wrong@")
    assert "the user name or the password is wrong" in _reason(wrong)
    with VideoSource(camera.address.replace("//", "//eve:secret@")) as video:
        first = next(iter(video))
        for process in decoders():
            assert b"secret" not in command_line(process)
    assert number_of(first.image) < 100


def test_no_stream_at_the_address(camera: Camera) -> None:
    assert "there is no stream at this address" in _reason(camera.address.replace("video", "film"))


def test_a_server_in_trouble(camera: Camera) -> None:
    camera.mode = "refuse"
    assert "the host answers with error 503" in _reason(camera.address)


def test_no_stream_at_all(camera: Camera) -> None:
    camera.mode = "garbage"
    assert "what comes from there is no stream that can be read" in _reason(camera.address)


@pytest.mark.parametrize(
    ("door", "why"),
    [
        ("401 Unauthorized", "the user name or the password is wrong"),
        ("404 Not Found", "there is no stream at this address"),
        ("503 Service Unavailable", "error 503"),
    ],
    indirect=["door"],
)
def test_rtsp(door: int, why: str) -> None:
    assert why in _reason(f"rtsp://eve:secret@127.0.0.1:{door}/door")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["rtsp", "http"])
def test_a_host_that_says_nothing_is_given_up(silent: int, scheme: str) -> None:
    began = time.monotonic()
    with pytest.raises(SourceError, match="the host does not answer"):
        VideoSource(f"{scheme}://127.0.0.1:{silent}/video", Opening(1.0))
    assert time.monotonic() - began < 8


def test_closing_ends_process_and_connection_whatever_they_do(camera: Camera) -> None:
    with VideoSource(camera.address) as video:
        next(iter(video))
        camera.mode = "stall"
        began = time.monotonic()
    assert time.monotonic() - began < 1
    assert next(iter(video), None) is None


def test_what_its_process_says_is_read_as_hostile(camera: Camera, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"error": [{"text": "{a.__class__}", "values": {"a": "b"}}] * 3}
    monkeypatch.setattr(Feed, "_asked", lambda *_, **__: said)
    with pytest.raises(SourceError, match="cannot be opened: it brings down what decodes it"):
        VideoSource(camera.address)


@contextmanager
def _sends_on(to: str) -> Iterator[int]:
    """The port of an HTTP server that sends everybody on to another address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", to)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.own_processes
@pytest.mark.skipif(sys.platform != "linux", reason="the fence is Linux's")
def test_a_host_that_sends_on_to_another_port_is_not_followed_and_that_is_said(camera: Camera) -> None:
    with _sends_on(camera.address) as port:
        if ctypes.CDLL(None).syscall(444, None, 0, 1) < 4:
            pytest.skip("this system does not bind ports")
        reason = _reason(f"http://127.0.0.1:{port}/video")
    assert f"the host sends on to port {urlsplit(camera.address).port}" in reason
    assert camera.served == 0


@pytest.mark.parametrize(
    "door",
    ["302 Moved\r\nLocation: rtsp://127.0.0.1:9/x", "302 Moved\r\nLocation: rtsp://[x/"],
    indirect=True,
)
def test_rtsp_that_sends_on(door: int, request: pytest.FixtureRequest) -> None:
    told = "sends on to port 9" if ":9/" in request.node.name else "no stream that can be read"
    assert told in _reason(f"rtsp://127.0.0.1:{door}/door")


@pytest.mark.parametrize(
    ("address", "proxy", "ports"),
    [
        ("rtsp://camera/door", "", {53, 554}),
        ("rtsp://eve:secret@camera:8554/door", "", {53, 8554}),
        ("http://camera/video", "", {53, 80, 443}),
        ("https://camera/live.m3u8", "", {53, 443}),
        ("http://camera:8080/video", "http://proxy:3128", {53, 8080, 3128}),
        ("rtmp://camera/live", "http://proxy:3128", {53, 1935}),
        ("udp://239.0.0.1:5000", "", {53, 5000}),
        ("http://camera:x/", "", {53}),
    ],
)
def test_which_ports_a_stream_may_reach(
    monkeypatch: pytest.MonkeyPatch, address: str, proxy: str, ports: set[int]
) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    assert ports_of(address) == ports
