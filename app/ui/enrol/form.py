"""Whom to enrol, and that they agree."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel

from app.ui.link.people_list import PeopleList
from app.ui.look.texts import tr
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.labels import Hint, label
from app.ui.widgets.layouts import in_column, in_row
from app.ui.widgets.name_edit import NameEdit


class EnrolForm(QFrame):
    """Asks for a name and for consent; says in words what is missing.

    Attributes:
        field: The name.
        consent: To be ticked before anything is kept.
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
        self.consent = QCheckBox()
        self._agrees = _Clickable(self.consent)
        self._known = label("", "small", wrap=True)
        self.hint = Hint(self.field.textChanged, self.consent.toggled, role="plain")
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
        self.consent.setChecked(False)
        self.let_edit(editable=True)
        (self.consent if name else self.field).setFocus()

    def let_edit(self, *, editable: bool) -> None:
        """Whether name and consent can be changed: not while the camera runs."""
        self.field.setEnabled(editable)
        self.consent.setEnabled(editable)
        self._agrees.setEnabled(editable)
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
        elif not self.consent.isChecked():
            self.hint.tell(tr("Tick that {name} agrees first.", name=self.field.name))
            self.consent.setFocus()
        else:
            self.started.emit(self.field.name)

    def _lay_out(self) -> None:
        agree = in_row((self.consent, 0, Qt.AlignmentFlag.AlignTop), (self._agrees, 1), spacing=0)
        in_column(
            label(tr("Name"), "muted"),
            self.field,
            self._known,
            agree,
            self.hint,
            self.start,
            self.keep,
            on=self,
            margins=(16, 14, 16, 16),
            spacing=8,
        )

    def _update(self) -> None:
        name = self.field.name or tr("This person")
        text = tr("{name} agrees that their face is kept on this computer to recognise them.", name=name)
        self._agrees.setText(text)
        self.consent.setAccessibleName(text)
        known = self._people.find(self.field.text())
        self._known.setVisible(known is not None)
        if known is not None:
            self._known.setText(tr("{name} is known already: the new views are added.", name=known.name))


class _Clickable(QLabel):
    """The words of a checkbox, over several lines."""

    def __init__(self, box: QCheckBox) -> None:
        super().__init__()
        self._box = box
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "small")
        self.setWordWrap(True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """As on the box itself."""
        if self.isEnabled() and self.rect().contains(event.position().toPoint()):
            self._box.toggle()
