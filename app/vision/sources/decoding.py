"""The process in which a source is decoded (`python -m app.vision.sources.decoding`).

It opens a file or a camera, gives up all it needs no more, and only then lets anything be looked into; for a
stream it keeps the network. Pictures go into shared memory, by turns into its two halves, so that one can be
decoded while the other is taken.
"""

import mmap
import os
import sys
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from app.core.errors import SourceError
from app.core.text import as_data
from app.domain.arrays import Image
from app.domain.source import is_camera
from app.vision.sources.apart import IDLE_SECONDS
from app.vision.sources.camera import open_camera
from app.vision.sources.recorded import recorded
from app.vision.sources.stream import open_stream, ports_of
from trainer.pictures.limits import confine, hurry
from trainer.pictures.line import SHARED, hear, shared_memory, tell

ROOM = SHARED // 2
"""Bytes that a picture may take."""
THREADS = min(8, os.cpu_count() or 1)
_EMPTY_SECONDS = 0.5
"""How long a camera or stream may give nothing but empty or damaged pictures before it counts as lost."""
_EMPTY_PAUSE = 0.01


def main() -> None:
    """Answer questions until there are no more. The argument names the shared memory."""
    shared = shared_memory(sys.argv[1])
    cv2.setNumThreads(1)  # colours are turned sooner by one than by several that wait for each other
    tell({"ready": True})
    source: _Source | None = None
    while asked := hear(None if source and source.is_open else IDLE_SECONDS):
        hurry(asked["seconds"])
        if source is None:
            source = _Live(shared) if "live" in asked else _File(shared)
        answer = source.answer(asked)
        hurry(0)
        tell(answer)
    if source is not None:
        os._exit(0)  # OpenCV would look for a file again as Python ends


class _Source(ABC):
    """What is decoded, once it was opened."""

    def __init__(self, shared: mmap.mmap) -> None:
        self._shared = shared
        self._capture: Any = None
        self._picture: Any = None
        self._half = 0

    @property
    def is_open(self) -> bool:
        """Whether there may be pictures."""
        return self._capture is not None

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Open it, go somewhere, or decode a picture."""
        if self._capture is None:
            return self._open(asked)
        if (to := asked.get("seek")) is not None:
            self._capture.set(cv2.CAP_PROP_POS_MSEC, 1000 * to)
            return {}
        picture = self._next()
        if picture is None or picture.size > ROOM or picture.ndim != 3:
            return self._end()
        at, self._half = self._half * ROOM, 1 - self._half
        there = np.frombuffer(self._shared, np.uint8, picture.size, at).reshape(picture.shape)
        cv2.cvtColor(picture, cv2.COLOR_BGR2RGB, dst=there)
        return {"shape": picture.shape[:2], "at": at, "time": self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000}

    @abstractmethod
    def _open(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Open it, and say what it is or why it cannot be."""

    def _end(self) -> dict[str, Any]:
        """Say that nothing comes any more."""
        return {"end": True}

    def _next(self) -> Image | None:
        ok, self._picture = self._capture.read(self._picture)  # into the same memory again
        return self._picture if ok and self._picture.size else None


class _File(_Source):
    """A video file."""

    def _open(self, asked: dict[str, Any]) -> dict[str, Any]:
        try:
            file: Any = Path(asked["file"]).open("rb")  # noqa: SIM115 - as long as this process
        except OSError:
            return {"unreadable": True}
        confine()
        when = recorded(file)
        capture: Any = cv2.VideoCapture(file, cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, THREADS])
        if not capture.isOpened():
            return {"unreadable": True}
        self._capture = capture
        return {
            "frames": capture.get(cv2.CAP_PROP_FRAME_COUNT),
            "rate": capture.get(cv2.CAP_PROP_FPS),
            "recorded": None if when is None else when.isoformat(),
        }


class _Live(_Source):
    """A camera or stream; damaged pictures of it are passed over for a while."""

    def __init__(self, shared: mmap.mmap) -> None:
        super().__init__(shared)
        self._confined = False

    def _open(self, asked: dict[str, Any]) -> dict[str, Any]:
        text = asked["live"]
        os.environ.update(asked["environment"])
        try:
            if is_camera(text):
                self._capture = open_camera(text)
                if sys.platform == "linux":  # elsewhere a camera is more than one open file
                    confine()
            else:
                self._confine(text)
                self._capture = open_stream(text, asked["within"], THREADS)
        except SourceError as error:
            return {"error": [as_data(part) for part in (error.what, error.why, error.remedy)]}
        return {}

    def _confine(self, address: str) -> None:
        if not self._confined:
            "".encode("idna")  # loads what names of hosts need
            confine(ports=ports_of(address))
            self._confined = True

    def _next(self) -> Image | None:
        until = time.monotonic() + _EMPTY_SECONDS
        while (picture := super()._next()) is None:
            if time.monotonic() > until or not self._capture.isOpened():
                return None
            time.sleep(_EMPTY_PAUSE)
        return picture

    def _end(self) -> dict[str, Any]:
        self._capture.release()
        self._capture = None  # it may be opened once more
        return super()._end()


if __name__ == "__main__":
    main()
