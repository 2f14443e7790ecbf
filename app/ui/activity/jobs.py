"""Running jobs with how far they are, and past ones with how they ended."""

from collections.abc import Collection

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.core.errors import Cancelled, KithError
from app.domain.job import JobStatus
from app.engine.protocol import Progress
from app.engine.requests.activity import Cancel, ListJobs
from app.ui.activity.job_rows import PastJob, RunningJob
from app.ui.look.texts import tr
from app.ui.shell.context import Context
from app.ui.widgets.labels import label, panel

_BATCH = 8
"""Past jobs shown at a time, so that a hundred of them hold nothing up."""

_WIDTH, _NARROWEST = 330, 236


class JobsPanel(QFrame):
    """The jobs of this engine: running ones first, then past ones, newest first."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setMinimumWidth(_NARROWEST)
        self._context = context
        self._running: dict[int, RunningJob] = {}
        self._past: dict[int, PastJob] = {}
        self._waiting: list[JobStatus] = []
        self._none = label(
            tr("Nothing is going on. Long work, such as reading a folder, shows here."), "muted", wrap=True
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self._line = panel("line")
        self._old = QVBoxLayout()
        self._old.setSpacing(12)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._add_some)
        self._lay_out()
        self._refresh()
        self._listen()
        self._read()

    def sizeHint(self) -> QSize:
        """A width to begin with."""
        return QSize(_WIDTH, super().sizeHint().height())

    def running(self) -> list[str]:
        """Titles of the jobs that run."""
        return [row.title for row in self._running.values()]

    def numbers(self) -> Collection[int]:
        """Numbers of the jobs that run."""
        return self._running.keys()

    def past(self) -> list[PastJob]:
        """Rows of those that ended, newest first."""
        return list(self._past.values())

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

    def _listen(self) -> None:
        bridge = self._context.bridge
        bridge.job_started.connect(self._started)
        bridge.job_progress.connect(self._progressed)
        bridge.job_done.connect(self._ended)
        bridge.restarted.connect(self._start_over)
        bridge.lost.connect(self._start_over)
        bridge.ready.connect(self._engine_ready)

    def _engine_ready(self, stage: str) -> None:
        if stage == "library":
            self._read()

    def _read(self) -> None:
        self._context.bridge.ask(ListJobs(), self._take, self._not_now)

    def _not_now(self, _: KithError | Cancelled) -> None:
        """The engine is not there; it is asked when it is."""

    def _take(self, cards: tuple[JobStatus, ...]) -> None:
        self._start_over()
        for card in reversed(cards):
            if card.outcome is None:
                self._started(card)
        self._waiting = [card for card in cards if card.outcome is not None]
        self._timer.start()
        self._refresh()

    def _add_some(self) -> None:
        """Show the next few of the past ones."""
        for card in self._waiting[:_BATCH]:
            self._past[card.id] = row = PastJob(card)
            self._old.addWidget(row)
        self._waiting = self._waiting[_BATCH:]
        if not self._waiting:
            self._timer.stop()
        self._refresh()

    def _started(self, card: JobStatus) -> None:
        if card.id not in self._running:
            self._running[card.id] = row = RunningJob(card, lambda: self._context.bridge.ask(Cancel(card.id)))
            self._list.insertWidget(0, row)
            self._refresh()

    def _progressed(self, progress: Progress) -> None:
        if (row := self._running.get(progress.job)) is not None:
            row.tell(progress)

    def _ended(self, card: JobStatus) -> None:
        if (row := self._running.pop(card.id, None)) is not None:
            row.hide()
            row.deleteLater()
        if card.id not in self._past:
            made = PastJob(card)
            self._past = {card.id: made} | self._past
            self._old.insertWidget(0, made)
        self._refresh()

    def _start_over(self, _: object = None) -> None:
        """A new engine knows nothing of the old one's jobs."""
        for row in (*self._running.values(), *self._past.values()):
            row.hide()
            row.deleteLater()
        self._running, self._past, self._waiting = {}, {}, []
        self._refresh()

    def _refresh(self) -> None:
        self._none.setVisible(not self._running)
        self._line.setVisible(bool(self._past))
