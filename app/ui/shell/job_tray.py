"""Running jobs, above the foot of the rail: how far each is, how long it will take, and Cancel."""

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget

from app.domain.job import JobStatus
from app.engine.protocol import Progress
from app.engine.requests.activity import Cancel
from app.ui.link.bridge import Bridge
from app.ui.look.texts import duration, facts, number, shown, tip, tr
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import Elided

_MOST_SHOWN = 2


class JobTray(QWidget):
    """A card for each running job; where there are many, the newest ones."""

    def __init__(self, bridge: Bridge, told: Callable[[], Collection[int]]) -> None:
        """Make an empty tray.

        Args:
            bridge: Tells of jobs.
            told: Gives the jobs that the page in view tells itself, each with its own Cancel.
        """
        super().__init__()
        self._bridge, self._told = bridge, told
        self._cards: dict[int, _JobCard] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        bridge.job_started.connect(self._started)
        bridge.job_progress.connect(self._progressed)
        bridge.job_done.connect(self._done)
        bridge.restarted.connect(self._clear)
        bridge.lost.connect(self._clear)

    def running(self) -> int:
        """How many jobs run."""
        return len(self._cards)

    def _started(self, card: JobStatus) -> None:
        made = _JobCard(card, lambda: self._bridge.ask(Cancel(card.id)))
        self._cards[card.id] = made
        self._column.addWidget(made)
        self.renew()

    def _progressed(self, progress: Progress) -> None:
        if (card := self._cards.get(progress.job)) is not None:
            card.tell(progress)
            self.renew()

    def _done(self, card: JobStatus) -> None:
        if (made := self._cards.pop(card.id, None)) is not None:
            made.hide()
            made.deleteLater()
            self.renew()

    def _clear(self, _: object = None) -> None:
        """The engine that did them is gone."""
        for card in self._cards.values():
            card.hide()
            card.deleteLater()
        self._cards.clear()

    def renew(self) -> None:
        """Show the newest of those that the page does not show."""
        told = self._told()
        newest = [job for job in self._cards if job not in told][-_MOST_SHOWN:]
        for number_, card in self._cards.items():
            card.setVisible(number_ in newest)


class _JobCard(QFrame):
    """One running job."""

    def __init__(self, card: JobStatus, cancel: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._title = Elided(shown(card.title), "bold")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(shown(card.title))
        self._far = Elided(tr("under way"), "small")
        self._pace = Elided("", "small")
        self._cancel = button(tr("Cancel"), self._stop, "link")
        self._then = cancel
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 8)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._bar)
        column.addWidget(self._far)
        column.addWidget(self._pace)
        column.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignLeft)

    def tell(self, progress: Progress) -> None:
        """Say how far it is."""
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        if self._cancel.isEnabled():
            self._far.setText(counted(progress))
            self._pace.setText(pace(progress))
        self._bar.setToolTip(tip(shown(progress.label)))

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self._far.setText(tr("stopping"))
        self._pace.setText("")
        self._then()


def how_far(progress: Progress) -> str:
    """Count, rate and time left in a line, such as "18,604 of 30,000 · 48 a second · 4 min left"."""
    return facts(counted(progress), pace(progress))


def counted(progress: Progress) -> str:
    """How many of how many, or what is being done where that is not known."""
    if not progress.total:
        return shown(progress.label)
    return tr("{done} of {total}", done=number(progress.done), total=number(progress.total))


def pace(progress: Progress) -> str:
    """Rate and time left, or "" where neither is known."""
    parts: list[str] = []
    if not progress.total:
        return ""
    if progress.per_second > 0 and progress.done < progress.total:
        digits = 0 if progress.per_second >= 10 else 1
        parts.append(tr("{rate} a second", rate=number(progress.per_second, digits)))
    if progress.seconds_left:
        parts.append(tr("{time} left", time=duration(progress.seconds_left)))
    return facts(*parts)
