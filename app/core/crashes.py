"""Errors that nobody caught, and crashes of the process itself: noted for the log of the next one."""

import faulthandler
import os
import re
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from app.core.files import AT_ONCE, read_bytes

_FRAME = re.compile(r'^  File "(?P<file>.*)", line (?P<line>\d+) in (?P<function>\S+)')
_HEAD = re.compile(r"^(?:Fatal Python error|Windows fatal exception): (?P<kind>[A-Za-z ]+)")
_MOST_FRAMES = 12
_MOST_BYTES = 1_000_000


class Crashes:
    """Hears of every uncaught error of this process, on any thread, until `end`.

    What kills the interpreter itself (a fault in a driver or a library) is written down by `faulthandler`,
    for the process that comes next.
    """

    def __init__(self, folder: Path, tell: Callable[[BaseException], None]) -> None:
        """Begin to hear.

        Args:
            folder: Where a crash is written down; nothing is where that cannot be.
            tell: Called with each uncaught error, before Python's own hook.
        """
        self._path = folder / "crash"
        self._tell = tell
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread
        sys.unraisablehook = self._unraisable
        self._file: int | None = None

    def found(self) -> list[str]:
        """Return the crashes of earlier processes, each as a kind and places in the code, and forget them.

        From then on this process's own is written down.
        """
        try:
            text = read_bytes(self._path, _MOST_BYTES).decode("utf-8", errors="replace")
        except OSError:
            text = ""
        with suppress(OSError):
            os.truncate(self._path, 0)
        self._watch()
        return _crashes(text)

    def end(self) -> None:
        """Hear no more."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        if self._file is not None:
            faulthandler.disable()
            os.close(self._file)
            self._file = None

    def _watch(self) -> None:
        if faulthandler.is_enabled():  # by who runs this process, to watch it themselves
            return
        try:
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | AT_ONCE, 0o600)
        except OSError:  # there is no data folder yet, or it cannot be written
            return
        faulthandler.enable(self._file)

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            self._tell(error)
        self._before[0](kind, error, trace)

    def _uncaught_in_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self._tell(told.exc_value)
        self._before[1](told)

    def _unraisable(self, told: Any) -> None:
        if told.exc_value is not None:
            self._tell(told.exc_value)
        self._before[2](told)


def _crashes(text: str) -> list[str]:
    """Each crash that `faulthandler` wrote down: its kind, and the thread it happened in, innermost first."""
    found: list[list[str]] = []
    current = False
    for line in text.splitlines():
        if head := _HEAD.match(line):
            found.append([head["kind"].strip().replace(" ", "-")])
        elif "hread 0x" in line:
            current = line.startswith("Current thread")
        elif current and found and len(found[-1]) <= _MOST_FRAMES and (frame := _FRAME.match(line)):
            found[-1].append(f"{_module(frame['file'])}:{frame['line']}:{frame['function']}")
    return ["<".join(one) for one in found]


def _module(file: str) -> str:
    """A module by its file, without the path that leads to it."""
    parts = Path(file.replace("\\", "/")).with_suffix("").parts
    for root in ("site-packages", "app", "trainer"):
        if root in parts:
            place = len(parts) - 1 - parts[::-1].index(root)
            return ".".join(parts[place + (root == "site-packages") :])
    return parts[-1] if parts else "?"
