"""A process that holds a key leaves no core file, whatever brings it down and whoever collects crashes."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.conftest import ROOT

_CRASH = """
import ctypes, os, resource, sys
from app.keys import key

most, holds, number = map(int, sys.argv[1:])
resource.setrlimit(resource.RLIMIT_CORE, (most, most))
secret = key.Key.made()
if holds:
    key.hold("gallery", secret)
print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3), flush=True)
os.kill(os.getpid(), number)
"""


def _crashed(folder: Path, most: int, *, holds: bool, number: int = signal.SIGABRT) -> tuple[list[str], int]:
    """What a process says that crashes in a folder, and how many files it leaves there."""
    command = [sys.executable, "-c", _CRASH, *(str(int(one)) for one in (most, holds, number))]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == -number, done.stderr
    return done.stdout.split(), len(list(folder.iterdir()))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="core files as Linux writes them")
@pytest.mark.parametrize("number", [signal.SIGABRT, signal.SIGSEGV])
def test_a_process_that_holds_a_key_leaves_no_core_file(tmp_path: Path, number: int) -> None:
    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    (limit, _), left = _crashed(tmp_path, most, holds=True, number=number)
    assert (limit, left) == ("0" if most == 0 else "1", 0)
    pattern = Path("/proc/sys/kernel/core_pattern").read_text().strip()
    if most != 0 and not pattern.startswith("|") and "/" not in pattern:
        assert _crashed(tmp_path, most, holds=False, number=number)[1] == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="what Linux calls dumpable")
def test_where_no_limit_can_be_set_nothing_of_the_process_may_be_dumped(tmp_path: Path) -> None:
    assert [_crashed(tmp_path, 0, holds=holds)[0] for holds in (False, True)] == [["0", "1"], ["0", "0"]]
