"""What is kept of the agreement of somebody who is enrolled without being asked for it in a form."""

from app.domain.consent import Consent
from app.ui.link.people_list import PeopleList
from app.ui.look.texts import tr
from app.ui.widgets.labels import Words
from app.ui.widgets.name_edit import NameEdit


class Agreed(Words):
    """Says below a name's field what is kept: of somebody new that they agree, of others nothing more."""

    def __init__(self, people: PeopleList, field: NameEdit) -> None:
        super().__init__()
        self._people, self._field = people, field
        self.setProperty("role", "small")
        self.setWordWrap(True)
        self._offered = True
        field.textChanged.connect(self._say)
        self._tell()

    def consent(self, name: str) -> Consent | None:
        """What is to be kept of somebody of that name."""
        return Consent() if self._people.find(name) is None else None

    def offer(self, *, offered: bool) -> None:
        """Whether somebody can be named at all."""
        self._offered = offered
        self._say()

    def _say(self) -> None:
        self.setVisible(self._offered and self._people.find(self._field.name) is None)
        self._tell()

    def _tell(self) -> None:
        agreed = Consent().agreed(self._field.name or tr("This person"))
        self.setText(tr("Ask them first. This is kept too: {agreed}", agreed=agreed))
