"""The processes in which this one has sources decoded, as Linux lists them."""

from contextlib import suppress
from pathlib import Path

_MODULE = b"app.vision.sources.decoding"


def decoders() -> list[int]:
    """Their numbers."""
    children = [one for task in Path("/proc/self/task").iterdir() for one in _children(task)]
    return sorted(one for one in children if _MODULE in command_line(one))


def command_line(process: int) -> bytes:
    """A process's arguments, each with a zero byte at its end; none where it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


def _children(task: Path) -> list[int]:
    with suppress(OSError):
        return [int(one) for one in (task / "children").read_text().split()]
    return []
