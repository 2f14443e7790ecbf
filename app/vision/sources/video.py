"""An open camera, stream or video file, read frame by frame."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.core.errors import SourceError
from app.core.text import say
from app.domain.arrays import Image
from app.domain.source import is_camera
from app.vision.sources.address import called, is_live
from app.vision.sources.apart import Feed, Opening
from app.vision.sources.camera import check_camera
from app.vision.sources.files import Promise, open_file
from app.vision.sources.stream import check_stream

_USUAL = Opening()


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

    def __init__(self, text: str, how: Opening = _USUAL) -> None:
        """Open a source.

        Args:
            text: A camera's number or device, an address, or a path to a video file.
            how: How a camera or stream is opened.

        Raises:
            SourceError: It cannot be opened; the text says what to check.
            Exception: What `how` raises, here and as it is read.
        """
        self.name = text
        self.live = is_live(text)
        self._file = None if self.live else open_file(Path(text))
        self._decoded = self._file or _open(text, how)
        self._promise = Promise(self._file.frames, self._file.rate) if self._file is not None else None
        self.seconds = self._promise.seconds if self._promise else 0.0
        self.recorded = self._file.recorded if self._file is not None else None
        self._sought = False

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
        """Let go of the device, stream or file, whatever it does."""
        self._decoded.close()

    def __iter__(self) -> Iterator[Frame]:
        """Read on until a file ends or the source is closed.

        Raises:
            SourceError: A camera or stream stopped delivering; a file held no frame at all, or ended before
                its container says; it took down what decodes it.
        """
        number, at = 0, 0.0
        while (found := self._decoded.read()) is not None:
            image, at = found
            yield Frame(number, at, image)
            number += 1
        if not self._decoded.closed:
            self._judge_end(number, at)

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


def _open(text: str, how: Opening) -> Feed:
    if is_camera(text):
        check_camera(text)
    else:
        check_stream(text)
    return Feed(text, how)
