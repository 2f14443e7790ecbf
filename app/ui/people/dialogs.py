"""Small questions: a name, a merge, forgetting."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.text import plain
from app.domain.names import folded
from app.domain.person import Person
from app.ui.link.people_list import PeopleList
from app.ui.look.texts import tr
from app.ui.people.model import faces_text
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.labels import Hint, label, panel
from app.ui.widgets.layouts import in_row
from app.ui.widgets.name_edit import NameEdit
from app.ui.widgets.question import Question


class AskName(Question):
    """Asks for a name, known or new; or, with `known_only`, for somebody who is known."""

    def __init__(
        self,
        parent: QWidget,
        people: PeopleList,
        heading: str,
        sentence: str,
        go_on: tuple[str, Callable[[str], object]],
        *,
        known_only: bool = False,
    ) -> None:
        super().__init__(parent, heading, sentence)
        self._people, self._then, self._known_only = people, go_on[1], known_only
        self.name = NameEdit(people, tr("Name"))
        self._hint = Hint(self.name.textChanged)
        self.name.named.connect(self._named)
        self.name.refused.connect(self._hint.tell)
        self.body.addWidget(self.name)
        self.body.addWidget(self._hint)
        self.add_buttons(go_on[0], self.name.submit).setDefault(False)  # Enter is the field's
        self.name.setFocus()

    def _named(self, name: str) -> None:
        if self._known_only and self._people.find(name) is None:
            self._hint.tell(tr("Nobody is called {name}. Choose somebody who is enrolled.", name=name))
            return
        self.accept()
        self._then(name)


def ask_same(parent: QWidget, renamed: Person, other: Person, merge: Callable[[], object]) -> Question:
    """Ask whether somebody is the one whose name they were to get."""
    heading = tr("There is already someone called {name}", name=other.name)
    sentence = tr(
        "{name} has {faces}. If they are the same person, the {count} of {old} can be added to them.",
        name=other.name,
        faces=faces_text(other.faces),
        count=faces_text(renamed.faces),
        old=renamed.name,
    )
    question = Question(parent, heading, sentence)

    def agreed() -> None:
        question.accept()
        merge()

    question.add_buttons(tr("Merge into {name}", name=other.name), agreed)
    question.open()
    return question


class AskForget(Question):
    """Removing, which can be undone, or forgetting for good, which cannot and needs the name typed."""

    def __init__(
        self,
        parent: QWidget,
        card: Person,
        remove: Callable[[], object],
        forget: Callable[[], object],
        *,
        for_good: bool = False,
    ) -> None:
        super().__init__(parent, tr("Forget {name}", name=card.name))
        self._card, self._remove, self._forget = card, remove, forget
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("Type the name to confirm"))
        self.name.setAccessibleName(tr("Type the name to confirm"))
        self._erase = button(tr("Forget for good"), self._forgotten, "danger")
        self.name.textChanged.connect(self._compare)
        self.name.returnPressed.connect(self._forgotten)
        self._compare()
        if not for_good:
            self._add_removing()
        self._add_forgetting()
        self.row.addWidget(button(tr("Cancel"), self.reject))

    def _add_removing(self) -> None:
        faces = faces_text(self._card.faces)
        text = tr(
            "{name} and {faces} go out of view. Undo brings them back.", name=self._card.name, faces=faces
        )
        self.body.addWidget(label(tr("Remove"), "bold"))
        self.body.addWidget(label(text, "muted", wrap=True))
        self.body.addWidget(button(tr("Remove"), self._removed, "primary"), 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(panel("line"))

    def _add_forgetting(self) -> None:
        text = tr(
            "Erases {faces} with their pictures and what was read from them, everyone merged into {name}, "
            "photos in which no other face is known, and every line of Activity about them. "
            "Your own photo files stay where they are, and a model trained on these faces stays as it is. "
            "This cannot be undone.",
            faces=faces_text(self._card.faces),
            name=self._card.name,
        )
        self.body.addWidget(label(tr("Forget for good"), "bold"))
        self.body.addWidget(label(text, "muted", wrap=True))
        line = in_row((self.name, 1), self._erase, spacing=12)
        self.body.addLayout(line)

    def _matches(self) -> bool:
        """Whether the name stands there, as it is or as it is shown."""
        called = (self._card.name, plain(self._card.name))
        return folded(self.name.text().strip()) in {folded(one.strip()) for one in called}

    def _compare(self) -> None:
        wait_for(self._erase, "" if self._matches() else tr("Type the name to confirm"))

    def _removed(self) -> None:
        self.accept()
        self._remove()

    def _forgotten(self) -> None:
        if self._matches():
            self.accept()
            self._forget()
