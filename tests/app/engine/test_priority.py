"""Which threads of the engine give way."""

import os
import sys
from pathlib import Path

import pytest

from app.engine.protocol import Progress
from app.engine.requests.activity import Cancel
from app.engine.requests.photos import ImportFolder

from .conftest import Watched


def _nice(process: int) -> dict[int, int]:
    """How much each thread of a process gives way, as the kernel says."""
    stats = {int(one.name): (one / "stat").read_text() for one in Path(f"/proc/{process}/task").iterdir()}
    return {thread: int(stat.rpartition(")")[2].split()[16]) for thread, stat in stats.items()}


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a rank of their own on Linux alone")
def test_an_import_and_what_it_starts_give_way_and_nothing_else(engine: Watched, faces: Path) -> None:
    job = engine.client.request(ImportFolder(faces / "lfw10"))
    engine.hear(Progress)
    ranks = _nice(engine.host())
    usual = os.nice(0)
    assert ranks[engine.host()] == usual
    assert set(ranks.values()) == {usual, 10}
    assert sum(rank == 10 for rank in ranks.values()) > 1
    engine.ask(Cancel(job.id))
