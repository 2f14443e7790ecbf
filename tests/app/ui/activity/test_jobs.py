"""Jobs that run and jobs that are over, as the Activity page lists them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from app.core.text import Text, say
from app.domain.job import JobStatus, Outcome
from app.ui.activity.job_rows import PastJob
from app.ui.activity.jobs import JobsPanel, folded
from app.ui.link.bridge import Bridge
from app.ui.link.job_list import JobList

SORTING, READING = say("Sorting faces"), say("Reading {name}", name="album")


@pytest.fixture
def bridge(tmp_path: Path, qapp: QApplication) -> Iterator[Bridge]:
    """The way to an engine that was never started: the test says what it would."""
    made = Bridge(tmp_path)
    yield made
    made.close()


def _job(number: int, title: Text = SORTING, outcome: Outcome | None = "done") -> JobStatus:
    return JobStatus(number, title, datetime(2026, 5, 1, 10, number, tzinfo=UTC), outcome)


def _ids(*jobs: JobStatus) -> list[tuple[int, ...]]:
    return [tuple(job.id for job in line) for line in folded(jobs)]


def test_many_jobs_alike_are_one_line_where_the_newest_is() -> None:
    assert _ids(_job(3), _job(2), _job(1, READING)) == [(3,), (2,), (1,)]
    assert _ids(_job(5), _job(4, READING), _job(3), _job(2, READING), _job(1)) == [(5, 3, 1), (4,), (2,)]
    failed = [_job(number, outcome="failed") for number in (3, 2, 1)]
    assert _ids(*failed) == [(3,), (2,), (1,)]
    assert _ids(*(_job(number, outcome="cancelled") for number in (3, 2, 1)), _job(0)) == [(3, 2, 1), (0,)]


def test_one_more_joins_those_alike_and_their_times_stay_in_view(bridge: Bridge) -> None:
    jobs = JobList(bridge)
    panel = JobsPanel(jobs)
    panel.show()
    for number in (1, 2, 3):
        bridge.job_done.emit(_job(number))
    [line] = panel.past()
    count = _count(line)
    assert count.text() == "3 times"
    assert not line.times.isVisibleTo(line)
    count.click()
    assert line.times.isVisibleTo(line)
    bridge.job_started.emit(_job(4, outcome=None))
    bridge.job_done.emit(replace(_job(4), outcome="done"))
    [line] = panel.past()
    assert _count(line).text() == "4 times"
    assert line.times.isVisibleTo(line)
    assert line.times.text().count(":") == 4
    panel.close()


def _count(line: PastJob) -> QPushButton:
    [count] = [one for one in line.findChildren(QPushButton) if "times" in one.text()]
    return count
