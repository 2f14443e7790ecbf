"""The master key, and the keys of this process."""

import os
from dataclasses import dataclass, field
from threading import Lock

BYTES = 32


@dataclass(frozen=True, slots=True)
class Key:
    """A random key of 256 bits. It does not appear where it is printed."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what is no such key.

        Raises:
            ValueError: It is of another length.
        """
        if len(self.raw) != BYTES:
            raise ValueError("a key has 32 bytes")

    @classmethod
    def made(cls) -> "Key":
        """A new one."""
        return cls(os.urandom(BYTES))


_held: dict[str, Key] = {}
_lock = Lock()


def hold(name: str, key: Key) -> None:
    """Keep a key in this process, which writes no core files from now on: they would hold it."""
    if os.name == "posix":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
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


def drop() -> None:
    """Have none any more."""
    with _lock:
        _held.clear()
