"""What all tests share: where the real face data lies, and that nothing unexpected is logged."""

import os
from pathlib import Path

import pytest
from platformdirs import user_cache_path

_ROOT = Path(__file__).resolve().parent.parent

# networks are converted once for all tests, also for those whose processes have a home of their own
os.environ.setdefault("KITH_CACHE_DIR", str(user_cache_path("kith", appauthor=False) / "networks"))


@pytest.fixture(scope="session")
def faces() -> Path:
    """The folder of real face data: KITH_FACES, else ../shared/faces; without either the test is skipped."""
    folder = Path(os.environ.get("KITH_FACES") or _ROOT.parent / "shared" / "faces")
    if not folder.is_dir():
        pytest.skip("needs real face data: set KITH_FACES to its folder")
    return folder
