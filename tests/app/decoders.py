"""The processes in which this one has sources decoded, as Linux lists them: its own, or forked for tests."""

from contextlib import suppress
from pathlib import Path

_MODULE = b"app.vision.sources.decoding"
_SERVER = b"tests.app.forked"


def decoders() -> list[int]:
    """Their numbers."""
    found = [one for one in _children("self") if _MODULE in command_line(one)]
    servers = [one for one in found if _SERVER in command_line(one)]
    forked = [child for server in servers for child in _children(server)]
    return sorted([*set(found).difference(servers), *forked])


def command_line(process: int) -> bytes:
    """A process's arguments, each with a zero byte at its end; none where it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


def _children(process: int | str) -> list[int]:
    with suppress(OSError):
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        return [int(one) for task in tasks for one in (task / "children").read_text().split()]
    return []
