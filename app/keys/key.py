"""The master key, and the keys of this process."""

import os
import sys
from dataclasses import dataclass, field
from threading import Lock
from typing import Literal

BYTES = 32
_SET_DUMPABLE = 4
"""PR_SET_DUMPABLE of <linux/prctl.h>."""


@dataclass(frozen=True, slots=True)
class Pages:
    """How SQLCipher writes the pages of every file that is encrypted under a key.

    Attributes:
        size: Bytes of each.
        digest: What the HMAC of each is made with.
    """

    size: int
    digest: Literal["SHA256", "SHA512"]


LAYOUTS = {1: Pages(4096, "SHA512"), 2: Pages(16384, "SHA256")}
"""Ways to write pages, by number. The first is SQLCipher's own. To read vectors, the second costs a quarter
of what that does: there are fewer pages, and processors have instructions for SHA-256."""
_LATEST = max(LAYOUTS)


@dataclass(frozen=True, slots=True)
class Key:
    """A random key of 256 bits. It does not appear where it is printed.

    Attributes:
        raw: Its bytes.
        layout: Which of `LAYOUTS` the files under it have: all of them have the same, for good.
    """

    raw: bytes = field(repr=False)
    layout: int = 1

    def __post_init__(self) -> None:
        """Refuse what is no such key.

        Raises:
            ValueError: It is of another length, or of a layout that there is not.
        """
        if len(self.raw) != BYTES:
            raise ValueError("a key has 32 bytes")
        if self.layout not in LAYOUTS:
            raise ValueError("no such layout")

    @classmethod
    def made(cls) -> "Key":
        """A new one."""
        return cls(os.urandom(BYTES), _LATEST)

    @property
    def pages(self) -> Pages:
        """How the pages of files under it are written."""
        return LAYOUTS[self.layout]


_held: dict[str, Key] = {}
_lock = Lock()


def hold(name: str, key: Key) -> None:
    """Keep a key in this process, of which no core file is kept from now on: it would hold the key."""
    if os.name == "posix":
        _leave_no_core()
    with _lock:
        _held[name] = key


def held(name: str) -> Key | None:
    """The key of that name, if this process has it."""
    with _lock:
        return _held.get(name)


def all_held() -> dict[str, Key]:
    """All keys of this process, by name: for a child of it."""
    with _lock:
        return dict(_held)


def _leave_no_core() -> None:
    """Have the system keep no memory of this process should it crash.

    A limit of 0 keeps Linux from writing a file, but not from giving the memory to a program that collects
    crashes (`|program` in core_pattern): core(5). A limit of 1 byte keeps it from both, as fs/coredump.c
    refuses that. Who may not set it says instead that nothing of the process may be dumped, with the effect
    that other programs of the user, such as desktop portals, cannot ask who it is.
    """
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    linux = sys.platform == "linux"
    if linux and most == 0:
        import ctypes

        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0)
    else:
        resource.setrlimit(resource.RLIMIT_CORE, (1 if linux else 0, most))


def drop() -> None:
    """Have none any more."""
    with _lock:
        _held.clear()
