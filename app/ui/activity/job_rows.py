"""A line of the list of jobs: one that runs, or one or many alike that are over."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.job import JobStatus
from app.ui.activity.entries import clock
from app.ui.link.job_list import JobList
from app.ui.look.texts import listed, shown, tr, tr_n
from app.ui.widgets.buttons import button
from app.ui.widgets.job_parts import JobParts
from app.ui.widgets.labels import Elided, label, pill
from app.ui.widgets.problem import with_log


class RunningJob(QWidget):
    """A job under way: its title, how far it is, and Cancel.

    Attributes:
        title: What it does.
        parts: What it shows.
    """

    def __init__(self, jobs: JobList, job: JobStatus) -> None:
        super().__init__()
        self.title = shown(job.title)
        self.parts = parts = JobParts(jobs, job, "plain")
        self._what = Elided("", "small")
        words = QVBoxLayout()
        words.setSpacing(4)
        for part in (parts.title, parts.bar, parts.far, parts.pace, self._what):
            words.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(parts.cancel)
        self.tell()

    def tell(self) -> None:
        """Say how far it is."""
        self.parts.tell()
        progress = self.parts.progress
        self._what.setText(shown(progress.label) if progress is not None and progress.total else "")


class PastJob(QWidget):
    """A job that is over: how it ended, and why if it failed; or several alike, with when each was.

    Attributes:
        outcome: The word for how.
        times: When each was started, which is seen once it is asked for.

    Signals:
        opened: The times are to be shown, or no longer.
    """

    opened = Signal(bool)

    def __init__(self, cards: Sequence[JobStatus], *, shows_times: bool = False) -> None:
        """Show a job.

        Args:
            cards: It, or those alike, newest first.
            shows_times: Whether the times of several are shown from the beginning.
        """
        super().__init__()
        self._card = card = cards[0]
        self.outcome = _outcome(card)
        self.times = label(listed(clock(one.started_at) for one in cards), "small", wrap=True)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.outcome)
        below.addWidget(label(clock(card.started_at), "small"))
        below.addStretch()
        if len(cards) > 1:
            below.addWidget(self._count(len(cards), shows_times=shows_times))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Elided(shown(card.title), "bold"))
        column.addLayout(below)
        column.addWidget(self.times)
        if not shows_times:
            self.times.hide()
        if card.detail:
            why = label(shown(card.detail), wrap=True)
            why.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            column.addWidget(why)
        if card.outcome == "failed":
            copy = button(tr("Copy details"), self._copy, "link", tip=tr("For a bug report"))
            column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)

    def _count(self, count: int, *, shows_times: bool) -> QPushButton:
        """How often, on a button that shows when."""
        made = button(tr_n("{n} time", "{n} times", count), lambda: None, "link", tip=tr("Show when"))
        made.setCheckable(True)
        made.setChecked(shows_times)
        made.toggled.connect(self.times.setVisible)
        made.toggled.connect(self.opened)
        return made

    def _copy(self) -> None:
        QApplication.clipboard().setText(with_log(f"{self._card.title}\n{self._card.detail}"))


def _outcome(card: JobStatus) -> QLabel:
    if card.outcome == "done":
        return pill(tr("done"), "accent")
    if card.outcome == "cancelled":
        return pill(tr("stopped"), "plain")
    return pill(tr("failed"), "bad")
