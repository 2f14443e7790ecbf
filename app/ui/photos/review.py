"""The review: one question at a time, answered with the keyboard."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from app.core.changes import Changes
from app.core.errors import Cancelled, KithError
from app.engine.requests import (
    FacesOfPerson,
    GetFaces,
    GetPhoto,
    IgnoreFaces,
    NameFaces,
    RemoveFaces,
    Request,
    Undo,
)
from app.engine.views import FaceCard, PhotoCard
from app.ui.context import Context
from app.ui.photos.flow import Flow
from app.ui.photos.key_button import KeyButton
from app.ui.photos.question_faces import SIX, QuestionFaces
from app.ui.photos.questions import Answer, Questions
from app.ui.photos.sorted_faces import Row, SortedFaces
from app.ui.texts import number, tr
from app.ui.widgets.buttons import button
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.face_grid import FaceGrid
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.name_edit import NameEdit


class Review(QWidget):
    """Asks who each cluster is, those that Kith has a guess for first.

    Signals:
        left: Back to the photos.
    """

    left = Signal()

    def __init__(self, context: Context, faces: SortedFaces) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Review"))
        self._context, self._faces = context, faces
        self._questions = Questions([])
        self._waiting = False
        self._guess = ""
        self._progress = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        self._undo = KeyButton(tr("Undo"), "Z", self.undo)
        self._heading = label("", "heading", wrap=True)
        self._heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pictures = QuestionFaces(context)
        self._spread = Elided("", "muted")
        self._show = button(tr("Show them"), self._show_all, "link")
        self.name = NameEdit(context.people, tr("Type a name…"))
        self.name.setFixedWidth(240)
        self.name.named.connect(self._named)
        self._make_buttons()
        self._end = EmptyState(
            "check-circle", "", "", [button(tr("Back to the photos"), self.left.emit, "primary")]
        )
        self._stack = QStackedWidget()
        self._lay_out()
        self._add_keys()

    def start(self) -> None:
        """Ask about every cluster that is left."""
        self._questions = Questions.of(self._faces.rows)
        self._waiting = False
        self._ask()

    def answer(self, answer: Answer, name: str = "") -> None:
        """Answer the question that is asked.

        Args:
            answer: What.
            name: Of the person, where it is one.
        """
        row = self._questions.current
        if row is None or self._waiting:
            return
        requests: dict[Answer, Request[Changes]] = {
            "named": NameFaces(row.faces, name),
            "stranger": IgnoreFaces(row.faces),
            "not a face": RemoveFaces(row.faces),
        }
        if (request := requests.get(answer)) is None:
            self._questions.answer(answer)
            self._ask()
            return
        self._waiting = True

        def written(_: Changes) -> None:
            self._waiting = False
            self._questions.answer(answer)
            self._ask()

        self._context.bridge.ask(request, written, self._refused)

    def undo(self) -> None:
        """Take back the last answer and ask again."""
        written = self._questions.last_was_written()
        if written is None or self._waiting:
            return
        if written:
            self._waiting = True
            self._context.bridge.ask(Undo(), self._undone, self._refused)
        else:
            self._questions.back()
            self._ask()

    def _undone(self, _: Changes) -> None:
        self._waiting = False
        self._questions.back()
        self._ask(back=True)

    def _refused(self, error: KithError | Cancelled) -> None:
        self._waiting = False
        self._context.notices.error(error)

    def _ask(self, *, back: bool = False) -> None:
        """Show the next question that is still open, or how it went."""
        questions = self._questions
        while not back and questions.current is not None and not self._still_open(questions.current):
            questions.pass_over()
        self._tell_progress()
        row = questions.current
        if row is None:
            self._show_end()
            return
        self._stack.setCurrentIndex(0)
        self._show_question(row)
        self.setFocus()

    def _still_open(self, row: Row) -> bool:
        return self._faces.row(row.number) is not None

    def _show_question(self, row: Row) -> None:
        known = self._context.people.get(row.suggestion.person) if row.suggestion is not None else None
        guessing = self._questions.guessing and known is not None
        self._guess = known.name if guessing and known is not None else ""
        self._heading.setText(tr("Is this {name}?", name=self._guess) if guessing else tr("Who is this?"))
        self._pictures.show_face(row.faces[0])
        self._context.bridge.ask(GetFaces(row.faces[:1]), self._show_origin)
        if guessing and known is not None:
            self._pictures.show_others((), "")
            self._context.bridge.ask(FacesOfPerson(known.id), self._show_exemplars)
        else:
            self._pictures.show_others(row.faces[1:], tr("Others that look just like this one"))
        self._show_answers(row, guessing=guessing)
        if (following := self._questions.following) is not None:
            self._context.thumbnails.get(following.faces[0])

    def _show_answers(self, row: Row, *, guessing: bool) -> None:
        for one in (self._yes, self._no, self._else):
            one.setVisible(guessing)
        self._type.setVisible(not guessing)
        self.name.clear()
        self.name.setVisible(not guessing)
        self._answers.renew()
        others = len(row.faces) - 1
        text = tr("Yes also names %Ln face(s) that look just like this one.", "", others)
        named = tr("A name is given to %Ln more face(s) that look just like this one.", "", others)
        self._spread.setText((text if guessing else named) if others else "")
        self._show.setVisible(others > 0)

    def _show_exemplars(self, faces: tuple[int, ...]) -> None:
        if self._guess:
            shown = min(SIX, len(faces))
            said = tr("{name} in {shown} of {count} faces", name=self._guess, shown=shown, count=len(faces))
            self._pictures.show_others(faces, said)

    def _show_origin(self, cards: tuple[FaceCard, ...]) -> None:
        if cards and cards[0].photo is not None:
            self._context.bridge.ask(GetPhoto(cards[0].photo), self._show_path)

    def _show_path(self, card: PhotoCard) -> None:
        self._pictures.caption(card.path.name)

    def _show_all(self) -> None:
        if (row := self._questions.current) is None:
            return
        dialog = QDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr("%Ln face(s)", "", len(row.faces)))
        grid = FaceGrid(self._context.thumbnails)
        grid.setSelectionMode(FaceGrid.SelectionMode.NoSelection)
        grid.show_faces(row.faces)
        column = QVBoxLayout(dialog)
        column.addWidget(grid, 1)
        column.addWidget(button(tr("Close"), dialog.close), 0, Qt.AlignmentFlag.AlignRight)
        dialog.resize(min(680, self.width()), min(480, self.height()))
        dialog.open()

    def _show_end(self) -> None:
        settled = self._questions.settled()
        faces = settled["named"] + settled["stranger"] + settled["not a face"]
        self._end.heading.setText(tr("%Ln face(s) settled", "", faces))
        parts = [
            tr("{count} named", count=number(settled["named"])) if settled["named"] else "",
            tr("{count} set aside", count=number(settled["stranger"])) if settled["stranger"] else "",
            tr("{count} not faces", count=number(settled["not a face"])) if settled["not a face"] else "",
            tr("%Ln question(s) skipped", "", settled["skipped"]) if settled["skipped"] else "",
        ]
        self._end.sentence.setText(" · ".join(part for part in parts if part))
        self._stack.setCurrentIndex(1)
        self.setFocus()

    def _tell_progress(self) -> None:
        questions = self._questions
        answered, settled = questions.answered(), questions.settled()
        faces = settled["named"] + settled["stranger"] + settled["not a face"]
        said = (
            tr("{count} answered", count=number(answered)),
            tr("{count} to go", count=number(len(questions.rows) - questions.place)),
            tr("{count} faces settled", count=number(faces)),
        )
        self._progress.setText(" · ".join(said))
        self._bar.setRange(0, max(1, len(questions.rows)))
        self._bar.setValue(questions.place)
        self._undo.setEnabled(questions.last_was_written() is not None)

    def _named(self, name: str) -> None:
        self.answer("named", name)

    def _say_yes(self) -> None:
        if self._guess:
            self.answer("named", self._guess)

    def _say_no(self) -> None:
        if self._guess:
            self.answer("no")

    def _somebody_else(self) -> None:
        """Let a name be typed."""
        self.name.show()
        self._answers.renew()
        self.name.setFocus()

    def _leave(self) -> None:
        """Esc leaves the field first, then the review."""
        if self.name.hasFocus():
            self.name.clear()
            self.name.setVisible(not self._guess)
            self._answers.renew()
            self.setFocus()
        else:
            self.left.emit()

    def _make_buttons(self) -> None:
        self._yes = KeyButton(tr("Yes"), "Y", self._say_yes, "primary")
        self._no = KeyButton(tr("No"), "N", self._say_no)
        self._else = KeyButton(tr("Someone else…"), "E", self._somebody_else)
        self._type = KeyButton(tr("Name"), "E", self._somebody_else)
        self._stranger = KeyButton(tr("Stranger"), "U", lambda: self.answer("stranger"))
        self._no_face = KeyButton(tr("Not a face"), "X", lambda: self.answer("not a face"))
        self._skip = KeyButton(tr("Skip"), "→", lambda: self.answer("skipped"), "link")
        row = (self._yes, self._no, self._else, self.name, self._type)
        self._answers = Flow([*row, self._stranger, self._no_face, self._skip])

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(button(tr("Photos"), self.left.emit, "link", icon="caret-left"))
        head.addWidget(label(tr("Review"), "title"))
        head.addStretch()
        head.addWidget(self._progress)
        head.addWidget(self._undo)
        self._stack.addWidget(self._question())
        self._stack.addWidget(self._end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)

    def _question(self) -> QWidget:
        spread = QHBoxLayout()
        spread.setSpacing(8)
        spread.addStretch()
        self._spread.setSizePolicy(QLabel().sizePolicy())
        spread.addWidget(self._spread)
        spread.addWidget(self._show)
        spread.addStretch()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addStretch(1)
        column.addWidget(self._heading)
        column.addWidget(self._pictures, 3)
        column.addWidget(self._answers)
        column.addLayout(spread)
        column.addStretch(1)
        return page

    def _add_keys(self) -> None:
        keys, section = self._context.keys, tr("Review")
        for key, text, then in (
            ("Y", tr("Yes"), self._say_yes),
            ("N", tr("No"), self._say_no),
            ("E", tr("Someone else…"), self._somebody_else),
            ("U", tr("Stranger"), self._stranger.click),
            ("X", tr("Not a face"), self._no_face.click),
            ("Right", tr("Skip"), self._skip.click),
            ("Z", tr("Undo"), self.undo),
            ("Esc", tr("Back to the photos"), self._leave),
        ):
            keys.add(self, key, text, then, section=section)
