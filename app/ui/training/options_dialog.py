"""Choosing how to train: whom to leave out, how long, how deep."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QButtonGroup, QDialog, QListView, QRadioButton, QWidget

from app.domain.person import Person
from app.domain.training import Depth, Effort
from app.ui.look.texts import tr, tr_n
from app.ui.training.preferences import Preferences
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.fit import fit
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import REST, in_column, in_row

_PERSON = Qt.ItemDataRole.UserRole
_ROW = 28
"""Height of a row, in pixels."""


class OptionsDialog(QDialog):
    """A list of people with a tick at those trained on, and two choices.

    Attributes:
        people: The list.
    """

    def __init__(self, preferences: Preferences, people: Sequence[Person], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("How to train"))
        fit(self, 520, 560)
        self._preferences = preferences
        self._model = QStandardItemModel(self)
        for card in people:
            if card.faces:
                self._model.appendRow(_row(card, ticked=card.id not in preferences.options.leave_out))
        self.people = QListView()
        self.people.setModel(self._model)
        self.people.setUniformItemSizes(True)
        self.people.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.people.setAccessibleName(tr("People to train on"))
        self.people.doubleClicked.connect(self._toggle)
        self.how_long = _Choices(
            [
                ("quick", tr("Quick"), tr("half the steps")),
                ("usual", tr("Usual"), ""),
                ("long", tr("Thorough"), tr("twice the steps")),
            ],
            preferences.options.effort,
        )
        self.how_deep = _Choices(
            [
                ("auto", tr("As fits this computer"), tr("deeper on a GPU")),
                ("head", tr("Last layer only"), tr("fast")),
                ("blocks", tr("Last blocks too"), tr("many times slower without a GPU")),
            ],
            preferences.options.depth,
        )
        self._lay_out()

    def _lay_out(self) -> None:
        choices = in_row(spacing=24)
        for title, one in ((tr("How long"), self.how_long), (tr("How deep"), self.how_deep)):
            part = in_column(label(title, "bold"), one, REST, spacing=4)
            choices.addLayout(part, 1)
        done = button(tr("Done"), self._accept, "primary")
        done.setDefault(True)
        done.setFocus()
        row = in_row(REST, button(tr("Cancel"), self.close), done, spacing=12)
        column = in_column(on=self, margins=(20, 18, 20, 18), spacing=12)
        self._everyone = button(tr("Everyone"), self._tick_all, "link", tip=tr("Leave nobody out"))
        head = in_row((label(tr("People to train on"), "bold"), 1), self._everyone)
        self._model.itemChanged.connect(self._count)
        self._count()
        column.addLayout(head)
        column.addWidget(
            label(
                tr("Whoever is left out is still recognised, but not trained on."),
                "muted",
                wrap=True,
            )
        )
        column.addWidget(self.people, 1)
        column.addLayout(choices)
        column.addLayout(row)

    def _items(self) -> list[QStandardItem]:
        return [self._model.item(row) for row in range(self._model.rowCount())]

    def _toggle(self, index: QModelIndex) -> None:
        item = self._model.itemFromIndex(index)
        ticked = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)

    def _tick_all(self) -> None:
        for item in self._items():
            item.setCheckState(Qt.CheckState.Checked)

    def _count(self, _: object = None) -> None:
        """Offer to tick all only where one is not."""
        wait_for(self._everyone, "" if self._out() else tr("Everyone is ticked"))

    def _out(self) -> frozenset[int]:
        """Who is left out."""
        unticked = (item for item in self._items() if item.checkState() != Qt.CheckState.Checked)
        return frozenset(item.data(_PERSON) for item in unticked)

    def _accept(self) -> None:
        effort: Effort = self.how_long.chosen
        depth: Depth = self.how_deep.chosen
        self._preferences.choose(leave_out=self._out(), effort=effort, depth=depth)
        self.close()


def _row(card: Person, *, ticked: bool) -> QStandardItem:
    item = QStandardItem(tr_n("{name} · {n} photo", "{name} · {n} photos", card.faces, name=card.name))
    item.setCheckable(True)
    item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
    item.setData(card.id, _PERSON)
    item.setSizeHint(QSize(0, _ROW))
    return item


class _Choices(QWidget):
    """One of a few, each with what it entails below it."""

    def __init__(self, choices: list[tuple[str, str, str]], chosen: str) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._keys = [key for key, *_ in choices]
        column = in_column(on=self, spacing=2)
        for place, (key, name, remark) in enumerate(choices):
            one = QRadioButton(tr("{choice} ({remark})", choice=name, remark=remark) if remark else name)
            one.setChecked(key == chosen)
            self._group.addButton(one, place)
            column.addWidget(one)

    @property
    def chosen(self) -> Any:
        """The key of the one chosen."""
        return self._keys[self._group.checkedId()]
