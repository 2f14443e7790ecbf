import subprocess
import sys
import textwrap
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.core.errors import SourceError
from app.vision.sources import Frame, VideoSource, is_source

_ROOT = Path(__file__).resolve().parents[4]


def written(path: Path, codec: str, rate: float, frames: int) -> Path:
    """A video whose frame n is of one grey, 20 + 8 n."""
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), rate, (64, 48))
    assert video.isOpened()
    for number in range(frames):
        video.write(np.full((48, 64, 3), 20 + 8 * number, np.uint8))
    video.release()
    return path


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("0", True),
        ("12", True),
        ("rtsp://camera/1", True),
        ("HTTP://camera/1.jpg", True),
        ("a.mp4", True),
        ("A B.MOV", True),
        ("a.jpg", False),
        ("folder", False),
        ("-1", False),
        ("", False),
    ],
)
def test_is_source(text: str, wanted: bool) -> None:
    assert is_source(text) is wanted


class TestFiles:
    @pytest.mark.slow
    def test_the_street(self, faces: Path) -> None:
        with VideoSource(str(faces / "street.mp4")) as video:
            assert not video.live
            count = 0
            for frame in video:
                assert frame.number == count
                assert frame.time == pytest.approx(count / 25, abs=0.001)
                assert frame.image.shape == (1080, 1920, 3)
                count += 1
        assert count == 105

    def test_colours_are_rgb(self, tmp_path: Path) -> None:
        path = tmp_path / "a.avi"
        video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25, (64, 48))
        video.write(np.full((48, 64, 3), (0, 0, 255), np.uint8))  # OpenCV's order: red
        video.release()
        with VideoSource(str(path)) as source:
            red, green, blue = next(iter(source)).image.mean(axis=(0, 1))
        assert red > 240
        assert max(green, blue) < 20

    @pytest.mark.slow
    @pytest.mark.parametrize(("suffix", "codec"), [("avi", "MJPG"), ("mp4", "mp4v"), ("mkv", "MJPG")])
    @pytest.mark.parametrize("rate", [25, 29.97, 7.5, 1, 240])
    def test_frames_and_their_times(self, tmp_path: Path, suffix: str, codec: str, rate: float) -> None:
        path = written(tmp_path / f"a.{suffix}", codec, rate, 12)
        with VideoSource(str(path)) as video:
            frames = list(video)
        assert [frame.number for frame in frames] == list(range(12))
        assert [frame.time for frame in frames] == pytest.approx([n / rate for n in range(12)], abs=0.002)
        greys = [frame.image.mean() for frame in frames]
        assert greys == pytest.approx([20 + 8 * n for n in range(12)], abs=4)

    def test_one_frame(self, tmp_path: Path) -> None:
        with VideoSource(str(written(tmp_path / "a.mp4", "mp4v", 25, 1))) as video:
            assert len(list(video)) == 1

    def test_a_name_beyond_ascii(self, tmp_path: Path) -> None:
        path = written(tmp_path / "a.avi", "MJPG", 25, 2).rename(tmp_path / "vidéo 写真.avi")
        with VideoSource(str(path)) as video:
            assert len(list(video)) == 2

    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="there is no video file"):
            VideoSource(str(tmp_path / "none.mp4"))

    @pytest.mark.slow
    @pytest.mark.parametrize("content", [b"", b"Dear Sir or Madam,\n" * 50, b"\0" * 5000])
    def test_not_a_video(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "a.mp4"
        path.write_bytes(content)
        with pytest.raises(
            SourceError, match="cannot be read as a video: it is damaged, or of no known kind"
        ):
            VideoSource(str(path))

    def test_an_mp4_without_its_end(self, tmp_path: Path) -> None:
        """Its index is lost: nothing can be read."""
        path = written(tmp_path / "a.mp4", "mp4v", 25, 12)
        path.write_bytes(path.read_bytes()[:-400])
        with pytest.raises(SourceError, match="damaged"):
            VideoSource(str(path))

    def test_an_avi_without_its_end_gives_what_it_has(self, tmp_path: Path) -> None:
        path = written(tmp_path / "a.avi", "MJPG", 25, 25)
        data = path.read_bytes()
        path.write_bytes(data[: len(data) * 3 // 4])
        frames: list[Frame] = []
        said = r"breaks off after 0\.\d of 1\.0 s.* not copied or recorded to its end"
        with VideoSource(str(path)) as video, pytest.raises(SourceError, match=said):
            frames.extend(iter(video))
        assert 5 <= len(frames) < 25

    def test_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="there is no video file"):
            VideoSource(str(tmp_path))


class TestCameras:
    @pytest.mark.parametrize("number", ["99", "99999999999999999999"])
    def test_absent(self, number: str) -> None:
        with pytest.raises(SourceError, match=f"Camera {number} cannot be opened.*plugged in"):
            VideoSource(number)

    @pytest.mark.parametrize(
        "url", ["http://127.0.0.1:9/video", "rtsp://127.0.0.1:9/1", "http://127.0.0.1:9/a b"]
    )
    def test_unreachable_address_fails_within_seconds(self, url: str) -> None:
        start = time.monotonic()
        with pytest.raises(SourceError, match=r"cannot be opened.*Check the address"):
            VideoSource(url)
        assert time.monotonic() - start < 10


@pytest.mark.slow
def test_libraries_say_nothing_on_standard_error(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("no video")
    damaged = written(tmp_path / "a.avi", "MJPG", 25, 12)
    data = bytearray(damaged.read_bytes())
    data[6000:9000:7] = b"\xff" * len(data[6000:9000:7])
    damaged.write_bytes(data)
    script = """
        import sys
        from app.core.errors import SourceError
        from app.vision.sources import VideoSource
        for text in [*sys.argv[1:], "99", "http://127.0.0.1:9/video", "rtsp://127.0.0.1:9/video"]:
            try:
                with VideoSource(text) as source:
                    list(source)
            except SourceError as error:
                print(error)
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(tmp_path / "text.mp4"), str(damaged)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == ""
    assert done.stdout.count("\n") >= 4
