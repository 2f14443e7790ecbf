"""What all tests share: where the real face data lies, and that nothing unexpected is logged."""

import gc
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from app.core import log
from tests import forking

_ROOT = Path(__file__).resolve().parent.parent
_CACHE = "KITH_CACHE_DIR"
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - whoever may write there may write to the usual place, too
_ROOM = 6_000_000_000
"""Bytes that must be free in memory for tests to keep their files there."""


# How long an example takes says nothing on a machine that has other work.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


def pytest_configure(config: pytest.Config) -> None:
    """Convert networks into a folder that this run shares with its workers, and with processes whose home is
    elsewhere; the user's own is left alone. Each process computes on one thread, as there are no fewer
    workers than cores: threads that wait for each other's cores do so in busy loops. Files of tests lie in
    memory where that has room for them, so that nobody waits for a disk.
    """
    if _has_room(_IN_MEMORY):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_IN_MEMORY))
    for library in ("OMP", "OPENBLAS"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    if _CACHE not in os.environ:
        folder = os.environ[_CACHE] = tempfile.mkdtemp(prefix="kith-tests-")
        Path(folder).chmod(0o755)  # some tests act as another user
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def _has_room(folder: Path) -> bool:
    """Whether a folder is there that has room, and whose programs may be run."""
    if sys.platform != "linux" or not folder.is_dir():
        return False
    found = os.statvfs(folder)
    return not found.f_flag & os.ST_NOEXEC and found.f_bavail * found.f_frsize >= _ROOM


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Collect tests without looking for garbage, and leave them and all modules out of it afterwards: to look
    through them takes most of a second each time, and a test in the middle of it seems slow.
    """
    gc.disable()
    try:
        yield
    finally:
        forking.freeze()
        gc.enable()


_PROCESSES = frozenset({"token", "engines", "environment", "gallery", "_known_template"})
"""Fixtures with which a test starts processes, or reads many photos before it begins."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make test-fast` leaves out besides what is slow; others that start processes say so."""
    for item in items:
        if _PROCESSES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("processes")


@pytest.fixture(scope="session")
def faces() -> Path:
    """The folder of real face data: KITH_FACES, else ../shared/faces; without either the test is skipped."""
    folder = Path(os.environ.get("KITH_FACES") or _ROOT.parent / "shared" / "faces")
    if not folder.is_dir():
        pytest.skip("needs real face data: set KITH_FACES to its folder")
    return folder


@pytest.fixture(autouse=True)
def _no_unexpected_errors(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test during which this process, or one that logged into its folder, logged an error.

    A test that means to cause one says so: `@pytest.mark.logs_errors("the engine died")`.
    """
    own = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None  # outlasts this
    logged = _Errors()
    logging.getLogger().addHandler(logged)
    yield
    logging.getLogger().removeHandler(logged)
    log.stop()
    found = logged.lines + ([] if own is None else _errors_below(own))
    marks = list(request.node.iter_markers("logs_errors"))
    announced = [text for mark in marks for text in mark.args]
    unexpected = [line for line in found if not any(text in line for text in announced)]
    assert not unexpected, "errors were logged:\n" + "\n".join(unexpected)
    missing = [text for text in announced if not any(text in line for line in found)]
    assert not missing, f"the test announced errors that were not logged: {missing}"


class _Errors(logging.Handler):
    """Keeps what is logged at level ERROR or above."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] in ("app", "trainer"):  # a library may complain of a damaged file
            self.lines.append(f"{record.name}: {record.getMessage()}")


def _errors_below(folder: Path) -> list[str]:
    """Errors in the logs of the data folders in a folder."""
    logs = [path for path in folder.glob("**/logs/kith*.log") if path.is_file()]
    lines = [line for path in logs for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if " ERROR " in line and ": a library's message" not in line]
