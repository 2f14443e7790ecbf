"""What stands above the clusters: how an import goes, and what a review would settle."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from app.ui.look.texts import facts, number, tr, tr_n
from app.ui.photos.imports import Imports
from app.ui.widgets.buttons import button
from app.ui.widgets.job_parts import how_far
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.layouts import in_column, in_row


class ImportBanner(QFrame):
    """The folder being read, or the ones that were stopped; hidden where there is neither."""

    def __init__(self, imports: Imports) -> None:
        super().__init__()
        self._imports = imports
        self.setProperty("role", "panel")
        self._title = Elided("", "bold")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Import"))
        self._far = Elided("", "muted")
        self._cancel = button(tr("Cancel"), imports.cancel)
        self._go_on = button(tr("Go on"), imports.go_on)
        self._leave = button(tr("Leave it"), imports.leave, "link", tip=tr("What was read stays"))
        words = in_column(self._title, self._bar, self._far, spacing=6)
        in_row(
            (words, 1), self._leave, self._go_on, self._cancel, on=self, margins=(16, 12, 16, 12), spacing=12
        )
        imports.changed.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        busy, stopped = self._imports.running is not None, self._imports.stopped
        self.setVisible(busy or bool(stopped))
        self._bar.setVisible(busy)
        for control, shown in ((self._cancel, busy), (self._go_on, not busy), (self._leave, not busy)):
            control.setVisible(shown)
        if busy:
            self._tell_running()
        elif stopped:
            self._tell_stopped()

    def _tell_running(self) -> None:
        folder, progress = self._imports.running, self._imports.progress
        title = tr("Reading {folder}", folder=folder.name or folder) if folder is not None else ""
        waiting = len(self._imports.waiting)
        more = tr_n("{n} more folder waits", "{n} more folders wait", waiting) if waiting else ""
        self._title.setText(facts(title, more))
        self._bar.setRange(0, progress.total if progress is not None else 0)
        self._bar.setValue(progress.done if progress is not None else 0)
        self._far.setText(how_far(progress) if progress is not None else tr("Looking for pictures…"))

    def _tell_stopped(self) -> None:
        stopped = self._imports.stopped
        done, total = (sum(far) for far in zip(*stopped.values(), strict=True))
        said = tr("Import stopped at {done} of {total}", done=number(done), total=number(total))
        self._title.setText(said if total else tr("Import stopped"))
        self._far.setText(facts(*stopped))


class ReviewBanner(QFrame):
    """How many answers would settle how many faces, and the way there."""

    def __init__(self, start: Callable[[], None], beside: QWidget) -> None:
        """Make one; `beside` stands beside the way to the review."""
        super().__init__()
        self.hide()  # until there is something to tell
        self.setProperty("role", "banner")
        self._title = label("", "bold", wrap=True)
        said = tr("One question at a time, with the keyboard. Everything can be undone.")
        words = in_column(self._title, label(said, "small", wrap=True), spacing=4)
        in_row(
            (words, 1),
            beside,
            button(tr("Start review"), start, "primary"),
            on=self,
            margins=(18, 14, 16, 14),
            spacing=12,
        )

    def tell(self, answers: int, faces: int) -> None:
        """Say what it would save; nothing to answer hides it."""
        self.setVisible(answers > 0)
        count = tr_n("{n} answer", "{n} answers", answers)
        self._title.setText(tr("{answers} will settle about {faces}", answers=count, faces=_faces(faces)))


def _faces(count: int) -> str:
    return tr_n("{n} face", "{n} faces", count)
