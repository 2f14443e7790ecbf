"""What to do with a retrained model: use it, keep the old one, go back; and how far that is."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.look.texts import number, tip, tr
from app.ui.training.job_progress import JobProgress
from app.ui.training.model_job import ModelJob
from app.ui.widgets.buttons import Kind, button
from app.ui.widgets.labels import label, set_property
from app.ui.widgets.layouts import in_column, in_row

Place = Literal["open", "aside", "active"]
"""Of a retrained model: the choice is open, it was put aside, or it decides."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a retrained model stands.

    Attributes:
        place: Where it is.
        better: Whether it is proved to be better.
        base: Name of the model to go back to.
        faces: How many faces are read again for it.
        several: Whether there are other retrained models to compare it with.
    """

    place: Place
    better: bool
    base: str
    faces: int
    several: bool


class Choice(QWidget):
    """The buttons below a proof, and what each entails.

    Signals:
        use: Let the new model decide.
        keep: Leave it at the old one.
        back: Let the model before decide again.
        compare: Show earlier trainings beside this one.
    """

    use = Signal()
    keep = Signal()
    back = Signal()
    compare = Signal()

    def __init__(self, job: ModelJob) -> None:
        super().__init__()
        self._job = job
        self._standing: Standing | None = None
        self.use_button = button(tr("Use the new model"), self.use.emit, "primary")
        self.keep_button = button(tr("Keep the old one"), self.keep.emit)
        self.back_button = button(tr("Switch back"), self.back.emit)
        self.compare_button = button(
            tr("Compare…"), self.compare.emit, "link", tip=tr("Beside earlier trainings")
        )
        self.text = label("", "muted", wrap=True)
        self.progress = JobProgress(job)
        self._lay_out()
        job.moved.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        row = in_row(*self._choices(), spacing=12)
        row.addStretch(1)
        row.addWidget(self.compare_button)
        in_column(self.progress, self.text, row, on=self, margins=(0, 4, 0, 0), spacing=8)

    def show_standing(self, standing: Standing) -> None:
        """Offer what can be done now."""
        self._standing = standing
        self.compare_button.setVisible(standing.several)
        self._show()

    def _show(self) -> None:
        for one in (*self._choices(), self.text):
            one.hide()
        if not self._job.running and self._standing is not None:
            self._show_choice(self._standing)

    def _choices(self) -> tuple[QPushButton, ...]:
        return self.use_button, self.keep_button, self.back_button

    def _show_choice(self, standing: Standing) -> None:
        self.text.setText(_consequence(standing))
        self.text.show()
        if standing.place == "active":
            self.back_button.show()
            self.back_button.setToolTip(tip(tr("Let {base} decide again", base=standing.base)))
            return
        is_open = standing.place == "open"
        self.use_button.show()
        self.keep_button.setVisible(is_open)
        _dress(self.use_button, "primary" if is_open and standing.better else "plain")
        _dress(self.keep_button, "plain" if standing.better else "primary")


def _consequence(standing: Standing) -> str:
    if standing.place == "active":
        return tr("The new model decides now. Switching back takes a moment; nothing is lost.")
    if standing.place == "aside":
        return tr("The old model decides. The new one is kept, also under Models.")
    return tr(
        "{faces} faces are read again in the background; you can switch back.", faces=number(standing.faces)
    )


def _dress(made: QPushButton, kind: Kind) -> None:
    set_property(made, "kind", kind)
