"""A name as a heading that is edited in place."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.link.people_list import PeopleList
from app.ui.look.texts import tr
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.layouts import REST, in_row
from app.ui.widgets.name_edit import NameEdit


class NameHeading(QStackedWidget):
    """Somebody's name and how many faces they have; a button makes a field of it.

    Attributes:
        field: The field.
        pencil: The button.

    Signals:
        renamed: Another name was given.
    """

    renamed = Signal(str)

    def __init__(self, people: PeopleList) -> None:
        super().__init__()
        self._name = Elided("", "title")
        self._count = label("", "muted")
        self.pencil = button("", self.edit, "link", icon="pencil-simple", tip=tr("Rename"))
        self.pencil.setAccessibleName(tr("Rename"))
        self.field = NameEdit(people, tr("Name"))
        self.field.named.connect(self._named)
        self.addWidget(self._reading())
        self.addWidget(self._writing())

    def show_name(self, name: str, count: str) -> None:
        """Show a name, and a count beside it."""
        self._name.setText(name)
        self._name.setMaximumWidth(self._name.fontMetrics().horizontalAdvance(name) + 12)
        self._count.setText(count)

    @property
    def editing(self) -> bool:
        """Whether the name is being changed."""
        return self.currentIndex() == 1

    def edit(self) -> None:
        """Make a field of it."""
        self.field.setText(self._name.text())
        self.setCurrentIndex(1)
        self.field.setFocus()
        self.field.selectAll()

    def cancel(self) -> None:
        """Leave the name as it is."""
        self.setCurrentIndex(0)

    def _named(self, name: str) -> None:
        self.setCurrentIndex(0)
        if name != self._name.text():
            self.renamed.emit(name)

    def _reading(self) -> QWidget:
        whole = QWidget()
        in_row((self._name, 1), self.pencil, self._count, REST, on=whole, spacing=8)
        return whole

    def _writing(self) -> QWidget:
        whole = QWidget()
        row = in_row(on=whole, spacing=8)
        self.field.setMaximumWidth(380)
        row.addWidget(self.field, 1)
        row.addWidget(button(tr("Rename"), self.field.submit))
        row.addWidget(button(tr("Cancel"), self.cancel))
        row.addStretch()
        return whole
