"""What happens in Kith, one line an event, from all its processes in one file of the data folder.

A line tells what kind of thing happened, how often and how long, and never whom or what it was about: an
event is a fixed sentence, and its values can be numbers, kinds and codes, but no text that somebody typed,
named or stored. Of an error its kind and the places in the code are told, and of its words at most the
sentence without the values in it; of other libraries' messages only that there was one.

    2026-11-26 21:03:05.123 INFO engine[4711] app.engine.jobs: job ended job=3 kind=Retrain seconds=12.3
"""

import errno
import logging
import platform
import re
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from enum import Enum
from pathlib import Path

from app.core.crashes import Crashes
from app.core.log_file import LogFile
from app.core.text import Text, masked, plain

LINES = 60
"""Lines of the log that a bug report takes."""
_OWN = ("app", "trainer")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_MOST_FRAMES = 12


class Code(str):
    """A word of Kith's own: a state, a version, an identifier. Never what somebody typed or named."""

    __slots__ = ()


Value = int | float | bool | None | type | Enum | BaseException | Code
"""What an event may carry."""


class Log:
    """Tells of what happens in one module."""

    def __init__(self, module: str) -> None:
        self._logger = logging.getLogger(module)

    def debug(self, event: str, /, **values: Value) -> None:
        """Tell of a detail, for `kith --verbose`."""
        self._tell(logging.DEBUG, event, values)

    def info(self, event: str, /, **values: Value) -> None:
        """Tell of something that is as it should be."""
        self._tell(logging.INFO, event, values)

    def warning(self, event: str, /, **values: Value) -> None:
        """Tell of something in the user's world that is not as it should be, or that took long."""
        self._tell(logging.WARNING, event, values)

    def error(self, event: str, /, **values: Value) -> None:
        """Tell of something that Kith should have prevented."""
        self._tell(logging.ERROR, event, values)

    def _tell(self, level: int, event: str, values: Mapping[str, Value]) -> None:
        if self._logger.isEnabledFor(level):
            told = "".join(f" {name}={_told(value)}" for name, value in values.items())
            self._logger.log(level, "%s%s", event, told)


def source(text: str) -> Code:
    """Return what a log may say of a source: a camera's number, an address without secrets, or a suffix."""
    if text.isdecimal():
        return Code(f"camera:{text}")
    if re.match(r"/dev/(?!shm/)|\d+#", text):  # its name may hold a serial number
        return Code("camera")
    if _ADDRESS.match(text):
        return Code(plain(masked(text)).replace(" ", "%20"))
    return suffix(text)


def suffix(path: str | Path) -> Code:
    """Return what a log may say of a file: its suffix, if that is one."""
    ending = Path(path).suffix.lower()
    return Code(f"file:{ending}" if re.fullmatch(r"\.[a-z0-9]{1,5}", ending) else "file")


def where(error: BaseException) -> str:
    """Return the kind of an error, of what caused it, and the places in the code it came through.

    Innermost first; without names in the error's words, and without paths of this computer.
    """
    told = [_kind(error) + _template(error)]
    frames = list(traceback.walk_tb(error.__traceback__))[-_MOST_FRAMES:]
    told += [
        f"{frame.f_globals.get('__name__', '?')}:{line}:{frame.f_code.co_name}"
        for frame, line in reversed(frames)
    ]
    before = error.__cause__ or error.__context__
    return "<".join(told) + (f"<-{where(before)}" if before is not None else "")


def start(process: str, folder: Path, *, verbose: bool = False) -> None:
    """Let this process log into a data folder until `stop`, and catch its crashes.

    Args:
        process: window, engine, trainer or cli.
        folder: The data folder; while there is none, lines wait.
        verbose: Whether to tell details too, and everything to standard error.
    """
    global _running
    stop()
    _running = _Running(process, folder, verbose)
    system = Code(f"{sys.platform}-{platform.machine()}")
    _log.info("process started", python=Code(platform.python_version()), system=system)
    for crash in _running.crashes.found():
        _log.error("a process crashed before", at=Code(crash))


def stop() -> None:
    """Log no more."""
    global _running
    if _running is not None:
        _log.info("process ended")
        _running.end()
        _running = None


def versions(*packages: str) -> None:
    """Tell the versions of packages; looking them up takes too long for a window that is about to open."""
    from importlib.metadata import PackageNotFoundError, version

    found: dict[str, Value] = {}
    for package in packages:
        with suppress(PackageNotFoundError):
            found[package] = Code(version(package))
    _log.info("versions", **found)


def is_verbose() -> bool:
    """Whether details are told, as child processes are to do too."""
    return _running is not None and _running.verbose


def last_lines(count: int = LINES) -> list[str]:
    """The newest lines of all processes, oldest first; none while this one does not log."""
    return [] if _running is None else _running.file.last_lines(count)


class _Running:
    """The log of this process, between `start` and `stop`."""

    def __init__(self, process: str, folder: Path, verbose: bool) -> None:
        self.verbose = verbose
        self.file = LogFile(folder / "logs")
        self._handlers: list[logging.Handler] = [_ToFile(self.file)]
        if verbose:
            self._handlers.append(_ToScreen())
        for handler in self._handlers:
            handler.setFormatter(_Line(process))
            logging.getLogger().addHandler(handler)
        for name in _OWN:
            logging.getLogger(name).setLevel(logging.DEBUG if verbose else logging.INFO)
        self.crashes = Crashes(
            self.file.folder, lambda error: _log.error("an error nobody caught", error=error)
        )

    def end(self) -> None:
        """Leave everything as it was."""
        self.crashes.end()
        for handler in self._handlers:
            logging.getLogger().removeHandler(handler)
        for name in _OWN:
            logging.getLogger(name).setLevel(logging.NOTSET)


class _ToFile(logging.Handler):
    """Writes to the file; a disk that is full must not disturb anybody."""

    def __init__(self, file: LogFile) -> None:
        super().__init__()
        self._file = file

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, if that is possible."""
        try:
            self._file.write(self.format(record))
        except OSError:
            return


class _ToScreen(logging.Handler):
    """Writes to standard error, whatever stands for it at the moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, if there is a standard error."""
        if sys.stderr is not None:
            sys.stderr.write(f"{self.format(record)}\n")


class _Line(logging.Formatter):
    """A record as a line."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; of another library only that it said something."""
        own = record.name.partition(".")[0] in _OWN
        said = record.getMessage() if own else f"a library's message, in line {record.lineno}"
        moment = datetime.fromtimestamp(record.created).isoformat(" ", "milliseconds")
        who = f"{self._process}[{record.process}]"
        return plain(f"{moment} {record.levelname} {who} {record.name}: {said}")


def _told(value: object) -> str:
    """A value, if it is of a kind that a log may hold; else what kind it is."""
    if isinstance(value, BaseException):
        return where(value)
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, float):
        return f"{value:.3f}"
    if value is None or isinstance(value, int | Code):
        return str(value)
    return f"({type(value).__name__})"  # text, from someone who did not ask mypy


def _kind(error: BaseException) -> str:
    """The class of an error, with the system's own code where it has one."""
    name = type(error).__name__
    code = errno.errorcode.get(error.errno or 0) if isinstance(error, OSError) else None
    return f"{name}[{code}]" if code else name


def _template(error: BaseException) -> str:
    """The sentence of an error of Kith's, without the names and numbers in it."""
    what = getattr(error, "what", None)
    return f"({what.template})" if isinstance(what, Text) else ""


_log = Log(__name__)
_running: _Running | None = None
logging.getLogger("app").addHandler(logging.NullHandler())  # before `start` nothing goes to standard error
