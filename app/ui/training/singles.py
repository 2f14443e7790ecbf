"""People with one photo, each with the way to more."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QDialog, QListView, QWidget

from app.core.text import plain
from app.domain.person import Person
from app.ui.look.texts import tr
from app.ui.widgets.buttons import button
from app.ui.widgets.fit import fit
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import REST, in_column, in_row


class SinglesDialog(QDialog):
    """Lists them; opening one leads to their photos."""

    def __init__(
        self, people: Sequence[Person], open_person: Callable[[int], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("People with one photo"))
        fit(self, 420, 440)
        self._people = list(people)
        self._open_person = open_person
        self.list = QListView()
        self.list.setModel(QStringListModel([plain(card.name) for card in people], self.list))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(tr("People with one photo"))
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        self.list.activated.connect(self._open)
        intro = label(
            tr("They are recognised, but training learns from two photos or more of a person."),
            "muted",
            wrap=True,
        )
        row = in_row(
            REST,
            button(tr("Close"), self.close),
            button(tr("Add photos"), self._open_current, "primary"),
            spacing=12,
        )
        in_column(intro, (self.list, 1), row, on=self, margins=(20, 18, 20, 18), spacing=12)

    def _open_current(self) -> None:
        self._open(self.list.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.close()
            self._open_person(self._people[index.row()].id)
