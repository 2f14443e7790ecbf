"""The page while there is nothing to name: no photos yet, the first sorting, or why it failed."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from app.core.errors import Cancelled, KithError, KnownError
from app.core.text import say
from app.engine.protocol import Progress
from app.ui.look.texts import number, tr
from app.ui.widgets.buttons import button
from app.ui.widgets.empty import EmptyState, in_the_middle
from app.ui.widgets.job_parts import how_far
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import in_column
from app.ui.widgets.problem import Problem


def empty_state(choose: Callable[[], None]) -> EmptyState:
    """No photos yet."""
    return EmptyState(
        "image",
        tr("Point Kith at a folder of photos"),
        tr("It finds the faces and sorts them into people. You give each a name once."),
        [button(tr("Choose a folder…"), choose, "primary", icon="folder-open")],
        tr("Or drop a folder here. Your photos stay where they are and are never changed."),
    )


class Sorting(QWidget):
    """The first sorting, or waiting for it."""

    def __init__(self, cancel: Callable[[], None]) -> None:
        super().__init__()
        self._heading = label("", "heading", wrap=True)
        self._cancel = button(tr("Cancel"), cancel)
        self._far = label("", "muted", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setFixedWidth(320)
        self._bar.setAccessibleName(tr("Sorting"))
        column = in_column(on=self, margins=None, spacing=12)
        column.addStretch(3)
        for text in (self._heading, self._far):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._heading)
        column.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._far)
        column.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(4)
        self._faces = 0

    def count(self, faces: int) -> None:
        """So many faces are sorted, as far as is known now."""
        self._faces = faces

    def start(self) -> None:
        """A run begins."""
        self._bar.setRange(0, 0)
        self._far.setText("")

    def tell(self, progress: Progress) -> None:
        """Say how far it is."""
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._far.setText(how_far(progress))

    def wait(self, *, reading: bool, sorting: bool) -> None:
        """Say what is being waited for: a folder that is read, the sorting itself, or the engine."""
        self._bar.setVisible(not reading)
        self._cancel.setVisible(sorting)
        if reading:
            self._heading.setText(tr("Reading photos"))
            self._far.setText(tr("Faces appear here, sorted into people, once the folder is read."))
        elif self._faces:
            self._heading.setText(tr("Sorting {count} faces…", count=number(self._faces)))
        else:
            self._heading.setText(tr("Opening the photos…"))


class Failed(QWidget):
    """Why the faces could not be sorted.

    Attributes:
        error: The reason, or None.
    """

    def __init__(self, again: Callable[[], None]) -> None:
        super().__init__()
        self.error: KithError | None = None
        self._then = again
        self._problem = Problem()
        in_column(in_the_middle(self._problem), on=self)

    def tell(self, error: KithError | Cancelled | None) -> None:
        """Say why; somebody who cancelled it is offered to start it again."""
        known = error if isinstance(error, KithError) else KnownError(say("The faces are not sorted yet"))
        self.error = known
        self._problem.show_error(known, [button(tr("Sort now"), self._then)])

    def clear(self) -> None:
        """Tell no error any more."""
        self.error = None
