"""A disk that fails, and the power cut: a sample of what `python -m tests.bench.measure_disk` plays."""

import errno
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.measure_disk import Ask, player, powerless, wrong

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not (shutil.which("gcc") or shutil.which("cc")), reason="needs gcc on Linux"
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all of it."""
    return tmp_path_factory.mktemp("disk")


@pytest.fixture(scope="module")
def ask(scratch: Path) -> Iterator[Ask]:
    """A program whose disk fails when it is told to."""
    with player(scratch) as asking:
        yield asking


@pytest.fixture(scope="module")
def base(ask: Ask, scratch: Path) -> Path:
    """A gallery."""
    ask("make", str(scratch / "base"))
    return scratch / "base"


@pytest.mark.slow
@pytest.mark.parametrize("job", ["rename", "settings"])
def test_what_is_said_of_a_change_is_so_whichever_write_fails(ask: Ask, base: Path, job: str) -> None:
    total = ask("fail", str(base), job, -1, 0, True)
    assert (total["end"], total["found"]) == ("saved", "after")
    ends = set()
    for nth in (1, total["calls"] // 2, total["calls"]):
        for once in (True, False):
            told = ask("fail", str(base), job, nth, errno.EIO, once)
            ends.add(told["end"])
            assert wrong(job, told) == ""
    assert ends == ({"refused", "unsure"} if job == "rename" else {"refused"})


def test_a_change_that_was_refused_at_its_sync_is_not_there_after_a_crash(ask: Ask, base: Path) -> None:
    last = ask("fail", str(base), "merge", -1, 0, True)["calls"]
    told = ask("fail", str(base), "merge", last, errno.EIO, True)
    assert (told["end"], told["found"]) == ("refused", "before")
    told = ask("fail", str(base), "merge", last, errno.EIO, False)
    assert told["end"] == "unsure"


@pytest.mark.slow
def test_a_power_cut_leaves_what_was_saved_and_nothing_half(ask: Ask, base: Path, tmp_path: Path) -> None:
    assert list(powerless(ask, base, tmp_path, points=15, seed=3)) == [""] * 15
