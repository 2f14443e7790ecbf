"""Against a real server on this computer that serves a file well and badly."""

import hashlib
import http.server
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import pytest

from app.core.errors import Cancelled, ModelError
from app.core.progress import CancelToken, Progress
from app.vision.download import download

_BODY = np.random.default_rng(5).bytes(1_500_000)
_SHA256 = hashlib.sha256(_BODY).hexdigest()


class _Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/gone":
            self.send_error(404)
        elif self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/whole")
            self.end_headers()
        elif self.path == "/chunked":
            self._chunked()
        else:
            self.send_response(200)
            if self.path != "/unsized":
                self.send_header("Content-Length", "many" if self.path == "/nonsense" else str(len(_BODY)))
            self.end_headers()
            self.wfile.write(_BODY[: 700_000 if self.path == "/broken" else None])

    def _chunked(self) -> None:
        """Hang up in the middle of a chunk."""
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"80000\r\n" + _BODY[:0x80000] + b"\r\n80000\r\n" + _BODY[:1000])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Keep quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Server) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "models" / "weights.bin"


def nothing_is_left(target: Path) -> bool:
    return not target.parent.exists() or list(target.parent.iterdir()) == []


@pytest.mark.parametrize("place", ["whole", "moved", "unsized"])
def test_a_whole_file_arrives_with_progress(server: str, target: Path, place: str) -> None:
    heard: list[Progress] = []
    assert download(f"{server}/{place}", target, _SHA256, heard.append) == target
    assert target.read_bytes() == _BODY
    assert [one.done for one in heard] == sorted({one.done for one in heard})
    assert heard[-1].done == len(_BODY)
    assert {one.total for one in heard} == {0 if place == "unsized" else len(_BODY)}
    assert list(target.parent.iterdir()) == [target]


def test_an_older_file_is_replaced(server: str, target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(b"old")
    download(f"{server}/whole", target, "")
    assert target.read_bytes() == _BODY


def test_another_file_than_expected(server: str, target: Path) -> None:
    with pytest.raises(ModelError, match="is not the file Kith knows: its SHA-256 is") as caught:
        download(f"{server}/whole", target, "0" * 64)
    assert "add it from that file" in caught.value.remedy
    assert nothing_is_left(target)


def test_an_older_file_outlives_a_failure(server: str, target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(b"old")
    with pytest.raises(ModelError):
        download(f"{server}/whole", target, "0" * 64)
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize("place", ["broken", "chunked"])
def test_broken_off(server: str, target: Path, place: str) -> None:
    with pytest.raises(ModelError, match=r"broke off: .* bytes came\. Try again"):
        download(f"{server}/{place}", target, _SHA256)
    assert nothing_is_left(target)


def test_not_found(server: str, target: Path) -> None:
    with pytest.raises(ModelError, match="refused the download: 404"):
        download(f"{server}/gone", target, _SHA256)
    assert nothing_is_left(target)


def test_nonsense(server: str, target: Path) -> None:
    with pytest.raises(ModelError):
        download(f"{server}/nonsense", target, _SHA256)
    assert nothing_is_left(target)


def test_nobody_listens(target: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ModelError, match=r"cannot be reached: .*refused"):
        download(f"http://127.0.0.1:{port}/x", target, _SHA256)
    assert nothing_is_left(target)


@pytest.mark.parametrize("url", ["ftp://host/x", "file:///etc/passwd", "weights.bin", ""])
def test_not_an_address(url: str, target: Path) -> None:
    with pytest.raises(ModelError, match="is not a web address"):
        download(url, target, _SHA256)
    assert nothing_is_left(target)


def test_cancelled(server: str, target: Path) -> None:
    token = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.done > 500_000:
            token.cancel()

    with pytest.raises(Cancelled):
        download(f"{server}/whole", target, _SHA256, stop, token)
    assert nothing_is_left(target)


def test_no_room_for_the_folder(server: str, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")
    with pytest.raises(ModelError, match="cannot be written"):
        download(f"{server}/whole", tmp_path / "models" / "x.bin", _SHA256)


def test_a_folder_stands_where_the_file_should(server: str, target: Path) -> None:
    target.mkdir(parents=True)
    with pytest.raises(ModelError, match="cannot be written"):
        download(f"{server}/whole", target, _SHA256)
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.slow
@pytest.mark.usefixtures("unprivileged")
def test_a_folder_that_may_not_be_written(
    server: str, tmp_path: Path, owner: Callable[[], AbstractContextManager[None]]
) -> None:
    with owner():
        tmp_path.chmod(0o555)
    with pytest.raises(ModelError, match="cannot be written: Permission denied"):
        download(f"{server}/whole", tmp_path / "x.bin", _SHA256)
    assert list(tmp_path.iterdir()) == []
    with owner():
        tmp_path.chmod(0o755)
