"""What `python -m tests.bench.measure_kills` takes for a fault, and that a process is killed as it says."""

import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.bench.kills.forks import Heard, fork, kill
from tests.bench.kills.jobs import NEW, OLD, PLAIN, Job
from tests.bench.kills.player import Course, Kill, amiss
from tests.bench.kills.restart import Found

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, and looks into /proc")

COURSE = Course([{"face": "a"}, {"face": "b"}, {"face": "c"}], [1, 2], 1.0)


def _amiss(job: Job, parts: int = 0, *, acknowledged: bool = False, **found: Any) -> list[str]:
    kill = Kill("forget", encrypted=False, acknowledged=acknowledged, found=Found(**found))
    return amiss(job, kill, COURSE, parts, goes_on=True)


def test_a_gallery_is_as_after_a_commit_none_earlier_than_what_was_acknowledged() -> None:
    job = Job(lambda _: None)
    for place, state in enumerate(COURSE.states):
        assert _amiss(job, state=state) == []
        assert bool(_amiss(job, 1, state=state)) == (place < 1)
        assert bool(_amiss(job, acknowledged=True, state=state)) == (place < 2)
    assert _amiss(job, state={"face": "d"}) == ["between: face"]
    assert _amiss(Job(lambda _: None, finishes=True), state={"face": "b"}) == ["not finished by the restart"]


def test_traces_are_faults_once_somebody_is_forgotten_and_in_an_encrypted_gallery() -> None:
    job = Job(lambda _: None, finishes=True)
    assert _amiss(job, state={"face": "a"}, traces=["gallery.db"]) == []
    assert _amiss(job, state={"face": "c"}, traces=["gallery.db"]) == ["traces in gallery.db"]
    assert _amiss(job, state={"face": "a"}, traces=["x.part"], opens=OLD) == ["traces in x.part"]


def test_another_key_than_was_acknowledged_is_a_fault() -> None:
    job = Job(lambda _: None, keys=(PLAIN, NEW))
    state = COURSE.states[2]
    assert _amiss(job, state=state) == _amiss(job, state=state, opens=NEW) == []
    assert _amiss(job, state=state, broken=True) == [f"opened by 'plain', not by {{{NEW!r}}}"]
    assert _amiss(job, acknowledged=True, state=state) != []
    assert _amiss(job, state=state, opens=OLD) != []


def test_what_a_process_said_before_it_was_killed_is_heard(tmp_path: Path) -> None:
    def work() -> None:
        print("saved", flush=True)
        time.sleep(60)

    def strike(child: int, heard: Heard) -> None:
        heard.until(lambda said: "saved\n" in said)
        kill(child)

    ended = fork(work, tmp_path, strike)
    assert (ended.code, ended.said, ended.orphans) == (-9, "saved\n", 0)
    assert ended.seconds < 30
