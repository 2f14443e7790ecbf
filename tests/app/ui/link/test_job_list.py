"""The jobs of an engine as a window lists them, whatever the engine tells and whenever."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.core.text import NOTHING, say
from app.domain.job import JobStatus
from app.engine.protocol import Progress
from app.engine.requests.photos import SortFaces
from app.ui.link.bridge import Bridge
from app.ui.link.job_list import JobList


@pytest.fixture
def bridge(tmp_path: Path, qapp: QApplication) -> Iterator[Bridge]:
    """The way to an engine that was never started: the test says what it would."""
    made = Bridge(tmp_path)
    yield made
    made.close()


def _job(number: int) -> JobStatus:
    return JobStatus(number, SortFaces(None).title, datetime.now(UTC))


def test_a_job_runs_moves_and_is_over(bridge: Bridge) -> None:
    jobs, moved = JobList(bridge), list[int]()
    jobs.moved.connect(moved.append)
    for number in (3, 5):
        bridge.job_started.emit(_job(number))
    bridge.job_progress.emit(Progress(5, 1, 9, NOTHING, 1.0, None))
    bridge.job_progress.emit(Progress(7, 1, 9, NOTHING, 1.0, None))  # nobody told that it began
    assert (list(jobs.running), moved, jobs.progress[5].done) == ([3, 5], [5], 1)
    for number in (3, 5):
        bridge.job_done.emit(replace(_job(number), outcome="done"))
    assert not jobs.running
    assert not jobs.progress
    assert [job.id for job in jobs.past] == [5, 3]


def test_one_that_was_asked_to_stop_is_asked_once(bridge: Bridge) -> None:
    jobs, moved = JobList(bridge), list[int]()
    jobs.moved.connect(moved.append)
    bridge.job_started.emit(_job(3))
    jobs.stop(3)
    jobs.stop(3)
    jobs.stop(4)
    assert (jobs.stopping, moved) == ({3}, [3])
    bridge.job_done.emit(replace(_job(3), outcome="cancelled"))
    assert not jobs.stopping


def test_with_the_engine_its_jobs_are_gone(bridge: Bridge) -> None:
    jobs, changes = JobList(bridge), list[int]()
    bridge.job_started.emit(_job(3))
    bridge.job_done.emit(replace(_job(2), outcome="done"))
    jobs.changed.connect(lambda: changes.append(len(jobs.running) + len(jobs.past)))
    bridge.restarted.emit(-9)
    assert changes == [0]


def test_an_erasure_leaves_none_of_the_jobs_before_it(bridge: Bridge) -> None:
    jobs = JobList(bridge)
    enrolled = replace(_job(1), title=say("Enrolling {name}", name="Ines"), outcome="done")
    bridge.job_done.emit(enrolled)
    bridge.job_done.emit(replace(_job(2), erases=True, outcome="failed"))
    assert [job.id for job in jobs.past] == [2, 1]
    bridge.job_started.emit(_job(3))
    bridge.job_done.emit(replace(_job(4), erases=True, outcome="done"))
    assert [job.id for job in jobs.past] == [4]
    assert list(jobs.running) == [3]
