"""An error in words: what happened, why, what to do now, and its details for a report."""

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication, QFrame, QPushButton

from app.core import log
from app.core.errors import BugError, KithError
from app.core.text import sentence
from app.ui.look.texts import shown, tr
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import in_column, in_row

_log = log.Log(__name__)


def details(error: KithError) -> str:
    """An error for a report: its kind, its texts, where it happened, and the newest lines of the log."""
    notes = getattr(error, "__notes__", [])
    return with_log("\n".join([f"{type(error).__name__}: {error}", *notes]))


def with_log(report: str) -> str:
    """A report with the newest lines of the log below it."""
    return "\n".join([report, "", *log.last_lines()]).rstrip()


class Problem(QFrame):
    """An error as a panel. What the user can do about it are its buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "error")
        self._error: KithError | None = None
        self._what = label("", "bold", wrap=True)
        self._why = label("", "plain", wrap=True)
        self._remedy = label("", "plain", wrap=True)
        self._copy = button(tr("Copy details"), self._copy_details, "link", tip=tr("For a bug report"))
        self._row = in_row(spacing=8)
        in_column(
            self._what, self._why, self._remedy, self._row, on=self, margins=(16, 12, 16, 12), spacing=4
        )
        self._buttons: list[QPushButton] = []
        self._row.addWidget(self._copy)
        self._row.addStretch()

    def show_error(self, error: KithError, buttons: Sequence[QPushButton] = ()) -> None:
        """Tell an error, with these ways out before the copying of its details."""
        self._error = error
        _log.warning("error shown", error=error)
        self._what.setText(sentence(shown(error.what)))
        self._why.setText(sentence(shown(error.why)))
        self._remedy.setText(sentence(shown(error.remedy)))
        for text in (self._why, self._remedy):
            text.setVisible(bool(text.text()))
        for old in self._buttons:
            old.deleteLater()
        self._buttons = list(buttons)
        for place, one in enumerate(self._buttons):
            self._row.insertWidget(place, one)
        self._copy.setVisible(isinstance(error, BugError) or bool(getattr(error, "__notes__", [])))
        self.setAccessibleName(tr("Error"))
        self.setAccessibleDescription(shown(error.text))

    @property
    def error(self) -> KithError | None:
        """The error told."""
        return self._error

    def _copy_details(self) -> None:
        if self._error is not None:
            QApplication.clipboard().setText(details(self._error))
