"""SIGKILLs at random moments of every job that changes the gallery, and a restart after each.

    python -m tests.bench.measure_kills [--kills N] [--jobs NAME ...] [--workers N] [--seed N]

Each kill: a copy of a small data folder of real faces, encrypted for one in four; a process that does the
job as the command line does, with real networks and decoders, and says through a pipe what it would tell the
user; SIGKILL at a random moment of the job, or within 30 ms after the last acknowledgement; a restart, which
is timed; and a look at all that is there. The gallery must be as after one of the commits of the job, none
earlier than what was acknowledged. Linux.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from tests import forking
from tests.bench.gates import Gate, report
from tests.bench.harness import machine
from tests.bench.kills.jobs import JOBS
from tests.bench.kills.player import Kill, Player

_AFTER = 0.4
"""Share of the kills that come after the acknowledgement, at least."""
_ENCRYPTED = 0.25
_AGAIN = 0.2
"""How often the job is then done again."""
_DEAR = {"retrain": 0.4}
"""How often a job is killed compared with others."""


def main() -> int:
    """Kill, and tell what came of it."""
    parser = argparse.ArgumentParser(description="SIGKILLs over every job")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--jobs", nargs="*", choices=JOBS, default=list(JOBS), metavar="NAME")
    parser.add_argument("--workers", type=int, default=2, help="how many play at the same time")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory(prefix="kith-kills-") as scratch:
        start = time.monotonic()
        player = Player(Path(scratch))
        plan = _plan(asked.jobs, asked.kills, asked.seed)
        for name in asked.jobs:
            player.course(name)
        print(f"prepared in {time.monotonic() - start:.0f} s", flush=True)
        workers = [(player.beside(n), plan[n :: asked.workers]) for n in range(asked.workers)]
        kills: list[Kill] = []
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt):  # then what there is is told
            _play(workers, kills)
    return 0 if report([_gates(kills)]) else 1


@dataclass(frozen=True, slots=True)
class Chosen:
    """A kill to come; see `Player.kill`."""

    job: str
    seed: int
    encrypted: bool
    after: bool
    again: bool


def _plan(names: Sequence[str], count: int, seed: int) -> list[Chosen]:
    rng = Random(seed)
    drawn = rng.choices(names, [_DEAR.get(name, 1.0) for name in names], k=count)
    return [
        Chosen(
            name,
            rng.randrange(1 << 30),
            JOBS[name].encrypts and rng.random() < _ENCRYPTED,
            rng.random() < _AFTER,
            rng.random() < _AGAIN * _DEAR.get(name, 1.0),
        )
        for name in drawn
    ]


def _play(workers: Sequence[tuple[Player, Sequence[Chosen]]], kills: list[Kill]) -> None:
    """Play all at the same time, and keep and tell of each kill as it has been looked at."""
    reading, writing = os.pipe()
    children = [_started(player, plan, reading, writing) for player, plan in workers]
    os.close(writing)
    start = time.monotonic()
    try:
        with os.fdopen(reading, "rb") as told:
            for number, line in enumerate(told, start=1):
                kills.append(Kill.read(json.loads(line)))
                _tell(number, kills[-1])
                if number % 25 == 0:
                    spent, load = time.monotonic() - start, os.getloadavg()[0]
                    print(f"{number} kills, {spent:.0f} s, load {load:.0f}", flush=True)
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _tell(number: int, kill: Kill) -> None:
    which = f"{kill.job}{', encrypted' * kill.encrypted}{', acknowledged' * kill.acknowledged}"
    for fault in kill.faults:
        print(f"FAULT {number} {which}: {fault}", flush=True)


def _started(player: Player, plan: Sequence[Chosen], reading: int, writing: int) -> int:
    """Play in a process of its own, of which the number is returned."""

    def work() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.close(reading)
        _work(player, plan, writing)

    return forking.fork(work)


def _work(player: Player, plan: Sequence[Chosen], writing: int) -> None:
    for one in plan:
        rng, kill = Random(one.seed), None
        while kill is None:
            try:
                kill = player.kill(one.job, rng, encrypted=one.encrypted, after=one.after, again=one.again)
            except Exception:  # noqa: BLE001 - told, and the others go on
                fault = traceback.format_exc()
                kill = Kill(one.job, one.encrypted, acknowledged=False, faults=[fault])
        os.write(writing, json.dumps(asdict(kill)).encode() + b"\n")


def _gates(kills: Sequence[Kill]) -> list[Gate]:
    print(f"\n{'job':10}{'kills':>7}{'before':>8}{'after':>7}{'encrypted':>11}{'faults':>8}", end="")
    print(f"{'restart, s: median':>20}{'max':>7}{'processor':>11}")
    for name in dict.fromkeys(kill.job for kill in kills):
        _row(name, [kill for kill in kills if kill.job == name])
    _row("all", kills)
    left = Counter(one for kill in kills for one in kill.left)
    print(
        "\nleft for doctor --repair: "
        + (", ".join(f"{n} {what}" for what, n in left.most_common()) or "nothing")
    )
    if kills and not any(kill.faults for kill in kills):
        print(f"0 of {len(kills)} proves only: under {3 / len(kills):.2%} of such kills (95 %)")
    return [
        Gate(
            "kills after which something is lost, half or stuck",
            sum(bool(kill.faults) for kill in kills),
            0,
            at_most=True,
        ),
        Gate("processor seconds of a restart", max(kill.found.cpu for kill in kills), 5, at_most=True),
        Gate("share of the kills that came after the acknowledgement", _share(kills), 0.3),
    ]


def _share(kills: Sequence[Kill]) -> float:
    return sum(kill.acknowledged for kill in kills) / len(kills)


def _row(name: str, kills: Sequence[Kill]) -> None:
    after = sum(kill.acknowledged for kill in kills)
    taken = sorted(kill.found.seconds for kill in kills)
    print(
        f"{name:10}{len(kills):7}{len(kills) - after:8}{after:7}{sum(kill.encrypted for kill in kills):11}"
        f"{sum(bool(kill.faults) for kill in kills):8}{taken[len(taken) // 2]:20.2f}{taken[-1]:7.2f}"
        f"{max(kill.found.cpu for kill in kills):11.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
