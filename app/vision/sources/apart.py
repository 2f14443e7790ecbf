"""A video file that is decoded in a process of its own, which can do little else and ends when it must."""

import weakref
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from app.core.errors import HarmfulSourceError, SourceError
from app.core.text import Text, say
from app.domain.arrays import Image
from trainer.pictures.process import GoneError, Process

_MODULE = "app.vision.sources.decoding"
_SECONDS = {"open": 10.0, "read": 10.0, "seek": 60.0}
"""For how long each may be computed, by all threads together: to go somewhere, all since a whole picture."""
_fallen: dict[tuple[int, ...], tuple[Text, bool]] = {}
"""Files that took a process down, by what tells one from another: why, and whether that is enough."""
_REMEMBERED = 1000


class VideoFile:
    """An open video; it is read by one thread at a time, and may be closed by any.

    Attributes:
        frames: Pictures that its container promises, as it says it.
        rate: Pictures a second, likewise.
        recorded: When it was recorded, in the zone that the container names or in none; None where it does
            not say.
        closed: Whether it was closed.
    """

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            SourceError: It cannot be read.
            HarmfulSourceError: It takes its process down, or took two down before.
        """
        self._path = path
        state = path.stat()
        self._key = (state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns)
        why, enough = _fallen.get(self._key, (None, False))
        if enough:
            raise _unreadable(path, why, HarmfulSourceError)
        self.closed = False
        self._lock = Lock()
        self._ahead = False
        self._process = Process(_MODULE, str(path.absolute()))
        weakref.finalize(self, self._process.kill)  # where nobody closes it
        answer = self._asked("open")
        try:
            self.frames, self.rate = float(answer["frames"]), float(answer["rate"])
            self.recorded = datetime.fromisoformat(when) if (when := answer["recorded"]) else None
        except (KeyError, TypeError, ValueError) as error:
            self.close()
            raise _unreadable(path) from error

    def read(self) -> tuple[Image, float] | None:
        """The next picture, RGB uint8 (H, W, 3), and its time in seconds; None at the end, and once closed.

        Raises:
            HarmfulSourceError: It takes its process down.
        """
        with self._lock:
            if self.closed:
                return None
            answer = self._asked("read", said=self._ahead)
            self._ahead = False
            if "shape" not in answer:
                return None
            try:
                self._process.say({"seconds": _SECONDS["read"]})  # the next, while this one is looked at
                self._ahead = True
                height, width = answer["shape"]
                return self._process.pixels(height, width, answer["at"]), float(answer["time"])
            except (GoneError, TypeError, ValueError, KeyError) as error:
                gone = error if isinstance(error, GoneError) else GoneError()
                raise self._refused(gone, "read") from error

    def seek(self, seconds: float) -> None:
        """Go on from this time, or from the picture before it.

        Raises:
            HarmfulSourceError: It takes its process down.
        """
        with self._lock:
            if not self.closed:
                if self._ahead:
                    self._asked("read", said=True)
                    self._ahead = False
                self._asked("seek", seek=seconds)

    def close(self) -> None:
        """End the process, whatever it does."""
        self.closed = True  # who waits for an answer sees that
        with self._lock:
            self._process.kill()

    def _asked(self, what: str, *, said: bool = False, **asked: float) -> dict[str, Any]:
        """What it answers; nothing once this is closed.

        Raises:
            SourceError: There is no process.
            HarmfulSourceError: It takes its process down.
        """
        try:
            if not said:
                self._process.say({"seconds": _SECONDS[what], **asked}, self._stop)
            return self._process.answer(_SECONDS[what], self._stop)
        except _ClosedError:
            return {}
        except GoneError as error:
            raise self._refused(error, what) from error

    def _stop(self) -> None:
        if self.closed:
            raise _ClosedError

    def _refused(self, gone: GoneError, asked: str) -> SourceError:
        """What to say of a file that took its process down; after a second one it is not tried again.

        One alone may have been ended by something else.
        """
        self.closed = True
        self._process.kill()
        why = gone.why(_SECONDS[asked])
        if not gone.started:
            return _unreadable(self._path, why)
        _fallen[self._key] = why, gone.slow or self._key in _fallen
        while len(_fallen) > _REMEMBERED:
            del _fallen[next(iter(_fallen))]
        return _unreadable(self._path, why, HarmfulSourceError)


class _ClosedError(Exception):
    """The video was closed while it was waited for."""


def _unreadable(path: Path, why: Text | None = None, kind: type[SourceError] = SourceError) -> SourceError:
    return kind(
        say("{path} cannot be read as a video", path=path),
        why=why or say("it is damaged, or of no known kind"),
        remedy=say("Try an MP4 file"),
    )
