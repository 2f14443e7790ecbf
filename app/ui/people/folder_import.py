"""Enrolling many people at once, from a folder that holds a folder for each."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.core.errors import Cancelled, KithError
from app.domain.alike import Alike
from app.domain.consent import Consent
from app.domain.people_plan import PeoplePlan, PlannedPerson
from app.domain.person import EnrolReport
from app.engine.requests.enrolling import EnrolFiles, EnrolMany, PlanPeople
from app.ui.look.texts import tr
from app.ui.people.plan_dialog import PlanDialog
from app.ui.shell.context import Context
from app.ui.shell.look_alike import LookAlike
from app.ui.widgets.file_dialog import FileDialog

_Open = list[tuple[PlannedPerson, Alike, EnrolReport]]


class FolderImport(QObject):
    """Shows who would be enrolled, enrols them, and asks of each who looks enrolled. Each is used once.

    Signals:
        done: What came of it; an `EnrolReport` for each person.
    """

    done = Signal(object)

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._over = context, over
        self._reports: list[EnrolReport] = []
        self._consent: Consent | None = None

    def ask(self) -> None:
        """Ask for the folder."""
        picker = FileDialog(self._over, tr("Choose a folder that holds a folder for each person"))
        picker.choose_folder()
        picker.fileSelected.connect(self.look_into)
        picker.rejected.connect(self.deleteLater)
        picker.open()

    def look_into(self, folder: str) -> None:
        """Show who would be enrolled from a folder."""
        self._context.notices.say(tr("Looking for people in {folder}", folder=Path(folder).name))
        self._context.bridge.ask(PlanPeople(Path(folder)), self._planned, self._failed)

    def _planned(self, plan: PeoplePlan) -> None:
        self._context.notices.clear()
        shown = PlanDialog(self._over, plan, self._enrol)
        shown.rejected.connect(self.deleteLater)
        shown.open()

    def _enrol(self, people: tuple[PlannedPerson, ...], consent: Consent) -> None:
        self._consent = consent
        self._context.bridge.ask(EnrolMany(people, consent), partial(self._enrolled, people), self._failed)

    def _enrolled(self, people: Sequence[PlannedPerson], reports: Sequence[EnrolReport]) -> None:
        self._reports += [one for one in reports if one.alike is None]
        both = zip(people, reports, strict=True)
        self._ask_next([(one, report.alike, report) for one, report in both if report.alike is not None])

    def _ask_next(self, left: _Open) -> None:
        """Ask of the next who looks enrolled; after the last one tell what came of it all."""
        if not left:
            self.done.emit(tuple(self._reports))
            self.deleteLater()
            return
        (person, alike, report), *rest = left

        def told(found: EnrolReport) -> None:
            self._reports.append(found)
            self._ask_next(rest)

        def failed(error: KithError | Cancelled) -> None:
            self._context.notices.error(error)
            told(report)

        def write(request: EnrolFiles) -> None:
            self._context.bridge.ask(request, told, failed)

        box = LookAlike(
            self._over,
            alike,
            lambda: write(EnrolFiles(alike.name, person.folders)),
            lambda: write(EnrolFiles(person.name, person.folders, apart=True, consent=self._consent)),
            person.name,
        )
        box.rejected.connect(lambda: told(report))
        box.open()

    def _failed(self, error: KithError | Cancelled) -> None:
        self._context.notices.clear()
        self._context.notices.error(error)
        self.deleteLater()
