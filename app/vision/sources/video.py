"""An open camera, stream or video file, read frame by frame."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Self

import cv2
import numpy as np

from app.core.errors import SourceError
from app.core.text import say
from app.domain.arrays import Image
from app.domain.source import is_camera
from app.vision.sources.address import called, is_live
from app.vision.sources.camera import open_camera
from app.vision.sources.files import Promise, open_file
from app.vision.sources.stream import OPEN_SECONDS, READ_SECONDS, open_stream

_CLOSE_SECONDS = 2.0
_EMPTY_SECONDS = 0.5
"""How long a camera or stream may give nothing but empty or damaged pictures before it counts as lost."""
_EMPTY_PAUSE = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a source.

    Attributes:
        number: From 0 in the order read.
        time: Seconds since the source was opened; of a file, the time within the video.
        image: RGB uint8 (H, W, 3).
        came: When a live source gave it, by the monotonic clock; None for what waits for us.
    """

    number: int
    time: float
    image: Image
    came: float | None = None


class VideoSource:
    """An open camera, video or stream; iterate over it for frames, and close it.

    Attributes:
        name: As given by the user, password and all: show it `masked` only.
        live: Whether time passes without us: a camera or stream, not a file.
        seconds: How long a file lasts; 0 where that is not known.
        recorded: When a file was recorded, as its container says, in the zone that this names or in none.
    """

    def __init__(self, text: str, seconds: float = OPEN_SECONDS, reading: float = READ_SECONDS) -> None:
        """Open a source.

        Args:
            text: A camera's number or device, an address, or a path to a video file.
            seconds: How long opening a stream may take.
            reading: How long reading a picture of it may.

        Raises:
            SourceError: It cannot be opened; the text says what to check.
        """
        self.name = text
        self.live = is_live(text)
        self._capture = _open(text, seconds, reading) if self.live else None
        self._file = None if self.live else open_file(Path(text))
        self._promise = Promise(self._file.frames, self._file.rate) if self._file is not None else None
        self.seconds = self._promise.seconds if self._promise else 0.0
        self.recorded = self._file.recorded if self._file is not None else None
        self._sought = False
        self._reading = Lock()
        self._started = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def seek(self, seconds: float) -> None:
        """Go on in a file from this time, or from the frame before it."""
        self._sought = True
        if self._file is not None:
            self._file.seek(seconds)

    def close(self) -> None:
        """Let go of the device or file.

        A read of a device that is under way on another thread is waited for, as OpenCV breaks if both happen
        at once; a driver that hangs keeps the device.
        """
        if self._file is not None:
            self._file.close()
        elif self._capture is not None and self._reading.acquire(timeout=_CLOSE_SECONDS):
            self._capture.release()
            self._reading.release()

    def __iter__(self) -> Iterator[Frame]:
        """Read on until a file ends or the source is closed.

        Raises:
            SourceError: A camera or stream stopped delivering; a file held no frame at all, ended before
                its container says, or took down what decodes it.
        """
        number, at = 0, 0.0
        while (found := self._read()) is not None:
            image, at = found
            yield Frame(number, at, image)
            number += 1
        if not self._is_closed:
            self._judge_end(number, at)

    @property
    def _is_closed(self) -> bool:
        if self._file is not None:
            return self._file.closed
        return self._capture is None or not self._capture.isOpened()

    def _judge_end(self, frames: int, last: float) -> None:
        if self.live:
            raise SourceError(
                say("{source} stopped delivering pictures", source=called(self.name)),
                why=say("it was unplugged, or the connection broke"),
                remedy=say("Check the cable or the connection and start again"),
            )
        if frames == 0 and self._sought:
            return
        if frames == 0:
            raise SourceError(
                say("{source} holds no picture that can be read", source=called(self.name)),
                remedy=say("Try another video file"),
            )
        if self._promise is not None:
            self._promise.check(self.name, frames, last)

    def _read(self) -> tuple[Image, float] | None:
        """The next picture and its time; damaged ones of a camera or stream are passed over for a while."""
        if self._file is not None:
            return self._file.read()
        until = time.monotonic() + _EMPTY_SECONDS
        while self._capture is not None:
            with self._reading:
                ok, picture = self._capture.read()
            if ok and picture.size:
                image = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)
                return image, time.monotonic() - self._started
            if time.monotonic() > until or not self._capture.isOpened():
                return None
            time.sleep(_EMPTY_PAUSE)
        return None


def _open(text: str, seconds: float, reading: float) -> cv2.VideoCapture:
    return open_camera(text) if is_camera(text) else open_stream(text, seconds, reading)
