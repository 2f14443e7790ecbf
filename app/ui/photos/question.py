"""One question of the review: the faces, the words, and the buttons with their keys."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from app.core.text import plain
from app.domain.face import StoredFace
from app.domain.person import Person
from app.domain.photo import Photo
from app.engine.requests.faces import GetFaces
from app.engine.requests.people import FacesOfPerson
from app.engine.requests.photos import GetPhoto
from app.ui.look.texts import number, tr, tr_n
from app.ui.photos.flow import Flow
from app.ui.photos.key_button import KeyButton
from app.ui.photos.question_faces import SIX, QuestionFaces
from app.ui.photos.sorted_faces import Row
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.face_grid import FaceGrid
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.name_edit import NameEdit


class Question(QWidget):
    """Asks whether a cluster is the person it resembles, or who it is.

    Attributes:
        heading: The question in words.
        name: The field for somebody else's name.

    Signals:
        named: Who it is.
        answered: Another answer: "stranger", "not a face", "skipped", "no".
    """

    named = Signal(str)
    answered = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._row: Row | None = None
        self._guess: Person | None = None
        self.heading = label("", "heading", wrap=True)
        self.heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pictures = QuestionFaces(context)
        self._spread = Elided("", "muted")
        self._show = button(tr("Show them"), self._show_all, "link")
        self.name = NameEdit(context.people, tr("Type a name…"))
        self.name.setFixedWidth(240)
        self.name.named.connect(self.named)
        self._make_buttons()
        self._lay_out()
        self._add_keys()

    def ask(self, row: Row, guess: Person | None) -> None:
        """Ask about a cluster.

        Args:
            row: Which.
            guess: Who it may be; None asks for the name.
        """
        self._row, self._guess = row, guess
        self.heading.setText(tr("Is this {name}?", name=guess.name) if guess else tr("Who is this?"))
        self._pictures.show_face(row.faces[0])
        bridge = self._context.bridge
        bridge.ask(GetFaces(row.faces[:1]), self._show_origin, lambda _: None)
        if guess is not None:
            self._pictures.show_others((), "")
            bridge.ask(FacesOfPerson(guess.id), self._show_exemplars, lambda _: None)
        else:
            self._pictures.show_others(row.faces[1:], tr("Others that look just like this one"))
        self._show_answers(len(row.faces) - 1)

    def leave_field(self) -> bool:
        """Stop typing; say whether anything was being typed."""
        if not self.name.hasFocus():
            return False
        self.name.clear()
        self.name.setVisible(self._guess is None)
        self._answers.renew()
        return True

    def _show_answers(self, others: int) -> None:
        guessing = self._guess is not None
        for one in (self._yes, self._no, self._else):
            one.setVisible(guessing)
        self._type.setVisible(not guessing)
        self.name.clear()
        self.name.setVisible(not guessing)
        self._answers.renew()
        yes = tr_n(
            "Yes also names {n} face that looks just like this one.",
            "Yes also names {n} faces that look just like this one.",
            others,
        )
        named = tr_n(
            "The name goes to {n} more face that looks just like this one.",
            "The name goes to {n} more faces that look just like this one.",
            others,
        )
        self._spread.setText((yes if guessing else named) if others else "")
        self._show.setVisible(others > 0)

    def _show_exemplars(self, faces: tuple[int, ...]) -> None:
        if self._guess is not None:
            shown, name = min(SIX, len(faces)), self._guess.name
            said = tr("{name} in {shown} of {count} faces", name=name, shown=shown, count=number(len(faces)))
            self._pictures.show_others(faces, said)

    def _show_origin(self, cards: tuple[StoredFace, ...]) -> None:
        if cards and cards[0].photo is not None:
            self._context.bridge.ask(GetPhoto(cards[0].photo), self._show_path, lambda _: None)

    def _show_path(self, card: Photo) -> None:
        self._pictures.caption(plain(card.path.name))

    def _show_all(self) -> None:
        if (row := self._row) is None:
            return
        dialog = QDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr_n("{n} face", "{n} faces", len(row.faces)))
        grid = FaceGrid(self._context.thumbnails)
        grid.setSelectionMode(FaceGrid.SelectionMode.NoSelection)
        grid.show_faces(row.faces)
        in_column(
            (grid, 1),
            (button(tr("Close"), dialog.close), 0, Qt.AlignmentFlag.AlignRight),
            on=dialog,
            margins=None,
        )
        dialog.resize(min(680, self.width()), min(480, self.height()))
        dialog.open()

    def _say_yes(self) -> None:
        if self._guess is not None:
            self.named.emit(self._guess.name)

    def _say_no(self) -> None:
        if self._guess is not None:
            self.answered.emit("no")

    def _somebody_else(self) -> None:
        """Let a name be typed."""
        self.name.show()
        self._answers.renew()
        self.name.setFocus()

    def _stranger(self) -> None:
        self.answered.emit("stranger")

    def _no_face(self) -> None:
        self.answered.emit("not a face")

    def _skip(self) -> None:
        self.answered.emit("skipped")

    def _make_buttons(self) -> None:
        self._yes = KeyButton(tr("Yes"), "Y", self._say_yes, "primary")
        self._no = KeyButton(tr("No"), "N", self._say_no)
        self._else = KeyButton(tr("Someone else…"), "E", self._somebody_else)
        self._type = KeyButton(tr("Name"), "E", self._somebody_else)
        rest = (
            KeyButton(tr("Stranger"), "U", self._stranger),
            KeyButton(tr("Not a face"), "X", self._no_face),
            KeyButton(tr("Skip"), "→", self._skip, "link"),
        )
        keyed = (self._yes, self._no, self._else, self._type, *rest)
        for one in keyed:
            self.name.typing.connect(one.rest)
        self._answers = Flow([*keyed[:3], self.name, *keyed[3:]])

    def _lay_out(self) -> None:
        self._spread.setSizePolicy(QLabel().sizePolicy())
        spread = in_row(REST, self._spread, self._show, REST, spacing=8)
        column = in_column(on=self, spacing=16)
        column.addStretch(1)
        column.addWidget(self.heading)
        column.addWidget(self._pictures, 3)
        column.addWidget(self._answers)
        column.addLayout(spread)
        column.addStretch(1)

    def _add_keys(self) -> None:
        for key, text, then in (
            ("Y", tr("Yes"), self._say_yes),
            ("N", tr("No"), self._say_no),
            ("E", tr("Someone else…"), self._somebody_else),
            ("U", tr("Stranger"), self._stranger),
            ("X", tr("Not a face"), self._no_face),
            ("Right", tr("Skip"), self._skip),
        ):
            self._context.keys.add(self, key, text, then, section=tr("Review"))
