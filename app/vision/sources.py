"""Where frames come from: a camera, a video file or a stream."""

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Self

import cv2
import numpy as np

from app.core.errors import SourceError
from app.core.text import masked, say
from app.domain.arrays import Image
from trainer.pictures import kinds

_URL = re.compile(r"^(rtsp|rtsps|rtmp|http|https|udp|tcp)://", re.IGNORECASE)
_LAST_CAMERA = 2**31 - 1
"""OpenCV takes no larger number."""
_OPEN_MS = 8_000
_READ_MS = 8_000
_CLOSE_SECONDS = 2.0
_RETRIES = 5
"""Empty reads in a row that a camera or stream may give before it counts as lost."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a source.

    Attributes:
        number: From 0 in the order read.
        time: Seconds since the source was opened; of a file, the time within the video.
        image: RGB uint8 (H, W, 3).
    """

    number: int
    time: float
    image: Image


def is_source(text: str) -> bool:
    """Whether the text names a camera (its number), a stream or, by its suffix, a video file."""
    return text.isdecimal() or bool(_URL.match(text)) or kinds.by_name(Path(text)) == "video"


class VideoSource:
    """An open camera, video or stream; iterate over it for frames, and close it.

    Attributes:
        name: As given by the user, password and all: show it `masked` only.
        live: Whether time passes without us: a camera or stream, not a file.
    """

    def __init__(self, text: str) -> None:
        """Open a source.

        Args:
            text: A camera's number, an address, or a path to a video file.

        Raises:
            SourceError: It cannot be opened; the text says what to check.
        """
        self.name = text
        self.live = text.isdecimal() or bool(_URL.match(text))
        self._capture = _open(text)
        self._reading = Lock()
        self._started = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the device or file.

        A read under way on another thread is waited for, as OpenCV breaks if both happen at once; a driver
        that hangs keeps the device.
        """
        if self._reading.acquire(timeout=_CLOSE_SECONDS):
            self._capture.release()
            self._reading.release()

    def __iter__(self) -> Iterator[Frame]:
        """Read frames until a file ends or the source is closed.

        Raises:
            SourceError: A camera or stream stopped delivering, or a file held no frame at all.
        """
        number = 0
        while (image := self._read()) is not None:
            yield Frame(number, self._now(), image)
            number += 1
        if not self._capture.isOpened():
            return
        if self.live:
            raise SourceError(
                say("{source} stopped delivering pictures", source=_called(self.name)),
                why=say("it was unplugged, or the connection broke"),
                remedy=say("Check the cable or the connection and start again"),
            )
        if number == 0:
            raise SourceError(
                say("{source} holds no picture that can be read", source=_called(self.name)),
                remedy=say("Try another video file"),
            )

    def _read(self) -> Image | None:
        for _ in range(_RETRIES if self.live else 1):
            with self._reading:
                ok, picture = self._capture.read()
            if ok and picture.size:
                return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)
        return None

    def _now(self) -> float:
        if self.live:
            return time.monotonic() - self._started
        return float(self._capture.get(cv2.CAP_PROP_POS_MSEC)) / 1000


def _called(text: str) -> str:
    """What to call a source; an address without its password."""
    return say("Camera {number}", number=text) if text.isdecimal() else masked(text)


def _open(text: str) -> cv2.VideoCapture:
    if text.isdecimal():
        capture = cv2.VideoCapture(min(int(text), _LAST_CAMERA))
        remedy = say(
            "Check that it is plugged in and that no other program uses it; the first camera is number 0"
        )
    elif _URL.match(text):
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _OPEN_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, _READ_MS]
        capture = cv2.VideoCapture(text, cv2.CAP_FFMPEG, limits)
        remedy = say("Check the address, the user name and the password, and that the camera is on")
    else:
        return _open_file(Path(text))
    if not capture.isOpened():
        raise SourceError(say("{path} cannot be opened", path=_called(text)), remedy=remedy)
    return capture


def _open_file(path: Path) -> cv2.VideoCapture:
    if not os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises for a name that is too long
        raise SourceError(say("there is no video file {path}", path=path))
    capture = cv2.VideoCapture(str(path.absolute()), cv2.CAP_FFMPEG)
    if not capture.isOpened():
        raise SourceError(
            say("{path} cannot be read as a video", path=path),
            why=say("it is damaged, or of no known kind"),
            remedy=say("Try an MP4 file"),
        )
    return capture
