"""When somebody was born, on their page."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QWidget

from app.domain.person import Person
from app.engine.requests.people import SetBirth
from app.ui.look.texts import tr
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.layouts import REST, in_row
from app.ui.widgets.question import Question


class Birth(QWidget):
    """The birth date as a link that changes it.

    Attributes:
        link: The date, or an invitation to give one.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._card: Person | None = None
        self.link = button("", self.ask, "link", tip=tr("In photos taken before, they are never proposed"))
        self.link.setProperty("flush", True)  # below other lines, it begins where they do
        in_row(self.link, REST, on=self)

    def show_of(self, card: Person) -> None:
        """Show somebody's."""
        self._card = card
        self.link.setText(tr("Add birth date…") if card.born is None else tr("Born on {day}", day=card.born))

    def ask(self) -> None:
        """Ask for the date."""
        if self._card is not None:
            BirthDialog(self._context, self, self._card).open()


class BirthDialog(Question):
    """Asks when somebody was born.

    Attributes:
        day: The date.
    """

    def __init__(self, context: Context, parent: QWidget, card: Person) -> None:
        sentence = tr(
            "In photos taken before, nobody is proposed as {name}. Names you gave stay.", name=card.name
        )
        super().__init__(parent, tr("When was {name} born?", name=card.name), sentence)
        self._context, self._person = context, card.id
        today = date.today()
        self.day = QDateEdit(_as_qt(card.born or today))
        self.day.setAccessibleName(tr("Birth date"))
        self.day.setDateRange(QDate(1800, 1, 1), _as_qt(today))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat(_with_century(self.day.displayFormat()))
        self.day.setMinimumHeight(34)
        self.body.addWidget(self.day)
        if card.born is not None:
            self.row.insertWidget(0, button(tr("Take away"), lambda: self._set(None)))
        save = self.add_buttons(tr("Save"), lambda: self._set(_as_day(self.day.date())))
        wait_for(save, tr("Choose the day"))
        self.day.dateChanged.connect(lambda: wait_for(save, ""))
        self.day.setFocus()

    def _set(self, day: date | None) -> None:
        self._context.change(SetBirth(self._person, day))
        self.accept()


def _with_century(form: str) -> str:
    """A form of dates that writes years in full."""
    return form if "yyyy" in form else form.replace("yy", "yyyy")


def _as_qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _as_day(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
