"""What is shown of a running job wherever it is shown, and how far a job is in words."""

from PySide6.QtWidgets import QProgressBar

from app.domain.job import JobStatus
from app.engine.protocol import Progress
from app.ui.link.job_list import JobList
from app.ui.look.texts import duration, facts, number, shown, tip, tr
from app.ui.widgets.buttons import Kind, button, stopping, wait_for
from app.ui.widgets.labels import Elided


class JobParts:
    """The parts of a running job, for a card or a row to lay out.

    Attributes:
        title: What it does.
        bar: How far it is.
        far: The same in numbers.
        pace: Rate and time left.
        cancel: Asks it to stop.
    """

    def __init__(self, jobs: JobList, job: JobStatus, kind: Kind) -> None:
        self._jobs, self._job = jobs, job.id
        words = shown(job.title)
        self.title = Elided(words, "bold")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(words)
        self.far = Elided(tr("under way"), "small")
        self.pace = Elided("", "small")
        self.cancel = button(tr("Cancel"), lambda: jobs.stop(job.id), kind)
        self.cancel.setAccessibleDescription(words)
        self.tell()

    @property
    def progress(self) -> Progress | None:
        """How far it is, or None before it told."""
        return self._jobs.progress.get(self._job)

    def tell(self) -> None:
        """Show what the list knows of it now."""
        if (progress := self.progress) is not None:
            self.bar.setRange(0, progress.total)
            self.bar.setValue(progress.done)
            self.bar.setToolTip(tip(shown(progress.label)))
            self.far.setText(counted(progress))
            self.pace.setText(pace(progress))
        if self._job in self._jobs.stopping:
            wait_for(self.cancel, stopping())
            self.far.setText(tr("stopping"))
            self.pace.setText("")


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
