"""The review: one question at a time, answered with the keyboard."""

from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QWidget

from app.core.errors import Cancelled, KithError
from app.domain.changes import Changes
from app.engine.requests.activity import Undo
from app.engine.requests.base import Request
from app.engine.requests.faces import DenyFaces, IgnoreFaces, RemoveFaces
from app.ui.look.texts import facts, number, shown, tr, tr_n
from app.ui.photos.key_button import KeyButton
from app.ui.photos.question import Question
from app.ui.photos.questions import Answer, Questions
from app.ui.photos.sorted_faces import Row, SortedFaces
from app.ui.shell.context import Context
from app.ui.shell.look_alike import ask_unless_enrolled, naming
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.layouts import REST, in_column, in_row


class Review(QWidget):
    """Asks who each cluster is, those that Kith has a guess for first.

    Attributes:
        questions: Which are asked, and the answers so far.
        question: The one shown.
        did: What the last answer did.
        end: What is shown after the last one.

    Signals:
        left: Back to the photos.
    """

    left = Signal()

    def __init__(self, context: Context, faces: SortedFaces) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Review"))
        self._context, self._faces = context, faces
        self._waiting = False
        self.questions = Questions([])
        self.question = Question(context)
        self.question.named.connect(self._named)
        self.question.answered.connect(self._answered)
        self.end = EmptyState(
            "check-circle", "", "", [button(tr("Back to the photos"), self.left.emit, "primary")]
        )
        self._progress = label("", "muted")
        self.did = Elided("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        self._undo = KeyButton(tr("Undo"), "Z", self.undo)
        self.question.name.typing.connect(self._undo.rest)
        self._stack = QStackedWidget()
        self._lay_out()
        context.keys.add(self, "Z", tr("Undo"), self.undo, section=tr("Review"))
        context.keys.note(tr("Review"), "Esc", tr("Back to the photos"), self)

    def start(self) -> None:
        """Ask about every cluster that is left."""
        self.questions = Questions.of(self._faces.rows)
        self._wait(on=False)
        self.did.setText("")
        self._ask()

    def answer(self, answer: Answer, name: str = "") -> None:
        """Answer the question that is asked.

        Args:
            answer: What.
            name: Of the person, where it is one.
        """
        row = self.questions.current
        if row is None or self._waiting:
            return
        requests: dict[Answer, Request[Changes]] = {
            "stranger": IgnoreFaces(row.faces),
            "not a face": RemoveFaces(row.faces),
        }
        if row.suggestion is not None:
            requests["no"] = DenyFaces(row.faces, row.suggestion.person)

        def written(changes: Changes | None = None) -> None:
            self._wait(on=False)
            self.did.setText(shown(changes.label) if changes is not None else "")
            self.questions.answer(answer)
            self._ask()

        self._wait(on=True)
        bridge = self._context.bridge
        if answer == "named":
            ask_unless_enrolled(bridge, self, *naming(row.faces, name), written, self._refused)
        elif (request := requests.get(answer)) is not None:
            bridge.ask(request, written, self._refused)
        else:
            written()

    def undo(self) -> None:
        """Take back the last answer and ask again."""
        written = self.questions.last_was_written()
        if written is None or self._waiting:
            return
        if written:
            self._wait(on=True)
            self._context.bridge.ask(Undo(), self._undone, self._refused)
        else:
            self.did.setText("")
            self.questions.back()
            self._ask()

    def _wait(self, *, on: bool) -> None:
        """Take no answer, nor a name for the next one, until this one is written."""
        self._waiting = on
        self.question.name.setEnabled(not on)

    def _undone(self, changes: Changes) -> None:
        self._wait(on=False)
        self.did.setText(shown(changes.label))
        self.questions.back()
        self._ask(back=True)

    def _refused(self, error: KithError | Cancelled) -> None:
        self._wait(on=False)
        self._context.notices.error(error)

    def _ask(self, *, back: bool = False) -> None:
        """Show the next question that is still open, or how it went."""
        questions = self.questions
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
        asked = row.suggestion if self.questions.guessing else None
        self.question.ask(row, self._context.people.get(asked.person) if asked is not None else None)
        if (following := self.questions.following) is not None:
            self._context.thumbnails.get(following.faces[0])  # so that it is there when it is its turn

    def _show_end(self) -> None:
        settled = self.questions.settled()
        faces = settled["named"] + settled["stranger"] + settled["not a face"]
        self.end.heading.setText(tr_n("{n} face settled", "{n} faces settled", faces))
        parts = [
            tr("{count} named", count=number(settled["named"])) if settled["named"] else "",
            tr_n("{n} stranger", "{n} strangers", settled["stranger"]) if settled["stranger"] else "",
            tr("{count} not faces", count=number(settled["not a face"])) if settled["not a face"] else "",
            tr_n("{n} question skipped", "{n} questions skipped", settled["skipped"])
            if settled["skipped"]
            else "",
        ]
        self.end.sentence.setText(facts(*parts))
        self._stack.setCurrentIndex(1)
        self.setFocus()

    def _tell_progress(self) -> None:
        questions = self.questions
        answered, settled = questions.answered(), questions.settled()
        faces = settled["named"] + settled["stranger"] + settled["not a face"]
        said = (
            tr("{count} answered", count=number(answered)),
            tr("{count} to go", count=number(len(questions.rows) - questions.place)),
            tr("{count} faces settled", count=number(faces)),
        )
        self._progress.setText(facts(*said))
        self._bar.setRange(0, max(1, len(questions.rows)))
        self._bar.setValue(questions.place)
        answered_one = questions.last_was_written() is not None
        wait_for(self._undo, "" if answered_one else tr("Nothing was answered yet"))

    def _named(self, name: str) -> None:
        self.setFocus()  # at once: while it is being written, keys are not text any more
        self.answer("named", name)

    def _answered(self, answer: str) -> None:
        for known in get_args(Answer):
            if known == answer:
                self.answer(known)

    def peel(self) -> None:
        """Leave the field first, then the review."""
        if self.question.leave_field():
            self.setFocus()
        else:
            self.left.emit()

    def _lay_out(self) -> None:
        head = in_row(
            button(tr("Photos"), self.left.emit, "link", icon="caret-left"),
            label(tr("Review"), "title"),
            REST,
            self._progress,
            self._undo,
            spacing=12,
        )
        self._stack.addWidget(self.question)
        self._stack.addWidget(self.end)
        in_column(head, self._bar, self.did, (self._stack, 1), on=self, spacing=16)
