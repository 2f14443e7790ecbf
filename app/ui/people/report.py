"""What came of reading files for people, where some could not be used."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.domain.person import EnrolReport
from app.ui.look.texts import shown, tr, tr_n
from app.ui.widgets.buttons import button
from app.ui.widgets.failures import Failures


class EnrolResult(Failures):
    """How many were added, and each file that was not, with its reason.

    Signals:
        inside_wanted: A folder was not used because it holds several people; each of them is to be enrolled.
    """

    inside_wanted = Signal(str)

    def __init__(self, parent: QWidget, reports: Sequence[EnrolReport], data: Path) -> None:
        rejected = [one for report in reports for one in report.rejected]
        super().__init__(parent, result_text(reports), rejected, data)
        if several := [folder for report in reports for folder in report.several]:
            inside = button(tr("Use the folders inside…"), lambda: self._go_inside(several[0]))
            self.body.addWidget(inside, 0, Qt.AlignmentFlag.AlignLeft)

    def _go_inside(self, folder: str) -> None:
        self.accept()
        self.inside_wanted.emit(folder)


def result_text(reports: Sequence[EnrolReport]) -> str:
    """How many were added, in words."""
    if len(reports) == 1:
        [report] = reports
        return (
            shown(report.added) if report.accepted else tr("Nothing was added for {name}", name=report.name)
        )
    enrolled = sum(report.accepted > 0 for report in reports)
    faces = tr_n("{n} face", "{n} faces", sum(report.accepted for report in reports))
    return tr_n("Enrolled {n} person, {faces}", "Enrolled {n} people, {faces}", enrolled, faces=faces)
