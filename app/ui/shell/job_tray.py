"""Running jobs, above the foot of the rail: how far each is, how long it will take, and Cancel."""

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.ui.link.job_list import JobList
from app.ui.widgets.job_parts import JobParts

_MOST_SHOWN = 2


class JobTray(QWidget):
    """A card for each running job; where there are many, the newest ones."""

    def __init__(self, jobs: JobList, told: Callable[[], Collection[int]]) -> None:
        """Make an empty tray.

        Args:
            jobs: The jobs.
            told: Gives the jobs that the page in view tells itself, each with its own Cancel.
        """
        super().__init__()
        self._jobs, self._told = jobs, told
        self._cards: dict[int, _JobCard] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        jobs.changed.connect(self._update)
        jobs.moved.connect(self._move)

    def running(self) -> int:
        """How many jobs run."""
        return len(self._cards)

    def renew(self) -> None:
        """Show the newest of those that the page does not show."""
        told = self._told()
        newest = [job for job in self._cards if job not in told][-_MOST_SHOWN:]
        for job, card in self._cards.items():
            card.setVisible(job in newest)

    def _update(self) -> None:
        for over in self._cards.keys() - self._jobs.running.keys():
            card = self._cards.pop(over)
            card.hide()
            card.deleteLater()
        for job in self._jobs.running.values():
            if job.id not in self._cards:
                self._cards[job.id] = made = _JobCard(JobParts(self._jobs, job, "link"))
                self._column.addWidget(made)
        self.renew()

    def _move(self, job: int) -> None:
        if (card := self._cards.get(job)) is not None:
            card.parts.tell()
            self.renew()


class _JobCard(QFrame):
    """One running job."""

    def __init__(self, parts: JobParts) -> None:
        super().__init__()
        self.parts = parts
        self.setProperty("role", "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 8)
        column.setSpacing(6)
        for part in (parts.title, parts.bar, parts.far, parts.pace):
            column.addWidget(part)
        column.addWidget(parts.cancel, 0, Qt.AlignmentFlag.AlignLeft)
