"""`kith watch` on sources that break off, are lost and come back."""

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from tests.app.mjpeg import Camera, Mode, network_camera

Kith = Callable[..., Any]
Process = Callable[..., Any]


@pytest.fixture
def camera() -> Iterator[Camera]:
    with network_camera() as camera:
        yield camera


@pytest.fixture
def reachable(environment: dict[str, str]) -> dict[str, str]:
    """The environment of a command that may reach this computer."""
    return environment | {"no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}


class Watching:
    """A `kith watch --json` under way."""

    def __init__(self, environment: dict[str, str], command: list[str]) -> None:
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def line(self, wanted: Callable[[Any], bool]) -> Any:
        """The next line that is as wanted."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if wanted(document := json.loads(line)):
                return document
        raise AssertionError("it ended before")

    def end(self) -> tuple[int, list[Any], str]:
        """Wait for the end: the exit code, the last lines, and what was said on standard error."""
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, [json.loads(line) for line in out.splitlines()], err


@pytest.fixture
def watch(reachable: dict[str, str], program: list[str], tmp_path: Path) -> Iterator[Callable[..., Watching]]:
    started: list[Watching] = []

    def start(*words: str) -> Watching:
        command = [*program, "--data-dir", str(tmp_path / "data"), "watch", "--json", *words]
        started.append(Watching(reachable, command))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.communicate()


def test_a_lost_stream_is_told_and_taken_up_again(camera: Camera, watch: Callable[..., Watching]) -> None:
    watching = watch("--source", camera.address.replace("//", "//eve:secret@"))
    watching.line(lambda line: "faces" in line)
    camera.mode = "freeze"
    lost = watching.line(lambda line: line.get("event") == "lost")
    assert (lost["code"], lost["why"]) == ("it sends the same picture again and again",) * 2
    camera.mode = "run"
    watching.line(lambda line: line.get("event") == "back")
    frame = watching.line(lambda line: "faces" in line)
    assert frame["time"] > lost["time"]
    watching.process.send_signal(signal.SIGINT)
    code, _, said = watching.end()
    assert code == 130
    assert "is frozen (it sends the same picture" in said
    assert "The source is back." in said
    assert "secret" not in said + json.dumps(lost)


def test_a_lost_stream_ends_it_if_asked_to(camera: Camera, watch: Callable[..., Watching]) -> None:
    watching = watch("--source", camera.address, "--once")
    watching.line(lambda line: "faces" in line)
    camera.mode = "close"
    code, lines, said = watching.end()
    assert code == 1
    assert lines[-1]["event"] == "broken off"
    assert "stopped delivering pictures" in lines[-1]["what"]
    assert "stopped delivering pictures" in said


@pytest.mark.parametrize("mode", ["stall", "run", "no headers"])
def test_it_is_stopped_at_once_whatever_the_stream_does(
    camera: Camera, watch: Callable[..., Watching], mode: Mode
) -> None:
    watching = watch("--source", camera.address)
    watching.line(lambda line: "faces" in line)
    camera.mode = mode
    if mode == "stall":
        watching.line(lambda line: line.get("event") == "lost")
    began = time.monotonic()
    watching.process.send_signal(signal.SIGINT)
    code, _, said = watching.end()
    assert code == 130, said
    assert time.monotonic() - began < 4


@pytest.mark.slow
def test_a_video_that_breaks_off_says_so(kith: Kith, tmp_path: Path) -> None:
    video = tmp_path / "cut.avi"
    writer = cv2.VideoWriter(str(video), cv2.VideoWriter.fourcc(*"MJPG"), 25, (320, 240))
    for number in range(50):
        writer.write(np.full((240, 320, 3), 4 * number, np.uint8))
    writer.release()
    video.write_bytes(video.read_bytes()[: video.stat().st_size // 2])
    ran = kith("watch", "--source", video, "--json")
    assert ran.code == 1
    *frames, last = ran.documents
    assert 0 < len(frames) < 50
    assert last["event"] == "broken off"
    assert "breaks off after" in last["what"]
    assert "breaks off after" in ran.err


def test_of_several_sources_one_that_is_lost_disturbs_no_other(
    camera: Camera, watch: Callable[..., Watching], faces: Path, tmp_path: Path
) -> None:
    street, gone = str(faces / "street.mp4"), str(tmp_path / "gone.mp4")
    watching = watch(
        "--source", street, "--source", camera.address, "--source", gone, "--loop", "--speed", "1"
    )
    broken = watching.line(lambda line: line.get("event") == "broken off")
    assert broken["source"] == gone
    watching.line(lambda line: line["source"] == street and "faces" in line)
    watching.line(lambda line: line["source"] == camera.address and "faces" in line)
    camera.mode = "stall"
    watching.line(lambda line: line.get("event") == "lost" and line["source"] == camera.address)
    after = watching.line(lambda line: line["source"] == street and line["faces"])
    watching.line(lambda line: line["source"] == street and line["frame"] > after["frame"])
    camera.mode = "run"
    watching.line(lambda line: line.get("event") == "back" and line["source"] == camera.address)
    watching.line(lambda line: line["source"] == camera.address and "faces" in line)
    watching.process.send_signal(signal.SIGINT)
    code, lines, said = watching.end()
    assert code == 130
    assert {line["source"] for line in lines if "source" in line} <= {street, camera.address}
    assert f"{camera.address} is back." in said


@pytest.mark.slow
def test_sources_that_cannot_be_opened_are_each_told_of_and_none_is_watched_twice(
    kith: Kith, tmp_path: Path
) -> None:
    ran = kith("watch", "--source", tmp_path / "a.mp4", "--source", tmp_path / "b.mp4")
    assert ran.code == 3
    assert all(f"{name}.mp4" in ran.err for name in "ab")
    assert kith("watch", "--source", "0#640x480", "--source", "0").code == 2
