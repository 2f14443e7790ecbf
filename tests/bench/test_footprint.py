import os
import subprocess
import sys

import numpy as np
import pytest

from tests.bench.footprint import Floats, footprints, slope

_HOLDER = """
import sys, threading
held = bytearray(b"x") * 60_000_000
wait = threading.Event()
for _ in range(3):
    threading.Thread(target=wait.wait, daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
"""


def _wandering(count: int, seed: int) -> Floats:
    """Noise in which each value is much like the one before."""
    rng = np.random.default_rng(seed)
    steps, values = rng.normal(size=count), np.zeros(count)
    for place in range(1, count):
        values[place] = 0.7 * values[place - 1] + steps[place]
    return values


def test_the_interval_of_a_slope_holds_the_true_one_also_where_values_wander() -> None:
    along = np.arange(80) / 10
    held = 0
    for seed in range(20):
        by, low, high = slope(along, 300 + 2.0 * along + _wandering(80, seed))
        assert low < by < high
        held += low <= 2.0 <= high
    assert held >= 15


def test_what_grows_is_told_from_what_stays() -> None:
    along = np.arange(80) / 10
    noise = np.random.default_rng(1).normal(0, 0.1, 80)
    assert slope(along, 300 + 0.5 * along + noise)[1] > 0.4
    assert abs(slope(along, 300 + noise)[0]) < 0.05


@pytest.mark.skipif(sys.platform != "linux", reason="as Linux tells of processes")
def test_it_is_told_what_a_process_holds() -> None:
    command = [sys.executable, "-c", _HOLDER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        found = footprints(os.getpid())[os.path.basename(sys.executable)]  # noqa: PTH119
        process.communicate()
    assert found.processes >= 1
    assert found.threads >= 4
    assert found.descriptors >= 3
    assert found.resident >= found.proportional > 60_000_000
