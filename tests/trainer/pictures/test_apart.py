"""Pictures from outside: decoded in another process as in this one, and refused where they take it down."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.trainer.pictures.bombs import scan_bomb
from trainer import pictures
from trainer.errors import HarmfulPictureError, PictureError
from trainer.pictures import apart, limits
from trainer.pictures.apart import Decoder
from trainer.pictures.process import Process
from trainer.pictures.room import Room

linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems limit less")


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    made = Decoder()
    yield made
    made.close()


def _encoded(side: int, kind: str = "JPEG", **options: object) -> bytes:
    values = np.random.default_rng(side).integers(0, 256, (side, 2 * side, 3), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(values).save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("kind", "options", "longest"),
    [
        ("JPEG", {}, None),
        ("JPEG", {}, 100),
        ("PNG", {}, None),
        ("WEBP", {}, None),
        ("JPEG", {"progressive": True}, 50),
    ],
)
def test_it_gives_what_decoding_here_gives(
    decoder: Decoder, kind: str, options: dict[str, object], longest: int | None
) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x0132] = 6, "2024:02:29 12:30:00"
    data = _encoded(240, kind, exif=exif, **options)
    there, here = decoder.decode_at(data, longest), pictures.decode_at(data, longest)
    assert np.array_equal(there.image, here.image)
    assert (there.width, there.height, there.scale, there.shift, there.turn) == (
        here.width,
        here.height,
        here.scale,
        here.shift,
        here.turn,
    )
    assert there.tags == here.tags == decoder.tags(data) == (6, datetime(2024, 2, 29, 12, 30), None)
    there.image[0, 0] = 0  # it is the caller's own


def test_parts_are_those_of_the_whole(decoder: Decoder) -> None:
    exif = Image.Exif()
    exif[0x0112] = 8
    data = _encoded(240, "PNG", exif=exif)
    whole = decoder.decode_at(data)
    found = decoder.decode_parts(data, [(10, 20, 50, 90), (-9, 3, 7, 9000)])
    assert [one.shift for one in found] == [(10, 20), (0, 3)]
    assert np.array_equal(found[0].image, whole.image[20:90, 10:50])
    assert np.array_equal(found[1].image, whole.image[3:, :7])
    assert all((one.width, one.height, one.tags) == (whole.width, whole.height, whole.tags) for one in found)


def test_what_is_wrong_is_said_as_here(decoder: Decoder) -> None:
    for data in (b"nothing that anybody knows", _encoded(50)[:900], b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(60)):
        with pytest.raises(PictureError) as here:
            pictures.decode(data)
        with pytest.raises(PictureError) as there:
            decoder.decode_at(data)
        assert there.value.text == here.value.text
        assert there.value.what.template == here.value.what.template
        assert not isinstance(there.value, HarmfulPictureError)


@pytest.mark.slow
def test_many_threads_share_few_processes(decoder: Decoder) -> None:
    data = [_encoded(20 + number, "PNG") for number in range(40)]
    seen: dict[int, bool] = {}

    def look(number: int) -> None:
        seen[number] = np.array_equal(decoder.decode_at(data[number]).image, pictures.decode(data[number]))

    threads = [threading.Thread(target=look, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(seen.values())
    assert len(seen) == 40
    assert 1 <= len(decoder._all) <= (os.cpu_count() or 1) + 1


@pytest.mark.slow
@linux
def test_what_takes_too_long_is_refused_and_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.3)
    decoder, bomb = Decoder(), scan_bomb()
    try:
        with pytest.raises(HarmfulPictureError, match="decoding it takes more than 0 seconds"):
            decoder.decode_at(bomb)
        began = time.process_time()
        with pytest.raises(HarmfulPictureError):
            decoder.decode_at(bomb)
        assert time.process_time() - began < 0.1
        assert decoder.decode_at(_encoded(20)).width == 40
    finally:
        decoder.close()


@pytest.mark.slow
@linux
def test_what_kills_it_is_refused_and_the_next_has_another(monkeypatch: pytest.MonkeyPatch) -> None:
    decoder, heard = Decoder(), Process._hear

    def killed(process: Process, seconds: float, stop: object) -> dict[str, object]:
        answer = heard(process, seconds, None)
        if answer == {"ready": True}:
            os.kill(process._child.pid, signal.SIGSEGV)
        return answer

    try:
        with monkeypatch.context() as patch:
            patch.setattr(Process, "_hear", killed)
            with pytest.raises(HarmfulPictureError, match="it brings down what decodes it"):
                decoder.decode_at(_encoded(30))
        assert decoder.decode_at(_encoded(31)).width == 62
    finally:
        decoder.close()


@pytest.mark.slow
def test_cancel_works_while_it_is_decoded(decoder: Decoder) -> None:
    class StoppedError(Exception):
        pass

    began = time.monotonic()

    def stop() -> None:
        if time.monotonic() - began > 0.5:
            raise StoppedError

    with pytest.raises(StoppedError):
        decoder.decode_at(scan_bomb(scans=2000), None, stop)
    assert time.monotonic() - began < 3
    assert decoder.decode_at(_encoded(32)).width == 64


def test_one_that_had_nothing_to_do_and_ended_is_replaced(decoder: Decoder) -> None:
    decoder.decode_at(_encoded(33))
    for process in decoder._idle:
        assert process._child.stdin is not None
        process._child.stdin.write(b"null\n")  # as when nothing comes for long
        assert process._child.wait(10) == 0
    assert decoder.decode_at(_encoded(34)).width == 68


@pytest.mark.slow
@linux
def test_more_memory_than_it_may_have_is_refused(decoder: Decoder) -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (7999, 7999)).save(buffer, "WEBP", lossless=True, method=0, quality=0)
    with pytest.raises(PictureError):
        decoder.decode_at(buffer.getvalue())
    for process in decoder._idle:
        status = Path(f"/proc/{process._child.pid}/status").read_text()
        peak = int(status.partition("VmHWM:")[2].split()[0])
        assert peak < 1_000_000, "KiB"


_ESCAPE = """
import socket, subprocess, sys
from trainer.pictures import child, limits
child._load_all()
limits.confine()
def told(what, work):
    try:
        work()
    except BaseException as error:
        print(what, type(error).__name__, getattr(error, "errno", ""), flush=True)
    else:
        print(what, "done", flush=True)
told("read", lambda: open("/etc/passwd"))
told("write", lambda: open("/tmp/escaped", "w"))
told("connect", lambda: socket.create_connection(("127.0.0.1", 9)))
told("run", lambda: subprocess.run(["/bin/true"], check=True))
told("fill", lambda: bytes(2_000_000_000))
import resource
told("more files", lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100)))
"""


@linux
def test_it_can_neither_open_nor_connect_nor_run_anything() -> None:
    run = [sys.executable, "-c", _ESCAPE]
    told = {"env": limits.environment(), "timeout": 60}
    lines = subprocess.check_output(run, text=True, **told).splitlines()  # type: ignore[call-overload]
    assert len(lines) == 6
    assert not [line for line in lines if line.endswith("done")]


def test_it_finds_its_modules_where_this_process_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "of the shell")
    monkeypatch.setattr(sys, "path", ["", "put there by a notebook", *sys.path])
    assert limits.environment()["PYTHONPATH"].split(os.pathsep)[0] == "put there by a notebook"
    assert "of the shell" not in limits.environment()["PYTHONPATH"]


def test_no_answer_but_ours_is_taken() -> None:
    for said in ("{a.__class__}", "{a:>99999999}", "{0}"):
        with pytest.raises((ValueError, KeyError)):
            apart._error({"error": [{"text": said, "values": {"a": "b"}}] * 3})
    sound = {"text": "of {a}", "values": {"a": "{b}"}}
    assert apart._error({"error": [sound] * 3}).what == "of {b}"


def test_room_is_shared_by_bytes() -> None:
    room, order = Room(100), list[str]()
    room.take(60, None)
    room.take(40, None)

    def late() -> None:
        room.take(500, None)
        order.append("large")
        room.give_back(500)

    thread = threading.Thread(target=late)
    thread.start()
    time.sleep(0.1)
    order.append("others")
    room.give_back(60)
    room.give_back(40)
    thread.join()
    assert order == ["others", "large"]
