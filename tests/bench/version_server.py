"""One version of Kith, asked by `bench_before` for one round at a time.

    python version_server.py FACES PHOTOS     in the folder of that version

PHOTOS holds a folder of snapshots and one of crowds. Reads words from standard input and answers each with
one line: "snapshots", "crowds", "lfw10" and "live" give the seconds of a round, the processor's seconds (of
decoder processes too) and the faces found; "engine" gives the seconds from launch to the first answer and the
peak memory of the engine in MiB. It asks nothing of Kith but what both versions have.
"""

import os
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path[0] = os.getcwd()  # noqa: PTH109 - the version to measure, not the one this file lies in

LIVE_FRAMES = 20


def _either(name: str, now: str, before: str) -> Any:
    """Something that has moved, from where it is now or where it was."""
    try:
        return getattr(import_module(now), name)
    except (ImportError, AttributeError):
        return getattr(import_module(before), name)


def _frames(faces: Path) -> list[Any]:
    import cv2
    import numpy as np

    from app.vision.sources import VideoSource

    with VideoSource(str(faces / "street.mp4")) as video:
        return [
            np.asarray(cv2.resize(frame.image, (1280, 720), interpolation=cv2.INTER_AREA), np.uint8)
            for frame in video
            if frame.number % 5 == 0
        ][:LIVE_FRAMES]


class Rounds:
    """What can be asked for."""

    def __init__(self, faces: Path, photos: Path, data: Path) -> None:
        from app.services.workspace import Workspace

        self._faces, self._data = faces, data
        self._photos = photos
        self._lfw = sorted(faces.glob("lfw10/*/*.jpg"))[::2]
        self._reader = Workspace.open(data / "reader", device="cpu").reader()
        self._seen = _frames(faces)

    def snapshots(self) -> int:
        """Read photos of 12 megapixels with few faces, from files to embeddings."""
        return self._read(sorted((self._photos / "snapshots").glob("*.jpg")))

    def crowds(self) -> int:
        """Read photos of 12 megapixels with many faces, from files to embeddings."""
        return self._read(sorted((self._photos / "crowds").glob("*.jpg")))

    def lfw10(self) -> int:
        """Read photos of 250x250."""
        return self._read(self._lfw)

    def _read(self, paths: list[Path]) -> int:
        read_pictures = _either("read_pictures", "app.services.photos.reading", "app.services.reading")

        found = [face for picture in read_pictures(self._reader, paths) for face in picture.faces]
        self._reader.embed(found)
        return len(found)

    def live(self) -> int:
        """Find and embed every face of video frames, 1280x720."""
        return sum(self._live(frame) for frame in self._seen)

    def _live(self, frame: Any) -> int:
        found = self._reader.find_fast(frame)
        from app.vision import reader

        if hasattr(self._reader, "faces_at"):
            faces = [face for face in self._reader.faces_at(frame, found) if face is not None]
            return len(self._reader.read(faces, mirror=False))
        before: Any = reader  # the version before has it as a function
        faces = [face for one in found if (face := before.face_at(frame, one))]
        return len(self._reader.embed(faces)) if faces else 0

    def engine(self) -> tuple[float, float]:
        """Launch an engine and enrol a photo; seconds until the answer, and its peak memory in MiB."""
        from app.engine.client import Client

        enrol_files = _either("EnrolFiles", "app.engine.requests.enrolling", "app.engine.requests")

        with tempfile.TemporaryDirectory(dir=self._data) as folder:
            began = time.perf_counter()
            client = Client(Path(folder) / "kith", lambda _: None, device="cpu")
            client.start()
            asked = enrol_files("Somebody", (str(self._lfw[0]),))
            report = client.request(asked).result(120)
            seconds = time.perf_counter() - began
            assert report.accepted == 1
            peak = max(_peak(child) for child in _children(os.getpid()))
            client.close()
        return seconds, peak


def _spent() -> float:
    """The processor's seconds that this process and those below it have taken."""
    ticks = 0
    for child in _children(os.getpid()):
        try:
            fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        ticks += sum(map(int, fields[11:15]))
    return time.process_time() + sum(os.times()[2:4]) + ticks / os.sysconf("SC_CLK_TCK")


def _children(parent: int) -> list[int]:
    """All processes below one."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            line = next(line for line in status.read_text().splitlines() if line.startswith("PPid:"))
        except (OSError, StopIteration):  # it has just ended
            continue
        if int(line.split()[1]) == parent:
            child = int(status.parent.name)
            found += [child, *_children(child)]
    return found


def _peak(process: int) -> float:
    """The most memory that a process has held at once, in MiB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def main() -> None:
    """Answer until standard input ends."""
    with tempfile.TemporaryDirectory() as data:
        rounds = Rounds(Path(sys.argv[1]), Path(sys.argv[2]), Path(data))
        for word in sys.stdin:
            began, before = time.perf_counter(), _spent()
            found = getattr(rounds, word.strip())()
            taken, spent = time.perf_counter() - began, _spent() - before
            print(*(found if isinstance(found, tuple) else (taken, spent, found)), flush=True)


if __name__ == "__main__":
    main()
