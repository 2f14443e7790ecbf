"""Speed and memory against an earlier version, side by side: each in a process of its own, taking turns.

On a busy machine the processor's seconds, which are told too, say more than those that passed.

    python -m tests.bench.bench_before [--rounds N] [--commit C]

The earlier version is taken from the repository's history. Exits with 1 if a gate is not kept.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.gates import Gate, report
from tests.bench.harness import ROOT, faces_folder, machine, unpacked
from tests.bench.material import large_photos, snapshots

_COMMIT = "c52503e"
_TIMES = {"snapshots": 6.0, "crowds": 6.0, "lfw10": 2.0, "live": 2.0}
"""How many times as fast each must be."""
_TITLES = {
    "snapshots": "photos of 12 megapixels a second, one to three faces",
    "crowds": "photos of 12 megapixels a second, ten faces",
    "lfw10": "photos of lfw10 a second",
    "live": "finding and embedding in 720p frames",
}


class Version:
    """One version, asked through a pipe."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, word: str) -> list[float]:
        """Have one round done, and return the figures of its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()
        return [float(figure) for figure in self._process.stdout.readline().split()]


@contextmanager
def _running(code: Path, photos: Path) -> Iterator[Version]:
    server = Path(__file__).with_name("version_server.py")
    command = [sys.executable, str(server), str(faces_folder()), str(photos)]
    environment = os.environ | {"PYTHONPATH": str(code)}
    process = subprocess.Popen(
        command, cwd=code, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        yield Version(process)
        assert process.stdin is not None
        process.stdin.close()


def _speeds(now: Version, before: Version, rounds: int) -> Iterator[Gate]:
    for word, bound in _TIMES.items():
        faces = [version.ask(word)[2] for version in (now, before)]  # a round that does not count
        told = [(now.ask(word), before.ask(word)) for _ in range(rounds)]
        for place, what in enumerate(("", " of the processor")):
            taken = [(one[place], other[place]) for one, other in told]
            ours, theirs = (statistics.median(column) for column in zip(*taken, strict=True))
            times = statistics.median(b / a for a, b in taken)
            print(f"   {word}: {ours:.2f} s{what}, before {theirs:.2f} s: {times:.2f} times")
        print(f"   {word}: faces {faces[0]:.0f}, before {faces[1]:.0f}")
        fast = statistics.median(other[0] / one[0] for one, other in told)
        yield Gate(f"{_TITLES[word]}: times as fast", fast, bound)


def _engine(now: Version, before: Version, rounds: int) -> Iterator[Gate]:
    found = [(now.ask("engine"), before.ask("engine")) for _ in range(rounds)]
    for i, (title, bound) in enumerate(
        (("seconds from launch to first answer", 1 / 3), ("peak memory", 1 / 2))
    ):
        ours, theirs = (
            statistics.median(version[i] for version in column) for column in zip(*found, strict=True)
        )
        print(f"   engine, {title}: {ours:.1f}, before {theirs:.1f}")
        share = statistics.median(one[i] / other[i] for one, other in found)
        yield Gate(f"engine, {title}: share of before", share, bound, at_most=True)


def main() -> int:
    """Run the bench."""
    parser = argparse.ArgumentParser(description="Speed and memory against an earlier version")
    parser.add_argument("--rounds", type=int, default=5, help="turns each (default 5)")
    parser.add_argument("--commit", default=_COMMIT, help=f"the earlier version (default {_COMMIT})")
    given = parser.parse_args()
    print(machine())
    with ExitStack() as stack:
        old, photos = (Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(2))
        for word, make in (("snapshots", snapshots), ("crowds", large_photos)):
            (photos / word).mkdir()
            make(faces_folder(), photos / word)
        now = stack.enter_context(_running(ROOT, photos))
        before = stack.enter_context(_running(unpacked(given.commit, old), photos))
        kept = report([_speeds(now, before, given.rounds), _engine(now, before, given.rounds)])
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
