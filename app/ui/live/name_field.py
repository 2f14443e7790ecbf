"""A field for a name, with those enrolled as completions."""

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QListView

from app.ui.people_list import PeopleList
from app.ui.texts import tr
from app.ui.widgets.line import Line


class NameField(Line):
    """Completes names wherever the letters typed stand in them."""

    def __init__(self, people: PeopleList) -> None:
        super().__init__()
        self._people = people
        self._names = QStringListModel(people.names(), self)
        self.setPlaceholderText(tr("Name"))
        self.setAccessibleName(tr("Name"))
        self.setMaxLength(100)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = QListView()
        popup.setProperty("role", "completion")
        completer.setPopup(popup)
        self.setCompleter(completer)
        people.updated.connect(self._renew)

    @property
    def name(self) -> str:
        """What was written, without spaces around it."""
        return self.text().strip()

    def _renew(self) -> None:
        self._names.setStringList(self._people.names())
