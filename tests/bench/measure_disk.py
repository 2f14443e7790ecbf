"""Disks that fail under every job: full or broken at each write and sync, and the power cut.

    python -m tests.bench.measure_disk [--only fail/power] [--points N] [--every N] [--jobs NAME ...]

It compiles a small library with gcc that stands between the program and the disk (`disk/shim.c`; Linux).
Fail: each job is done again and again, and each time another of its writes, truncations, syncs and renames
fails, alone or with all after it, with EIO or ENOSPC; the program then dies. What it said must be what is
found. Power: all jobs are recorded, and the power is cut at points chosen at random, with what was not synced
kept, torn or dropped. What was said to be saved must be there, and nothing between two states.
"""

import argparse
import errno
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from app.gallery.integrity import damage
from tests.bench.disk.jobs import CLOSED, IN_STEPS, JOBS, copy, key_of, state
from tests.bench.disk.power import Disk, calls
from tests.bench.gates import Gate, report
from tests.bench.harness import ROOT, machine

_SHIM = Path(__file__).parent / "disk" / "shim.c"


class Ask(Protocol):
    """Asks the program under the shim."""

    def __call__(self, *words: object) -> Any:
        """Send a line, and return its answer."""


@contextmanager
def player(scratch: Path) -> Iterator[Ask]:
    """A program under the shim."""
    library = scratch / "shim.so"
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise FileNotFoundError("gcc")
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, _SHIM, "-lpthread"], check=True)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.disk.player"],
        cwd=ROOT,
        env=os.environ | {"LD_PRELOAD": str(library)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        orders, answers = process.stdin, process.stdout

        def ask(*words: object) -> Any:
            orders.write(json.dumps(words) + "\n")
            orders.flush()
            return json.loads(answers.readline())

        yield ask
        orders.close()


def failing(ask: Ask, base: Path, every: int, only: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """Let each call of each job fail; say of each how the job ended, and what was wrong, or ""."""
    for job in only or [*JOBS, *CLOSED]:
        total = ask("fail", str(base), job, -1, 0, True)
        assert (total["end"], total["found"]) == ("saved", "after"), (job, total)
        for nth in range(1, total["calls"] + 1, every):
            for error in (errno.EIO, errno.ENOSPC):
                for once in (True, False):
                    told = ask("fail", str(base), job, nth, error, once)
                    yield told["end"], wrong(job, told)


def wrong(job: str, told: dict[str, Any]) -> str:
    """What is not as the job said, or ""."""
    end, found = told["end"], told["found"]
    if end not in {"saved", "refused", "unsure"}:
        return f"{job}: crashed: {end}"
    if found.startswith(("damaged", "closed")):
        return f"{job}: {end}, {found}"
    if end == "saved" and found != "after":
        return f"{job}: said to be saved, and is not"
    if end == "refused" and found != "before" and job not in IN_STEPS:
        return f"{job}: said not to be saved, and is"
    return ""


def powerless(ask: Ask, base: Path, scratch: Path, points: int, seed: int) -> Iterator[str]:
    """Cut the power at points of all jobs in a row; say of each what was wrong, or ""."""
    rng = random.Random(seed)
    start, left = copy(base, scratch / "start"), scratch / "left"
    recorded = copy(base, scratch / "recorded")
    states = ask("record", str(recorded), str(scratch / "log"))
    written = list(calls(scratch / "log"))
    assert states[-1][0] == len(written)
    for _ in range(points):
        point = rng.randrange(len(written) + 1)
        disk = Disk(start)
        for call in written[:point]:
            disk.play(call)
        shutil.rmtree(left, ignore_errors=True)
        disk.lose(rng, left)
        yield _lost(left, states, point)


def _lost(folder: Path, states: list[Any], point: int) -> str:
    saved = max(number for number, (calls, *_) in enumerate(states) if calls <= point)
    doing = states[min(saved + 1, len(states) - 1)][1]
    try:
        if damage(folder / "gallery.db", key_of(folder)):
            return f"{doing}: damaged"
        now = state(folder)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        return f"{doing}: {error}"
    if any(now == told for _, _, told in states[saved : saved + 2]):
        return ""
    if doing in IN_STEPS:
        return ""
    lost = next((name for _, name, told in states if now == told), "between")
    return f"{doing}: as after {lost}"


def _measured(parts: list[str], points: int, every: int, jobs: Sequence[str]) -> Iterator[Gate]:
    with tempfile.TemporaryDirectory() as name, player(Path(name)) as ask:
        base = Path(name, "base")
        ask("make", str(base))
        if "fail" in parts:
            ends: Counter[str] = Counter()
            faults: Counter[str] = Counter()
            for end, what in failing(ask, base, every, jobs):
                ends[end] += 1
                faults[what] += bool(what)
            print(f"\n{ends.total()} failing calls: {dict(ends)}")
            _tell(faults)
            yield Gate("jobs that say what is not so, crash or damage", faults.total(), 0, at_most=True)
        if "power" in parts:
            lost: Counter[str] = Counter()
            for what in powerless(ask, base, Path(name), points, 0):
                lost[what] += bool(what)
            print(f"\n{points} power cuts")
            _tell(lost)
            yield Gate("power cuts after which something is lost or half", lost.total(), 0, at_most=True)


def _tell(wrong: Counter[str]) -> None:
    for what, count in wrong.most_common():
        if count:
            print(f"  {count:6} {what}")


def main() -> int:
    """Run the measurements asked for, or all."""
    parser = argparse.ArgumentParser(description="Disks that fail under every job")
    parser.add_argument("--only", choices=["fail", "power"])
    parser.add_argument("--points", type=int, default=500)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--jobs", nargs="+", choices=[*JOBS, *CLOSED], default=[], help="that calls fail of")
    asked = parser.parse_args()
    print(machine())
    parts = [asked.only] if asked.only else ["fail", "power"]
    return 0 if report([_measured(parts, asked.points, asked.every, asked.jobs)]) else 1


if __name__ == "__main__":
    sys.exit(main())
