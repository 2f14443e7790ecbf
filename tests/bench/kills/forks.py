"""Processes forked off this one, which has imported everything: heard through a pipe, and killed."""

import os
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.core import private
from tests import forking
from trainer.pictures import apart

BEGUN = "begun\n"
_PATIENCE, _LINGERING = 300.0, 60.0


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of a process.

    Attributes:
        code: Its exit code; negative for a signal.
        said: All that it said on standard output.
        complained: All that it said on standard error.
        seconds: From its beginning to its end.
        orphans: Processes that it had started and that outlive it: on a busy machine one that is just begun
            takes some seconds until it notices.
    """

    code: int
    said: str
    complained: str
    seconds: float
    orphans: int


class Heard:
    """What a process says, as it says it."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self.said = ""

    def until(self, enough: Callable[[str], bool]) -> None:
        """Listen until that was said, or nothing more can be."""
        until = time.monotonic() + _PATIENCE
        while not enough(self.said) and time.monotonic() < until and self._more():
            pass

    def rest(self) -> str:
        """Listen to the end."""
        while self._more():
            pass
        os.close(self._handle)
        return self.said

    def _more(self) -> bool:
        select.select([self._handle], [], [], _PATIENCE)
        data = os.read(self._handle, 65_536)
        self.said += data.decode(errors="replace")
        return bool(data)


Strike = Callable[[int, Heard], object]


def fork(work: Callable[[], object], scratch: Path, strike: Strike | None = None) -> Ended:
    """Do something in a process of its own, which is struck once it has begun.

    Args:
        work: What it does.
        scratch: Where what it complains of and its caches lie.
        strike: Is given its number and what is heard of it.
    """
    reading, writing = os.pipe()
    child = forking.fork(lambda: _become(work, (reading, writing), scratch))
    os.close(writing)
    heard = Heard(reading)
    heard.until(lambda said: BEGUN in said)
    start = time.monotonic()
    if strike is not None:
        strike(child, heard)
    said = heard.rest().partition(BEGUN)[2]
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    seconds = time.monotonic() - start
    complained = (scratch / "complained").read_text(errors="replace")
    return Ended(code, said, complained, seconds, _orphans(child))


def prepare() -> None:
    """Import what jobs need."""
    forking.warm("app.__main__", "app.cli.main", "app.services.training.retrain", "torch._dynamo")


def kill(child: int) -> None:
    """End it at once."""
    os.kill(child, signal.SIGKILL)


def _become(work: Callable[[], object], pipe: tuple[int, int], scratch: Path) -> None:
    """Be the leader of a session, whose standard output is the second end of a pipe, and do it."""
    reading, writing = pipe
    os.setsid()
    os.close(reading)
    os.dup2(writing, 1)
    os.close(writing)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    os.dup2(os.open(scratch / "complained", flags), 2)
    sys.stdout = os.fdopen(1, "w", buffering=1)  # as a terminal has it
    sys.stderr = os.fdopen(2, "w", buffering=1)
    private.begin()
    print(BEGUN, end="", flush=True)
    work()
    apart.close()


def _orphans(session: int) -> int:
    """How many processes of a session still live, long after its leader ended."""
    until = time.monotonic() + _LINGERING
    while (
        left := sum(_is_of(one, session) for one in Path("/proc").glob("[0-9]*"))
    ) and time.monotonic() < until:
        time.sleep(0.02)
    return left


def _is_of(process: Path, session: int) -> bool:
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return False
    return int(fields[3]) == session and fields[0] != "Z"
