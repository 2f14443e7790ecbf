"""One job in the list: running, or over."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.job import JobStatus
from app.engine.protocol import Progress
from app.ui.activity.entries import clock
from app.ui.look.texts import shown, tr
from app.ui.shell.job_tray import counted, pace
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import Elided, label, pill
from app.ui.widgets.problem import with_log


class RunningJob(QWidget):
    """A job under way: its title, how far it is, and Cancel.

    Attributes:
        title: What it does.
    """

    def __init__(self, card: JobStatus, cancel: Callable[[], object]) -> None:
        super().__init__()
        self.title = shown(card.title)
        self._then = cancel
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.title)
        self._far = Elided(tr("under way"), "small")
        self._pace = Elided("", "small")
        self._what = Elided("", "small")
        self._cancel = button(tr("Cancel"), self._stop)
        self._cancel.setAccessibleDescription(self.title)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(Elided(self.title, "bold"))
        words.addWidget(self._bar)
        words.addWidget(self._far)
        words.addWidget(self._pace)
        words.addWidget(self._what)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self._cancel)

    def tell(self, progress: Progress) -> None:
        """Say how far it is."""
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        if self._cancel.isEnabled():
            self._far.setText(counted(progress))
            self._pace.setText(pace(progress))
        self._what.setText(shown(progress.label) if progress.total else "")

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self._far.setText(tr("stopping"))
        self._pace.setText("")
        self._then()


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
