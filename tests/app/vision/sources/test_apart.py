import os
import signal
import sys
from pathlib import Path

import pytest

from app.core.errors import HarmfulSourceError
from app.vision.sources import VideoSource, apart
from app.vision.sources.apart import VideoFile, ready_for
from tests.app.decoders import decoders
from tests.app.mjpeg import until
from tests.app.vision.sources.test_video import written

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
    pytest.mark.own_processes,
]


def _child(video: VideoFile) -> int:
    return int(video._process._child.pid)


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return written(tmp_path / "a.avi", "MJPG", 25, 12)


def test_its_process_may_do_little_and_ends_with_it(video: Path) -> None:
    opened = VideoFile(video)
    folder = Path(f"/proc/{_child(opened)}")
    found = (folder / "limits").read_text() if os.access(folder / "limits", os.R_OK) else ""
    limits = {line[:26].strip(): line[26:].split()[:2] for line in found.splitlines()}
    assert limits["Max open files"] == limits["Max core file size"] == limits["Max file size"] == ["0", "0"]
    assert limits["Max data size"] == ["950000000"] * 2
    assert opened.read() is not None
    opened.close()
    assert not folder.exists()
    assert opened.read() is None


def test_one_that_is_ready_is_taken_by_the_next_source_or_ends(video: Path) -> None:
    others = decoders()
    with ready_for("typo.mp4"):
        until(lambda: len(decoders()) > len(others))
    assert decoders() == others, "nothing was opened"
    with ready_for(str(video)):
        until(lambda: len(decoders()) > len(others))
        [waiting] = set(decoders()) - set(others)
        opened = VideoFile(video)
    assert decoders() == sorted([*others, waiting]), "it is the one that reads"
    assert opened.read() is not None
    opened.close()
    assert decoders() == others


@pytest.mark.slow
def test_one_that_brings_two_down_is_named_and_not_tried_again(video: Path) -> None:
    for _ in range(2):
        source = VideoSource(str(video))
        frames = iter(source)
        next(frames)
        assert source._file is not None
        os.kill(_child(source._file), 9)
        with pytest.raises(
            HarmfulSourceError, match=r"a\.avi cannot be read as a video: it brings down what decodes it"
        ):
            list(frames)
    with pytest.raises(HarmfulSourceError, match="brings down"):
        VideoSource(str(video))
    video.write_bytes(video.read_bytes() + b"\0")
    with VideoSource(str(video)) as another:
        assert len(list(another)) == 12


def test_one_that_takes_too_long_is_given_up(video: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = VideoFile(video)
    os.kill(_child(opened), signal.SIGSTOP)
    monkeypatch.setitem(apart._SECONDS, "read", 0.01)
    with pytest.raises(HarmfulSourceError, match="takes more than"):
        opened.read()
    with pytest.raises(HarmfulSourceError, match="takes more than"):
        VideoFile(video)


def test_it_can_be_closed_while_it_is_read(video: Path) -> None:
    opened = VideoFile(video)
    assert opened.read() is not None
    opened.seek(0.2)
    found = opened.read()
    assert found is not None
    assert found[1] == pytest.approx(0.2, abs=0.001)
    opened.closed = True  # as another thread does first
    assert opened.read() is None
    opened.close()
