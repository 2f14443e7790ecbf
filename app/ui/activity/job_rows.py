"""One job in the list: running, or over."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.job import JobStatus
from app.ui.activity.entries import clock
from app.ui.link.job_list import JobList
from app.ui.look.texts import shown, tr
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
    """A job that is over: how it ended, and why if it failed.

    Attributes:
        outcome: The word for how.
    """

    def __init__(self, card: JobStatus) -> None:
        super().__init__()
        self._card = card
        self.outcome = _outcome(card)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.outcome)
        below.addWidget(label(clock(card.started_at), "small"))
        below.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Elided(shown(card.title), "bold"))
        column.addLayout(below)
        if card.outcome == "failed":
            why = label(shown(card.detail), wrap=True)
            why.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            column.addWidget(why)
            copy = button(tr("Copy details"), self._copy, "link", tip=tr("For a bug report"))
            column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)

    def _copy(self) -> None:
        QApplication.clipboard().setText(with_log(f"{self._card.title}\n{self._card.detail}"))


def _outcome(card: JobStatus) -> QLabel:
    if card.outcome == "done":
        return pill(tr("done"), "accent")
    if card.outcome == "cancelled":
        return pill(tr("stopped"), "plain")
    return pill(tr("failed"), "bad")
