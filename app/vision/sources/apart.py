"""Sources that are decoded in processes of their own, which can do little else and end when they must."""

import atexit
import os
import time
import weakref
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from app.core.errors import HarmfulSourceError, SourceError
from app.core.text import Text, from_data, say
from app.domain.arrays import Image
from app.vision.sources.address import called, is_source, is_stream
from trainer.pictures.process import GoneError, Process
from trainer.pictures.room import Stop

OPEN_SECONDS = 8.0
"""A stream may take so long until its first picture."""
IDLE_SECONDS = 60.0
"""After which a process ends that has nothing open."""
_MODULE = "app.vision.sources.decoding"
_SECONDS = {"open": 10.0, "read": 10.0, "seek": 60.0}
"""For how long each may be computed, by all threads together: to go somewhere, all since a whole picture."""
_fallen: dict[tuple[int, ...], tuple[Text, bool]] = {}
"""Files that took a process down, by what tells one from another: why, and whether that is enough."""
_REMEMBERED = 1000
_PASSED_ON = ("http_proxy", "no_proxy", "OPENCV_")
"""What decides, of the environment, how a stream is reached and a camera opened, by how it begins."""


class Apart(ABC):
    """An open source; it is read by one thread at a time, and may be closed by any.

    Attributes:
        closed: Whether it was closed, or has ended by itself.
    """

    def __init__(self, process: Process | None = None, stop: Stop = None) -> None:
        """Begin, with nothing opened yet.

        Args:
            process: One that opened the same before; else there is another.
            stop: Is called while it is waited for, and raises an error to wait no longer.
        """
        self.closed = False
        self._lock = Lock()
        self._stop = stop
        self._ahead = False
        self._process = process or _READY.take() or Process(_MODULE)
        self._unless_closed = weakref.finalize(self, self._process.kill)

    def read(self) -> tuple[Image, float] | None:
        """The next picture, RGB uint8 (H, W, 3), and its time in seconds; None at the end, and once closed.

        Raises:
            SourceError: It takes its process down.
            Exception: What `stop` raises.
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
                raise self._ended(gone, "read") from error

    def close(self) -> None:
        """End the process, whatever it does."""
        self.closed = True  # who waits for an answer sees that
        with self._lock:
            self._process.kill()

    def _asked(self, what: str, *, said: bool = False, **asked: Any) -> dict[str, Any]:
        """What it answers; nothing once this is closed.

        Raises:
            SourceError: There is no process, or it was taken down.
            Exception: What `stop` raises.
        """
        try:
            if not said:
                self._process.say({"seconds": _SECONDS[what], **asked}, self._check)
            return self._process.answer(_SECONDS[what], self._check)
        except _ClosedError:
            return {}
        except GoneError as error:
            raise self._ended(error, what) from error

    def _check(self) -> None:
        if self.closed:
            raise _ClosedError
        if self._stop:
            self._stop()

    def _ended(self, gone: GoneError, asked: str) -> SourceError:
        """What to say where the process is gone."""
        self.closed = True
        self._process.kill()
        return self._refused(gone, gone.why(_SECONDS[asked]))

    @abstractmethod
    def _refused(self, gone: GoneError, why: Text) -> SourceError:
        """What to say of a process that is gone, and why it is."""


class VideoFile(Apart):
    """An open video.

    Attributes:
        frames: Pictures that its container promises, as it says it.
        rate: Pictures a second, likewise.
        recorded: When it was recorded, in the zone that the container names or in none; None where it does
            not say.
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
        super().__init__()
        answer = self._asked("open", file=str(path.absolute()))
        try:
            self.frames, self.rate = float(answer["frames"]), float(answer["rate"])
            self.recorded = datetime.fromisoformat(when) if (when := answer["recorded"]) else None
        except (KeyError, TypeError, ValueError) as error:
            self.close()
            raise _unreadable(path) from error

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

    def _refused(self, gone: GoneError, why: Text) -> SourceError:
        """What to say of a file that took its process down; after a second one it is not tried again.

        One alone may have been ended by something else.
        """
        if not gone.started:
            return _unreadable(self._path, why)
        _fallen[self._key] = why, gone.slow or self._key in _fallen
        while len(_fallen) > _REMEMBERED:
            del _fallen[next(iter(_fallen))]
        return _unreadable(self._path, why, HarmfulSourceError)


class Spare:
    """Room for a process that waits to be asked to open something."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: Process | None = None
        self._since = 0.0
        self._closed = False

    def start(self) -> Process:
        """Have one ready soon."""
        if (process := self.take()) is None:
            process = Process(_MODULE)
        self.keep(process)
        return process

    def keep(self, process: Process) -> None:
        """Keep one that waits."""
        with self._lock:
            if self._process is None and not self._closed:
                self._process, self._since = process, time.monotonic()
                return
        process.kill()

    def take(self) -> Process | None:
        """Take it out; None where there is none, or none that will wait much longer."""
        with self._lock:
            process, self._process = self._process, None
            waited = time.monotonic() - self._since
        if process is None or waited < IDLE_SECONDS / 2:
            return process
        process.kill()
        return None

    def end(self, process: Process) -> None:
        """End this one if it still waits here."""
        with self._lock:
            if self._process is not process:
                return
            self._process = None
        process.kill()

    def close(self) -> None:
        """End it, and keep no further one."""
        self._closed = True
        if (process := self.take()) is not None:
            process.kill()

    def forget(self) -> None:
        """Start afresh in a process that was forked off: the one there belongs to its parent."""
        Spare.__init__(self)


@dataclass(frozen=True, slots=True)
class Opening:
    """How a camera or stream is opened.

    Attributes:
        seconds: How long opening a stream may take.
        stop: Is called while it is waited for, then and later, and raises an error to wait no longer.
        starting: Is called likewise while its process starts, which is no fault of it.
        again: Where the process of a stream that ended in good order is kept, to open it once more.
    """

    seconds: float = OPEN_SECONDS
    stop: Stop = None
    starting: Stop = None
    again: Spare | None = None


class Feed(Apart):
    """An open camera or stream. Its address reaches its process through a pipe: it is no argument."""

    def __init__(self, text: str, how: Opening) -> None:
        """Open it.

        Args:
            text: A camera's number or device, or an address, with user name and password where it asks for
                them.
            how: How it is opened.

        Raises:
            SourceError: It cannot be opened; the text says why.
            Exception: What `how` raises.
        """
        self._name, self._open, self._over = called(text), False, False
        self._again = how.again if is_stream(text) else None
        super().__init__(self._again.take() if self._again else None, how.stop)
        passed = {name: value for name, value in os.environ.items() if name.startswith(_PASSED_ON)}
        try:
            self._start(how.starting)
            self._hear(self._asked("open", live=text, within=how.seconds, environment=passed))
        except BaseException:
            self.close()
            raise
        self._open, self._began = True, time.monotonic()

    def read(self) -> tuple[Image, float] | None:
        """The next picture, and how long after opening it came: time passes here without the process."""
        if (found := super().read()) is None:
            self._over = True
            return None
        return found[0], time.monotonic() - self._began

    def close(self) -> None:
        """Let go of it: by ending its process, unless that has done so and may be asked again."""
        if self._over and self._again is not None and not self.closed:
            self.closed = True
            self._unless_closed.detach()
            self._again.keep(self._process)
        else:
            super().close()

    def _start(self, starting: Stop) -> None:
        try:
            self._process.ready(starting)
        except GoneError as error:
            raise self._ended(error, "open") from error

    def _hear(self, answer: dict[str, Any]) -> None:
        """Raise the error that an answer may be, which is read as hostile."""
        if "error" in answer:
            try:
                what, why, remedy = map(from_data, answer["error"])
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise self._ended(GoneError(), "open") from error
            self._over = True
            raise SourceError(what, why=why, remedy=remedy)

    def _refused(self, gone: GoneError, why: Text) -> SourceError:
        if self._open:
            what = say("{source} stopped delivering pictures", source=self._name)
        else:
            what = say("{path} cannot be opened", path=self._name)
        if not gone.started:
            return SourceError(what, why=why, remedy=say("Close something, or install Kith again"))
        return SourceError(what, why=why, remedy=say("Watch it no more if you do not know who sends it"))


_READY = Spare()


@contextmanager
def ready_for(text: str) -> Iterator[None]:
    """Have a process ready soon for a source that is opened within, if it is to have one.

    Where the source was not opened after all, the process ends with the block.
    """
    if not is_source(text):
        yield
        return
    process = _READY.start()
    try:
        yield
    finally:
        _READY.end(process)


atexit.register(_READY.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_READY.forget)


class _ClosedError(Exception):
    """The source was closed while it was waited for."""


def _unreadable(path: Path, why: Text | None = None, kind: type[SourceError] = SourceError) -> SourceError:
    return kind(
        say("{path} cannot be read as a video", path=path),
        why=why or say("it is damaged, or of no known kind"),
        remedy=say("Try an MP4 file"),
    )
