"""The line between a process that decodes what others made and its parent, as the process has it."""

import json
import mmap
import select
import sys
from typing import Any

SHARED = 201_000_000
"""Bytes of the shared memory: the largest file, or the most pixels."""
SMALL = 20_000_000
"""Bytes that decoding may take without asking for room."""


def shared_memory(name: str) -> mmap.mmap:
    """The memory that is shared with the parent, by the name that it told."""
    if sys.platform == "win32":
        return mmap.mmap(-1, SHARED, tagname=name)
    return mmap.mmap(int(name), SHARED)


def hear(seconds: float | None = None) -> dict[str, Any] | None:
    """What the parent asks next; None where it is gone, or asked nothing for so many seconds."""
    if sys.platform != "win32" and not select.select([sys.stdin], [], [], seconds)[0]:
        return None
    line = sys.stdin.buffer.readline()
    return json.loads(line) if line else None


def tell(answer: dict[str, Any]) -> None:
    """Answer."""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.flush()
