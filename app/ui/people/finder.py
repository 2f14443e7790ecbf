"""Finding somebody: a field to search in and an order."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.link.memory import Memory
from app.ui.look.texts import tr
from app.ui.people.model import SORTS, Sort
from app.ui.widgets.layouts import REST, in_row
from app.ui.widgets.popup_list import Combo
from app.ui.widgets.search_field import SearchField

_KEY = "people/sort"


class Finder(QWidget):
    """What to show of all people.

    Attributes:
        field: The search field.
        order: The box of orders.

    Signals:
        changed: Another text or order.
    """

    changed = Signal()

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self._memory = memory
        self.field = SearchField(tr("Search people"))
        self.field.setMinimumWidth(150)
        self.field.setMaximumWidth(260)
        self.field.textChanged.connect(self.changed)
        self.order = Combo()
        self.order.setAccessibleName(tr("Order"))
        self.order.setToolTip(tr("Order"))
        for text in (tr("By name"), tr("Most faces"), tr("Newest")):
            self.order.addItem(text)
        self.order.setCurrentIndex(SORTS.index(self._remembered()))
        self.order.currentIndexChanged.connect(self._reordered)
        in_row((self.field, 1), self.order, REST, on=self, spacing=12)

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.field.text()

    @property
    def sort(self) -> Sort:
        """The order chosen."""
        return SORTS[self.order.currentIndex()]

    def _remembered(self) -> Sort:
        kept = self._memory.text(_KEY, SORTS[0])
        return next((sort for sort in SORTS if sort == kept), SORTS[0])

    def _reordered(self) -> None:
        self._memory.keep(_KEY, self.sort)
        self.changed.emit()
