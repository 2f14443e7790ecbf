"""Opening a video file, and whether it holds what it promises."""

import errno
import os
from pathlib import Path

from app.core.errors import SourceError
from app.core.text import Number, masked, quote, say
from app.vision.sources.apart import VideoFile

_SHORT_SHARE, _SHORT_FRAMES = 0.02, 3
"""How much less than its container promises a whole video may give: such promises are often estimates."""


def open_file(path: Path) -> VideoFile:
    """Open a video file.

    Raises:
        SourceError: There is none, or it cannot be read.
    """
    if not os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises for a name that is too long
        raise SourceError(say("there is no video file {path}", path=path))
    if not os.access(path, os.R_OK):
        raise SourceError(
            say("{path} cannot be read as a video", path=path), why=quote(os.strerror(errno.EACCES))
        )
    return VideoFile(path)


class Promise:
    """What the container of a video promises.

    Attributes:
        frames: How many pictures; 0 where that is not known.
        rate: Pictures a second; 0 likewise.
    """

    def __init__(self, frames: float, rate: float) -> None:
        self.rate = rate if 0 < rate < 1e4 else 0.0
        self.frames = int(frames) if 0 < frames < 1e9 and self.rate else 0

    @property
    def seconds(self) -> float:
        """How long the video lasts; 0 where that is not known."""
        return self.frames / self.rate if self.frames else 0.0

    def check(self, name: str, frames: int, last: float) -> None:
        """Compare with what came.

        Args:
            name: Of the file.
            frames: How many pictures.
            last: The time of the last, in seconds.

        Raises:
            SourceError: There were fewer, and they end before the video should.
        """
        allowed = max(_SHORT_FRAMES, _SHORT_SHARE * self.frames)
        if self.frames - frames > allowed and (self.seconds - last) * self.rate > allowed + 1:
            lasted, whole = Number(last, 1), Number(self.seconds, 1)
            raise SourceError(
                say(
                    "{source} breaks off after {lasted} of {whole} seconds",
                    source=masked(name),
                    lasted=lasted,
                    whole=whole,
                ),
                why=say("the file was not copied or recorded to its end"),
                remedy=say("Copy it again"),
            )
