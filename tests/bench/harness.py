"""Timing rivals side by side: interleaved rounds, medians, ratios, and the machine they ran on.

Rivals take turns (A B C, A B C, ...), so that a busy moment of the machine falls on all of them; each figure
is a median over rounds, and a ratio is the median of the rounds' own ratios, in which slow drifts cancel out.
"""

import argparse
import io
import os
import platform
import statistics
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds that one rival took.

    Attributes:
        name: Of the rival.
        rounds: Seconds of each round, in order.
        items: What one round works through: photos, faces, searches.
    """

    name: str
    rounds: tuple[float, ...]
    items: int

    @property
    def median(self) -> float:
        """Seconds a round."""
        return statistics.median(self.rounds)

    @property
    def rate(self) -> float:
        """Items a second."""
        return self.items / self.median

    @property
    def spread(self) -> float:
        """Half the range between the rounds' quartiles, over their median: how restless the machine was."""
        if len(self.rounds) < 2:
            return 0.0
        low, _, high = statistics.quantiles(self.rounds, n=4)
        return (high - low) / 2 / self.median


def interleaved(
    works: Mapping[str, Work], items: int, rounds: int = 5, clock: Callable[[], float] = time.perf_counter
) -> list[Timing]:
    """Time rivals in turns, after one round each that does not count.

    Args:
        works: What each rival does in a round, by its name.
        items: What a round works through; the same for all.
        rounds: How often each has its turn.
        clock: Seconds since whenever: of the wall, or of this process where others are at work.
    """
    for work in works.values():
        work()
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            start = clock()
            work()
            taken[name].append(clock() - start)
    return [Timing(name, tuple(seconds), items) for name, seconds in taken.items()]


def ratio(ours: Timing, theirs: Timing) -> float:
    """How many times as fast as `theirs` `ours` is: the median over rounds; above 1 `ours` is faster."""
    return statistics.median(b / a for a, b in zip(ours.rounds, theirs.rounds, strict=True))


def report(title: str, timings: Sequence[Timing], unit: str) -> None:
    """Print the rates, and how many times as fast as each of the others the first rival is."""
    ours = timings[0]
    print(f"\n{title} (median of {len(ours.rounds)} rounds of {ours.items} {unit})")
    for timing in timings:
        line = f"  {timing.name:44}{timing.rate:10.1f} {unit}/s  +-{timing.spread:4.0%}"
        if timing is not ours:
            times = ratio(ours, timing)
            better = ours.name if times >= 1 else timing.name
            line += f"   {ours.name} / this = {times:.2f} ({better} is faster)"
        print(line)


def machine() -> str:
    """One line on the machine: processor, cores, load before the run, system and Python."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{_processor()}, {os.cpu_count()} cores{load}; {system}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "?")


def faces_folder() -> Path:
    """The folder of real face data: KITH_FACES, else ../shared/faces.

    Raises:
        SystemExit: There is none; the text says what to set.
    """
    folder = Path(os.environ.get("KITH_FACES") or ROOT.parent / "shared" / "faces")
    if not folder.is_dir():
        raise SystemExit("this bench needs real face data: set KITH_FACES to its folder")
    return folder


def unpacked(commit: str, folder: Path) -> Path:
    """The code of a commit of the repository's history, in a folder.

    Raises:
        CalledProcessError: There is no such commit.
    """
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
        packed.extractall(folder, filter="data")
    return folder


def told_by(module: str, *arguments: object, code: Path = ROOT) -> str:
    """The last line that a measuring process of this or an earlier version prints; it needs no screen.

    Raises:
        CalledProcessError: It failed.
    """
    environment = {"QT_QPA_PLATFORM": "offscreen"} | os.environ
    command = [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]
    done = subprocess.run(command, cwd=code, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.splitlines()[-1]


def rounds_wanted(description: str, default: int = 5) -> int:
    """Read the bench's own command line: `--rounds N`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--rounds", type=int, default=default, help=f"turns each (default {default})")
    return int(parser.parse_args().rounds)


def warn_of_tuning() -> None:
    """Say so if the environment holds back somebody's linear algebra."""
    held = [name for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE") if name in os.environ]
    if held:
        print(f"note: {' and '.join(held)} are set and may slow down one side or the other: unset them")
