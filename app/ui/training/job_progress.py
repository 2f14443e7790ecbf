"""How far the job on the models is, with Cancel."""

from PySide6.QtWidgets import QProgressBar, QWidget

from app.engine.protocol import Progress
from app.ui.look.texts import duration, facts, number, tr
from app.ui.training.model_job import ModelJob
from app.ui.widgets.buttons import button
from app.ui.widgets.job_parts import how_far
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import in_column, in_row

_MEGABYTE = 1_000_000


class JobProgress(QWidget):
    """A bar, a line of text, Cancel; hidden while nothing runs.

    Attributes:
        text: The line.
    """

    def __init__(self, job: ModelJob) -> None:
        super().__init__()
        self._job = job
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.text = label("", "muted", wrap=True)
        row = in_row(
            (self.text, 1), button(tr("Cancel"), job.stop, tip=tr("Everything stays as it is")), spacing=12
        )
        in_column(self.bar, row, on=self, spacing=8)
        job.turned.connect(self._show)
        job.moved.connect(self._show)
        self._show()

    def _show(self) -> None:
        progress = self._job.progress
        self.setVisible(self._job.running)
        self.bar.setRange(0, progress.total if progress else 0)
        self.bar.setValue(progress.done if progress else 0)
        self.text.setText(self._words(progress))

    def _words(self, progress: Progress | None) -> str:
        if self._job.adds:
            return _fetched(progress) if progress else tr("Getting the model")
        if not self._job.switches:
            return _doing(progress) if progress else tr("Getting the model ready")
        if progress is None:
            return tr("Getting the model ready. Until then the present model decides.")
        return tr("Faces read: {far}. Until then the present model decides.", far=how_far(progress))


def _doing(progress: Progress) -> str:
    """What is being done, and how far it is."""
    return facts(progress.label, how_far(progress) if progress.total else "")


def _fetched(progress: Progress) -> str:
    """Of a download: its units are bytes."""
    done, total = (number(size / _MEGABYTE) for size in (progress.done, progress.total))
    left = progress.seconds_left
    return facts(
        tr("{done} of {total} MB", done=done, total=total),
        tr("{time} left", time=duration(left)) if left else "",
    )
