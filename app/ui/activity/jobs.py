"""Running jobs with how far they are, and past ones with how they ended."""

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.domain.job import JobStatus
from app.ui.activity.job_rows import PastJob, RunningJob
from app.ui.link.job_list import JobList
from app.ui.look.texts import tr
from app.ui.widgets.labels import label, panel

Row = TypeVar("Row", RunningJob, PastJob)
Key = TypeVar("Key", int, tuple[int, ...])

_BATCH = 8
"""Past jobs shown at a time, so that a hundred of them hold nothing up."""
_FOLD_FROM = 3
"""Jobs alike that are one line, at least."""

_WIDTH, _NARROWEST = 330, 236


class JobsPanel(QFrame):
    """The jobs of this engine: running ones first, then past ones, newest first."""

    def __init__(self, jobs: JobList) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setMinimumWidth(_NARROWEST)
        self._jobs = jobs
        self._running: dict[int, RunningJob] = {}
        self._past: dict[tuple[int, ...], PastJob] = {}
        self._open: set[int] = set()
        self._none = label(
            tr("Nothing is going on. Long work, such as reading a folder, shows here."), "muted", wrap=True
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self._line = panel("line")
        self._old = QVBoxLayout()
        self._old.setSpacing(12)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._add_some)
        self._lay_out()
        jobs.changed.connect(self._update)
        jobs.moved.connect(self._move)
        self._update()

    def sizeHint(self) -> QSize:
        """A width to begin with."""
        return QSize(_WIDTH, super().sizeHint().height())

    def running(self) -> list[str]:
        """Titles of the jobs that run."""
        return [row.title for row in self._running.values()]

    def past(self) -> list[PastJob]:
        """Rows of those that ended, newest first."""
        keys = map(_key, folded(self._jobs.past))
        return [self._past[key] for key in keys if key in self._past]

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 8)
        column.setSpacing(12)
        column.addWidget(self._none)
        column.addLayout(self._list)
        column.addWidget(self._line)
        column.addLayout(self._old)
        column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 8, 8)
        whole.setSpacing(12)
        whole.addWidget(label(tr("Jobs"), "bold"))
        whole.addWidget(area, 1)

    def _update(self) -> None:
        """Take out what is over or gone, and put in what is new."""
        _drop(self._running, set(self._jobs.running))
        _drop(self._past, set(map(_key, folded(self._jobs.past))))
        for job in self._jobs.running.values():
            if job.id not in self._running:
                self._running[job.id] = row = RunningJob(self._jobs, job)
                self._list.insertWidget(0, row)
        self._add_some()
        self._none.setVisible(not self._running)

    def _add_some(self) -> None:
        """Show the next few of the past ones."""
        lines = enumerate(folded(self._jobs.past))
        missing = [(place, jobs) for place, jobs in lines if _key(jobs) not in self._past]
        for place, jobs in missing[:_BATCH]:
            oldest = jobs[-1].id
            self._past[_key(jobs)] = row = PastJob(jobs, shows_times=oldest in self._open)
            row.opened.connect(partial(self._note_open, oldest))
            self._old.insertWidget(place, row)
        if missing[_BATCH:]:
            self._timer.start(0)
        self._line.setVisible(bool(self._past))

    def _note_open(self, oldest: int, on: bool) -> None:
        """Keep the times of jobs alike in view as others join them."""
        self._open = self._open | {oldest} if on else self._open - {oldest}

    def _move(self, job: int) -> None:
        if (row := self._running.get(job)) is not None:
            row.tell()


def folded(jobs: Sequence[JobStatus]) -> list[tuple[JobStatus, ...]]:
    """Jobs that are over as lines, newest first; many that did the same and ended alike are one.

    One that says why has a line of its own, such as one that failed.
    """
    alike: dict[object, list[JobStatus]] = {}
    for job in jobs:
        alone = job.detail or job.outcome == "failed"
        alike.setdefault(job.id if alone else (job.title, job.outcome), []).append(job)
    lines = [[like] if len(like) >= _FOLD_FROM else [[job] for job in like] for like in alike.values()]
    places = {job.id: place for place, job in enumerate(jobs)}
    return sorted((tuple(line) for group in lines for line in group), key=lambda line: places[line[0].id])


def _key(jobs: Sequence[JobStatus]) -> tuple[int, ...]:
    return tuple(job.id for job in jobs)


def _drop(rows: dict[Key, Row], kept: set[Key]) -> None:
    """Take out all other rows."""
    for job in rows.keys() - kept:
        row = rows.pop(job)
        row.hide()
        row.deleteLater()
