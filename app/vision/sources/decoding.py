"""The process in which a video file is decoded (`python -m app.vision.sources.decoding`).

It opens the file, gives up all it needs no more, and only then lets FFmpeg look into it. Pictures go into
shared memory, by turns into its two halves, so that one can be decoded while the other is taken.
"""

import mmap
import os
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from app.vision.sources.recorded import recorded
from trainer.pictures.limits import confine, hurry
from trainer.pictures.line import SHARED, hear, shared_memory, tell

ROOM = SHARED // 2
"""Bytes that a picture may take."""
_THREADS = 8


def main() -> None:
    """Answer questions until there are no more. Arguments: the name of the shared memory, and the file."""
    shared = shared_memory(sys.argv[1])
    with Path(sys.argv[2]).open("rb") as file:
        confine()
        tell({"ready": True})
        decoder = _Decoder(file, shared)
        while asked := hear():
            hurry(asked["seconds"])
            answer = decoder.answer(asked)
            hurry(0)
            tell(answer)
        os._exit(0)  # OpenCV would look for the file again as Python ends


class _Decoder:
    """The video, once it was asked for."""

    def __init__(self, file: Any, shared: mmap.mmap) -> None:
        self._file, self._shared = file, shared
        self._capture: Any = None
        self._half = 0

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Open it, go somewhere, or decode a picture."""
        if self._capture is None:
            threads = [cv2.CAP_PROP_N_THREADS, min(_THREADS, os.cpu_count() or 1)]
            when = recorded(self._file)
            self._capture = cv2.VideoCapture(self._file, cv2.CAP_FFMPEG, threads)
            if not self._capture.isOpened():
                return {"unreadable": True}
            return {
                "frames": self._capture.get(cv2.CAP_PROP_FRAME_COUNT),
                "rate": self._capture.get(cv2.CAP_PROP_FPS),
                "recorded": None if when is None else when.isoformat(),
            }
        if (to := asked.get("seek")) is not None:
            self._capture.set(cv2.CAP_PROP_POS_MSEC, 1000 * to)
            return {}
        return self._picture()

    def _picture(self) -> dict[str, Any]:
        ok, picture = self._capture.read()
        if not ok or not picture.size:
            return {"end": True}
        if picture.size > ROOM or picture.ndim != 3:
            return {"unreadable": True}
        at, self._half = self._half * ROOM, 1 - self._half
        there = np.frombuffer(self._shared, np.uint8, picture.size, at).reshape(picture.shape)
        cv2.cvtColor(picture, cv2.COLOR_BGR2RGB, dst=there)
        time = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        return {"shape": picture.shape[:2], "at": at, "time": time}


if __name__ == "__main__":
    main()
