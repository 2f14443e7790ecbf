"""The review: one question at a time, answered with the keyboard."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QWidget

from app.core.errors import Cancelled, KithError
from app.domain.changes import Changes
from app.domain.question import Kind, Question, Review
from app.engine.requests.activity import Undo
from app.engine.requests.base import Request
from app.engine.requests.photos import HalveGroup, PlanReview
from app.ui.look.texts import facts, number, shown, tr, tr_n
from app.ui.photos import replies
from app.ui.photos.key_button import KeyButton
from app.ui.photos.question import QuestionArea, QuestionView
from app.ui.photos.questions import Questions
from app.ui.photos.replies import Reply
from app.ui.photos.sorted_faces import SortedFaces
from app.ui.shell.context import Context
from app.ui.shell.look_alike import ask_unless_enrolled, naming
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.layouts import REST, in_column, in_row

_REPLIES: dict[str, Callable[[Question], Reply | None]] = {
    "yes": replies.yes,
    "no": replies.no,
    "stranger": replies.stranger,
    "not a face": replies.not_a_face,
    "skipped": lambda _: Reply(),
}


class ReviewView(QWidget):
    """Asks what settles most faces first.

    The next question is shown at once, while the answer to the last one is written; after each answer all
    questions are weighed anew, out of sight.

    Attributes:
        questions: Which are asked, and the answers so far.
        question: The one shown.
        did: What the last answer did.
        end: What is shown after the last one.
        regroups: Whether an answer was given that only sorting follows.

    Signals:
        left: Back to the photos.
    """

    left = Signal()

    def __init__(self, context: Context, faces: SortedFaces) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Review"))
        self._context, self._faces = context, faces
        self._groups: tuple[tuple[int, ...], ...] = ()
        self._writing = 0
        self._waiting = self._undo_wanted = self._planning = self._plan_again = False
        self.regroups = False
        self._shown: Question | None = None
        self.questions = Questions()
        self.question = QuestionView(context)
        self.question.named.connect(self._named)
        self.question.answered.connect(self.answer)
        self.question.picked.connect(self._picked)
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
        """Ask about all that is left."""
        self._groups = (*(row.faces for row in self._faces.rows), *((face,) for face in self._faces.singles))
        self.regroups = False
        self.questions.start()
        self._wait(on=False)
        self.did.setText(tr("Looking for what to ask first…"))
        self._plan()
        self._ask()

    def answer(self, answer: str) -> None:
        """Answer the question that is asked; what is no answer to it does nothing."""
        question = self.questions.current
        if question is None or self._waiting:
            return
        if answer == "split":
            self._split(question)
            return
        self._reply(_REPLIES[answer](question), skipped=answer == "skipped")

    def undo(self) -> None:
        """Take back the last answer and ask again."""
        written = self.questions.last_was_written()
        if written is None or self._waiting:
            return
        if written and self._writing:
            self._undo_wanted = True
        elif written:
            self._wait(on=True)
            self._context.bridge.ask(Undo(), self._undone, self._refused)
        else:
            self.did.setText("")
            self.questions.back()
            self._ask()

    def peel(self) -> None:
        """Leave the field first, then the review."""
        if self.question.leave_field():
            self.setFocus()
        else:
            self.left.emit()

    def _reply(self, reply: Reply | None, *, skipped: bool = False) -> None:
        question = self.questions.current
        if question is None or reply is None or self._waiting:
            return
        self.questions.answer("skipped" if skipped else reply.answer, reply)
        if reply.request is None:
            self.did.setText(tr("Left open") if skipped else "")
        else:
            self.regroups |= question.doubted or question.kind is Kind.SAME
            if question.doubted:
                self._groups = (*self._groups, *question.groups)
            self._write(reply.request, question)
        self._ask()

    def _write(self, request: Request[Changes], question: Question) -> None:
        self._writing += 1

        def refused(error: KithError | Cancelled) -> None:
            self._writing -= 1
            self._undo_wanted = False
            self.questions.back(question)
            self._ask()
            self._refused(error)

        self._context.bridge.ask(request, self._written, refused)

    def _written(self, changes: Changes) -> None:
        self._writing -= 1
        self.did.setText(shown(changes.label))
        self._plan()
        if self._undo_wanted and not self._writing:
            self._undo_wanted = False
            self.undo()

    def _split(self, question: Question) -> None:
        """Show a group in two halves, and ask whether they are one person."""
        if not replies.can_split(question):
            return

        def take(halves: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
            self._wait(on=False)
            self._reply(Reply(None, (Question(Kind.SAME, halves),)))

        self._wait(on=True)
        self._context.bridge.ask(HalveGroup(question.faces), take, self._refused)

    def _plan(self) -> None:
        """Weigh the questions anew, once for all answers that are given meanwhile."""
        if self._planning:
            self._plan_again = True
            return
        self._planning, since = True, self.questions.done

        def take(review: Review) -> None:
            self._planning = False
            if not self.questions.known:
                self.did.setText("")
            self.questions.take(review, min(since, self.questions.done))
            again, self._plan_again = self._plan_again, False
            if again:
                self._plan()
            self._ask()

        def fail(error: KithError | Cancelled) -> None:
            self._planning = self._plan_again = False
            self._refused(error)

        self._context.bridge.ask(PlanReview(self._groups, self.questions.runs), take, fail)

    def _wait(self, *, on: bool) -> None:
        """Take no answer, nor a name for the next one, until this one is written."""
        self._waiting = on
        self.question.name.setEnabled(not on)

    def _undone(self, changes: Changes) -> None:
        self._wait(on=False)
        self.did.setText(shown(changes.label))
        self.questions.back()
        self._ask()
        self._plan()

    def _refused(self, error: KithError | Cancelled) -> None:
        self._wait(on=False)
        self._context.notices.error(error)

    def _ask(self) -> None:
        """Show the question that is asked now, or how it went."""
        self._tell_progress()
        question = self.questions.current
        if question is not None:
            self._stack.setCurrentIndex(0)
            if question is not self._shown:
                self._shown = question
                self.question.ask(question)
                self._take_keys()
            if (following := self.questions.following) is not None:
                self.question.prepare(following)
            return
        self._shown = None
        if not self.questions.known or self._planning or self._writing:
            self._stack.setCurrentIndex(2)  # for a moment, until it is known what is left
        else:
            self._show_end()
        self._take_keys()

    def _take_keys(self) -> None:
        """Keys are answers, whatever was clicked before."""
        if not self.question.name.hasFocus():
            self.setFocus()

    def _show_end(self) -> None:
        settled = self.questions.settled()
        faces = settled.total() - settled["skipped"]
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

    def _tell_progress(self) -> None:
        questions = self.questions
        settled = questions.settled()
        said = (
            tr("{count} answered", count=number(questions.done)),
            tr("{count} to go", count=number(questions.left)),
            tr_n("{n} face settled", "{n} faces settled", settled.total() - settled["skipped"]),
        )
        self._progress.setText(facts(*said))
        self._bar.setRange(0, max(1, questions.done + questions.left))
        self._bar.setValue(questions.done)
        answered_one = questions.last_was_written() is not None
        wait_for(self._undo, "" if answered_one else tr("Nothing was answered yet"))

    def _named(self, name: str) -> None:
        """Take a name: at once where it is known, else once it is plain that they are nobody else."""
        question = self.questions.current
        self.setFocus()  # at once: while it is being written, keys are not text any more
        if question is None or self._waiting:
            return
        if (card := self._context.people.find(name)) is not None:
            self._reply(replies.named(question, card.id))
            return

        def written(changes: Changes) -> None:
            self._wait(on=False)
            self._writing += 1
            self.questions.answer("named", replies.named(question, 0))
            self._written(changes)
            self._ask()

        self._wait(on=True)
        ask_unless_enrolled(self._context.bridge, self, *naming(question.faces, name), written, self._refused)

    def _picked(self, place: int) -> None:
        if (question := self.questions.current) is not None:
            self._reply(replies.pick(question, place))

    def _lay_out(self) -> None:
        head = in_row(
            button(tr("Photos"), self.left.emit, "link", icon="caret-left"),
            label(tr("Review"), "title"),
            REST,
            self._progress,
            self._undo,
            spacing=12,
        )
        self._stack.addWidget(QuestionArea(self.question))
        self._stack.addWidget(self.end)
        self._stack.addWidget(QWidget())
        in_column(head, self._bar, self.did, (self._stack, 1), on=self, spacing=16)
