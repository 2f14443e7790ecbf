"""A process that decodes what others made, as its parent sees it: it is asked, watched, and killed."""

import json
import mmap
import os
import select
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from typing import Any

import numpy as np

from trainer.arrays import Picture
from trainer.pictures.limits import environment, was_slow
from trainer.pictures.line import SHARED, SMALL
from trainer.pictures.room import POLL_SECONDS, Room, Stop
from trainer.text import Number, Text, say

_START_SECONDS = 60.0
_WAITING = 4 if sys.platform == "win32" else 12
"""Times as long as a picture may compute, it may take on a busy computer: more is a process that hangs. On
Windows nothing else ends one that computes for too long."""
_LONGEST_ANSWER = 10_000
"""Bytes of an answer, which says little beside the pixels."""


class GoneError(Exception):
    """The process ended, or said what no such process says.

    Attributes:
        idle: Whether it ended by itself, as nobody had asked it anything.
        started: Whether it had come so far as to be asked.
        slow: Whether it had computed for too long.
    """

    def __init__(self, *, idle: bool = False, started: bool = True, slow: bool = False) -> None:
        super().__init__()
        self.idle, self.started, self.slow = idle, started, slow

    def why(self, seconds: float) -> Text:
        """What to say of it, where it could compute for so many seconds."""
        if not self.started:
            return say("the program that decodes them does not start")
        if self.slow:
            return say("decoding it takes more than {seconds} seconds", seconds=Number(seconds, 0))
        return say("it brings down what decodes it")


class Process:
    """One such process: asked by one thread at a time, and killed where it does not answer."""

    def __init__(self, module: str, *words: str) -> None:
        """Start it; it is ready a third of a second later.

        Args:
            module: What it runs; its first argument names the shared memory.
            words: Further arguments.
        """
        name, file, self._shared = _shared_memory()
        try:
            self._child = _spawn(module, file, name, *words)
        finally:
            if file is not None:
                os.close(file)
        self._started = False
        self._heard = b""

    def ready(self, stop: Stop = None) -> None:
        """Wait until it has started.

        Raises:
            GoneError: It has ended, or does not start.
            Exception: What `stop` raises.
        """
        if not self._started:
            self._hear(_START_SECONDS, stop)
            self._started = True

    def say(self, asked: dict[str, Any], stop: Stop = None) -> None:
        """Ask it something, once it is ready.

        Raises:
            GoneError: It has ended.
            Exception: What `stop` raises.
        """
        self.ready(stop)
        self._say(asked)

    def answer(self, seconds: float, stop: Stop = None) -> dict[str, Any]:
        """Its next answer.

        Args:
            seconds: For how long it may compute.
            stop: Is called time and again, and raises an error to stop.

        Raises:
            GoneError: It ended over it, or does not answer.
            Exception: What `stop` raises.
        """
        return self._hear(_WAITING * seconds, stop)

    def pixels(self, height: int, width: int, at: int = 0) -> Picture:
        """The pixels it left: RGB uint8 (H, W, 3).

        Args:
            height: Of the picture.
            width: Of it.
            at: Where in the shared memory they begin.

        Raises:
            ValueError: There cannot be so many.
        """
        if not (0 < height < SHARED and 0 < width < SHARED):
            raise ValueError("no size")
        there = np.frombuffer(self._shared, np.uint8, height * width * 3, at)
        return there.reshape(height, width, 3).copy()

    def held(self, size: int, at: int) -> bytes:
        """Bytes that it left.

        Args:
            size: How many.
            at: Where in the shared memory they begin.

        Raises:
            ValueError: There cannot be so many.
        """
        if size < 0 or at + size > SHARED:
            raise ValueError("no size")
        return self._shared[at : at + size]

    def ask(self, data: bytes, asked: dict[str, Any], room: Room, stop: Stop) -> dict[str, Any]:
        """Have a picture looked at, and return what is said of it.

        Args:
            data: The file's bytes.
            asked: What is wanted; among it, for how many `seconds` it may compute.
            room: Where it gets room from, if it takes much.
            stop: Is called time and again, and raises an error to stop.

        Raises:
            GoneError: The process ended over it, or was killed because it did not answer.
            Exception: What `stop` raises; the process is killed.
        """
        taken = 0
        try:
            np.frombuffer(self._shared, np.uint8, len(data))[:] = np.frombuffer(data, np.uint8)
            self.say(asked | {"size": len(data)}, stop)
            while "cost" in (answer := self.answer(asked["seconds"], stop)):
                room.give_back(taken)
                taken = 0
                room.take(_cost(answer), stop)
                taken = _cost(answer)
                self._say({})
        except BaseException:
            self.kill()
            raise
        finally:
            room.give_back(taken)
        return answer

    def rest(self, used: int) -> None:
        """Give back the memory that much of it took."""
        if used > SMALL and hasattr(mmap, "MADV_REMOVE"):
            self._shared.madvise(mmap.MADV_REMOVE)

    def kill(self) -> int:
        """End it, whatever it does, and return its status."""
        self._child.kill()
        with suppress(BufferError):  # somebody looks at it yet
            self._shared.close()
        return self._left()

    def _left(self) -> int:
        status = self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()
        return status

    def _say(self, words: dict[str, Any]) -> None:
        assert self._child.stdin is not None  # noqa: S101 - it was started with one
        try:
            self._child.stdin.write(json.dumps(words).encode() + b"\n")
        except OSError as error:
            raise self._gone() from error

    def _hear(self, seconds: float, stop: Stop) -> dict[str, Any]:
        until = time.monotonic() + seconds
        while b"\n" not in self._heard:
            if stop:
                stop()
            if time.monotonic() > until:
                raise GoneError(started=self._started, slow=self._started)
            if self._can_be_heard():
                self._heard += self._read()
        line, _, self._heard = self._heard.partition(b"\n")
        try:
            answer = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise GoneError from error
        if not isinstance(answer, dict):
            raise GoneError
        return answer

    def _read(self) -> bytes:
        assert self._child.stdout is not None  # noqa: S101 - it was started with one
        part = os.read(self._child.stdout.fileno(), _LONGEST_ANSWER)
        if not part:
            raise self._gone()
        if len(self._heard) > _LONGEST_ANSWER:
            raise GoneError
        return part

    def _gone(self) -> GoneError:
        status = self._left()
        return GoneError(idle=status == 0, started=self._started, slow=was_slow(status))

    def _can_be_heard(self) -> bool:
        """Wait a little for it to say something."""
        assert self._child.stdout is not None  # noqa: S101 - it was started with one
        if sys.platform == "win32":
            return _has_words(self._child.stdout.fileno())
        return bool(select.select([self._child.stdout], [], [], POLL_SECONDS)[0])


def _spawn(module: str, file: int | None, *words: str) -> "subprocess.Popen[bytes]":
    """Start a module's `main` with a file that it inherits, where there is one."""
    return subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", module, *words],
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        pass_fds=() if file is None else (file,),
    )


def _cost(answer: dict[str, Any]) -> int:
    cost = answer["cost"]
    if not isinstance(cost, int) or cost < 0:
        raise GoneError
    return cost


def _has_words(pipe: int) -> bool:
    """Whether a pipe of Windows can be read, after a moment."""
    if sys.platform == "win32":
        import _winapi
        import msvcrt

        try:
            if _winapi.PeekNamedPipe(msvcrt.get_osfhandle(pipe), 0)[0] == 0:
                time.sleep(0.001)
                return False
        except OSError:
            pass  # it is closed, as reading it says
    return True


def _shared_memory() -> tuple[str, int | None, mmap.mmap]:
    """Memory that another process can share: by which name, and the file behind it, to be handed on."""
    if sys.platform == "win32":
        name = f"kith-{os.urandom(16).hex()}"
        return name, None, mmap.mmap(-1, SHARED, tagname=name)
    if sys.platform == "linux":
        import fcntl

        file = os.memfd_create("kith", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        os.ftruncate(file, SHARED)  # nobody cuts off what we read
        fcntl.fcntl(file, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
    else:
        with tempfile.TemporaryFile() as opened:
            file = os.dup(opened.fileno())
        os.ftruncate(file, SHARED)
    return str(file), file, mmap.mmap(file, SHARED)
