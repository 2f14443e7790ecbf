"""What all tests share: where the real face data lies, and that nothing unexpected is logged."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from platformdirs import user_cache_path

_ROOT = Path(__file__).resolve().parent.parent
_CACHE = "KITH_CACHE_DIR"


def pytest_configure(config: pytest.Config) -> None:
    """Convert networks into a folder that this run shares with its worker and child processes."""
    if _CACHE not in os.environ:
        folder = os.environ[_CACHE] = tempfile.mkdtemp(prefix="kith-tests-")
        Path(folder).chmod(0o755)  # some tests act as another user
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


# networks are converted once for all tests, also for those whose processes have a home of their own
os.environ.setdefault("KITH_CACHE_DIR", str(user_cache_path("kith", appauthor=False) / "networks"))


@pytest.fixture(scope="session")
def faces() -> Path:
    """The folder of real face data: KITH_FACES, else ../shared/faces; without either the test is skipped."""
    folder = Path(os.environ.get("KITH_FACES") or _ROOT.parent / "shared" / "faces")
    if not folder.is_dir():
        pytest.skip("needs real face data: set KITH_FACES to its folder")
    return folder
