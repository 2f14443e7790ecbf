"""What a program's processes hold: memory, descriptors, threads; and whether that grows. Linux."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_PROC = Path("/proc")
_ROUNDS = 2000
_LEVEL = 0.95
"""Share of the resamples that an interval holds."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """What one or several processes hold.

    Attributes:
        resident: Bytes of memory, those shared with others counted in each.
        proportional: Bytes of memory, those shared with others in equal parts (PSS).
        descriptors: Open files, pipes and sockets.
        threads: All of them.
        processes: How many these are.
    """

    resident: int = 0
    proportional: int = 0
    descriptors: int = 0
    threads: int = 0
    processes: int = 0

    def __add__(self, other: "Footprint") -> "Footprint":
        return Footprint(
            self.resident + other.resident,
            self.proportional + other.proportional,
            self.descriptors + other.descriptors,
            self.threads + other.threads,
            self.processes + other.processes,
        )


def footprints(root: int) -> dict[str, Footprint]:
    """What the processes below one hold, by the module that they run ("app.engine.host", say).

    Args:
        root: Its number; it is not counted itself.
    """
    found: dict[str, Footprint] = {}
    for process in below(root):
        with suppress(OSError):  # it has ended meanwhile
            module = _module(process)
            found[module] = found.get(module, Footprint()) + _footprint(process)
    return found


def slope(along: Sequence[float] | Floats, values: Sequence[float] | Floats) -> tuple[float, float, float]:
    """By how much values grow, by least squares, and the 95 % interval of that.

    Neighbouring values are not independent. So what the line leaves is drawn anew in blocks that go on as
    they were, put on the line, and fitted again (the circular block bootstrap of D. N. Politis and J. P.
    Romano, "A Circular Block-Resampling Procedure for Stationary Data", 1992).

    Args:
        along: What they grow with, such as frames (n,), n at least 3.
        values: Measured there (n,).

    Returns:
        The slope, and the lower and the upper end of its interval.
    """
    x = np.asarray(along, float) - np.mean(along)
    y = np.asarray(values, float)
    fitted = float(x @ y / (x @ x))
    left = y - y.mean() - fitted * x
    count = len(x)
    block = max(1, round(count**0.5))
    starts = np.random.default_rng(0).integers(0, count, (_ROUNDS, -(-count // block)))
    rows = ((starts[..., None] + np.arange(block)) % count).reshape(_ROUNDS, -1)[:, :count]
    drawn = fitted + left[rows] @ x / (x @ x)
    low, high = np.quantile(drawn, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return fitted, float(low), float(high)


def below(root: int) -> Iterator[Path]:
    """Where the system tells of each process that one started, and that those started."""
    for task in _PROC.glob(f"{root}/task/*"):
        with suppress(OSError):
            for child in (task / "children").read_text().split():
                yield _PROC / child
                yield from below(int(child))


def _module(process: Path) -> str:
    words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
    return words[words.index("-m") + 1] if "-m" in words[:-1] else Path(words[0]).name


def _footprint(process: Path) -> Footprint:
    told = (process / "smaps_rollup").read_text()
    status = (process / "status").read_text()
    return Footprint(
        1024 * _number(told, "Rss:"),
        1024 * _number(told, "Pss:"),
        len(list((process / "fd").iterdir())),
        _number(status, "Threads:"),
        1,
    )


def _number(told: str, name: str) -> int:
    return int(told.partition(f"\n{name}")[2].split()[0])
