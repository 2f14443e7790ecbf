"""Whom to enrol, and that they agree."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.ui.enrol.agreement import Agreement
from app.ui.link.people_list import PeopleList
from app.ui.look.texts import tr
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.labels import Hint, label
from app.ui.widgets.layouts import in_column
from app.ui.widgets.name_edit import NameEdit


class EnrolForm(QFrame):
    """Asks for a name and for consent; says in words what is missing.

    Attributes:
        field: The name.
        agreement: To be ticked before anything is kept.
        start: Begins.
        keep: Ends with the views taken so far.
        hint: What is missing.

    Signals:
        started: Both are given; the name.
        kept: The user is content with what there is.
    """

    started = Signal(str)
    kept = Signal()

    def __init__(self, people: PeopleList) -> None:
        super().__init__()
        self._people = people
        self.setProperty("role", "panel")
        self.field = NameEdit(people, tr("Name"))
        self.agreement = Agreement()
        self._known = label("", "small", wrap=True)
        self.hint = Hint(self.field.textChanged, self.agreement.tick.toggled, role="plain")
        self.start = button(tr("Start"), self.try_to_start, "primary")
        self.keep = button(
            tr("Keep these"), self.kept.emit, "primary", tip=tr("End with the views taken so far")
        )
        self._lay_out()
        self.field.textChanged.connect(self._update)
        self.field.named.connect(lambda _: self.try_to_start())
        self.field.refused.connect(self.hint.tell)
        people.updated.connect(self._update)
        self.begin("")

    def begin(self, name: str) -> None:
        """Ask anew."""
        self.field.setText(name)
        self.agreement.begin()
        self.let_edit(editable=True)
        (self.agreement.tick if name else self.field).setFocus()

    def let_edit(self, *, editable: bool) -> None:
        """Whether name and consent can be changed: not while the camera runs."""
        self.field.setEnabled(editable)
        self.agreement.let_edit(editable=editable)
        self.start.setVisible(editable)
        self.keep.setVisible(not editable)
        self.let_keep(ready=False)
        self._update()

    def let_keep(self, *, ready: bool) -> None:
        """Whether there are views to keep."""
        wait_for(self.keep, "" if ready else tr("No view was taken yet"))

    def try_to_start(self) -> None:
        """Begin, or say what is missing."""
        if not self.field.name:
            self.hint.tell(tr("Write a name first."))
            self.field.setFocus()
        elif missing := self.agreement.missing:
            self.hint.tell(missing)
            self.agreement.focus()
        else:
            self.started.emit(self.field.name)

    def _lay_out(self) -> None:
        in_column(
            label(tr("Name"), "muted"),
            self.field,
            self._known,
            self.agreement,
            self.hint,
            self.start,
            self.keep,
            on=self,
            margins=(16, 14, 16, 16),
            spacing=8,
        )

    def _update(self) -> None:
        self.agreement.about(self.field.name)
        known = self._people.find(self.field.text())
        self._known.setVisible(known is not None)
        if known is not None:
            self._known.setText(tr("{name} is known already: the new views are added.", name=known.name))
