"""One job at a time is followed to its end, whoever asked for it, and however it ends."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.core.text import NOTHING, Text, quote
from app.domain.job import JobStatus, Outcome
from app.engine.protocol import Progress
from app.engine.requests.photos import SortFaces
from app.ui.link.bridge import Bridge
from app.ui.link.job import JobFollower

_FULL = quote("the disk is full")


@pytest.fixture
def bridge(tmp_path: Path, qapp: QApplication) -> Iterator[Bridge]:
    """The way to an engine that was never started: the test says what it would."""
    made = Bridge(tmp_path)
    yield made
    made.close()


def _ended(job: int, outcome: Outcome, detail: Text = NOTHING) -> JobStatus:
    return JobStatus(job, SortFaces(None).title, datetime.now(UTC), outcome, detail)


def test_only_its_own_progress_is_told(bridge: Bridge) -> None:
    follower = JobFollower(bridge)
    follower.start(SortFaces(None))
    assert follower.state == "running"
    for job, done in ((follower.job + 1, 1), (follower.job, 2), (follower.job + 1, 3)):
        bridge.job_progress.emit(Progress(job, done, 9, NOTHING, 1.0, None))
    assert follower.progress is not None
    assert follower.progress.done == 2


def test_a_second_job_waits_for_nobody_and_is_not_begun(bridge: Bridge) -> None:
    follower = JobFollower(bridge)
    follower.start(SortFaces(None))
    job = follower.job
    follower.start(SortFaces(None))
    follower.follow(job + 5)
    assert follower.job == job
    follower.stop()
    assert follower.state == "stopping"
    assert follower.running


@pytest.mark.parametrize("outcome", ["done", "cancelled", "failed"])
def test_a_job_found_running_ends_as_the_engine_says(bridge: Bridge, outcome: Outcome) -> None:
    follower = JobFollower(bridge)
    turns = list[str]()
    follower.turned.connect(lambda: turns.append(follower.state))
    follower.follow(7)
    bridge.job_done.emit(_ended(8, "done"))
    assert follower.running
    bridge.job_done.emit(_ended(7, outcome, _FULL if outcome == "failed" else NOTHING))
    assert turns == ["running", outcome]
    assert (str(_FULL) in str(follower.error)) == (outcome == "failed")
    bridge.restarted.emit(1)
    assert follower.state == outcome  # it was over before the engine died


def test_a_job_dies_with_its_engine(bridge: Bridge) -> None:
    follower = JobFollower(bridge)
    follower.follow(7)
    bridge.restarted.emit(1)
    assert follower.state == "died"
    assert not follower.running
