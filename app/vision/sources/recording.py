"""What can be played: a video file, or a folder of pictures as its frames."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from app.core.errors import ImageError, SourceError
from app.core.text import say, say_n
from app.vision import image_io
from app.vision.picture_files import find_pictures
from app.vision.sources.video import Frame, VideoSource

_RATE = 2.0
"""Pictures of a folder shown a second."""


class Recording(Protocol):
    """Frames that wait for us; iterating goes on from where it was, or was sought.

    Attributes:
        seconds: How long it lasts; 0 where that is not known.
    """

    seconds: float

    def __iter__(self) -> Iterator[Frame]: ...

    def seek(self, seconds: float) -> None:
        """Go on from this time."""

    def close(self) -> None:
        """Let go of the file."""


def open_recording(text: str) -> Recording:
    """Open a video file, or a folder of pictures, by its path.

    Raises:
        SourceError: There is none, or it cannot be read.
    """
    if os.path.isdir(text):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        return PictureFolder(Path(text))
    return VideoSource(text)


class PictureFolder:
    """The pictures of a folder and of those in it, in the order of their names: 2.jpg before 10.jpg.

    Attributes:
        seconds: How long all of them take.
    """

    def __init__(self, folder: Path, rate: float = _RATE) -> None:
        """Look up the pictures.

        Raises:
            SourceError: There are none, or the folder may not be read.
        """
        try:
            self._pictures = sorted(find_pictures(folder), key=_in_order)
        except ImageError as error:
            raise SourceError(error.what, why=error.why, remedy=error.remedy) from error
        if not self._pictures:
            raise SourceError(
                say("there is no picture in this folder"),
                remedy=say("Choose a folder with pictures, or a video"),
            )
        self._rate, self._next, self._failed = rate, 0, set[int]()
        self.seconds = len(self._pictures) / rate

    def __iter__(self) -> Iterator[Frame]:
        """Read the pictures; those that cannot be read are passed over.

        Raises:
            SourceError: At the end, if there were such.
        """
        while self._next < len(self._pictures):
            place, self._next = self._next, self._next + 1
            try:
                image = image_io.load(self._pictures[place])
            except ImageError:
                self._failed.add(place)
            else:
                yield Frame(place, place / self._rate, image)
        if self._failed:
            raise SourceError(
                say_n("{n} picture cannot be read", "{n} pictures cannot be read", len(self._failed)),
                remedy=say("Import the folder to see which, and why"),
            )

    def seek(self, seconds: float) -> None:
        """Go on from the picture that is shown at this time."""
        self._next = min(max(0, round(seconds * self._rate)), len(self._pictures) - 1)

    def close(self) -> None:
        """Nothing is held open."""


def _in_order(path: Path) -> list[tuple[int, str]]:
    """Digits by their number, all else by its letters."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part.casefold())
        for part in re.split(r"(\d+)", str(path))
    ]
