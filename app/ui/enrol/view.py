"""Enrolling someone with the camera: one instruction at a time until every pose was seen."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.core.errors import KithError
from app.core.text import sentence
from app.domain.alike import Alike, LooksEnrolled
from app.domain.changes import Changes
from app.domain.guidance import Guidance
from app.domain.person import EnrolReport
from app.domain.pose import POSES
from app.domain.self_test import SelfTest
from app.domain.source import is_camera
from app.engine.requests.activity import Undo
from app.ui.enrol.enrolment import Enrolment
from app.ui.enrol.form import EnrolForm
from app.ui.enrol.guided_picture import GuidedPicture
from app.ui.enrol.progress_panel import ProgressPanel
from app.ui.look.texts import shown, tr, tr_n
from app.ui.shell.context import Context
from app.ui.shell.look_alike import LookAlike
from app.ui.widgets.buttons import button, say, wait_for
from app.ui.widgets.empty import EmptyState, in_the_middle
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.picture import THUMBNAIL, crop
from app.ui.widgets.problem import Problem
from app.ui.widgets.scroll import scrolled
from app.ui.widgets.source import SourceButton

_SIDE_WIDTH, _SIDE_NARROW, _WIDE_FROM = 300, 256, 680


class EnrolView(QWidget):
    """A view of its own, with its title line; embed it in a stack and call `start_for`.

    It lets go of the camera when it is hidden.

    Attributes:
        form: Name and agreement.
        picture: What the camera sees.
        progress: Poses and gates.
        result: Who was enrolled last, or None.

    Signals:
        finished: Someone was enrolled and the user goes on; their name.
        cancelled: The user goes back with nobody enrolled.
    """

    finished = Signal(str)
    cancelled = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.result: EnrolReport | None = None
        self._given = ""
        self._testing = False
        self._adds = False
        self._source = SourceButton(context.bridge, context.memory)
        self._enrolment: Enrolment | None = None
        self._title = label("", "title")
        self._back = button(tr("People"), self.go_back, "link", icon="caret-left")
        self._cancel = button(tr("Cancel"), self.go_back)
        self.form = EnrolForm(context.people)
        self.picture = GuidedPicture()
        self.progress = ProgressPanel()
        self._problem = Problem()
        self._more = button(
            tr("Add more views"), lambda: self.start_for(self.result.name if self.result else "")
        )
        self._see = button(tr("See them live"), self._see_live, "primary")
        self._intro = self._make_intro()
        self._done = self._make_done()
        self._failed = in_the_middle(self._problem)
        self._stack = QStackedWidget()
        for one in (self._intro, self.picture, self._done, self._failed):
            self._stack.addWidget(one)
        self._lay_out()
        self._listen()
        section = tr("Enrol with the camera")
        context.keys.note(section, "Esc", tr("Keep nothing and go back"), self)
        context.keys.note(section, "1, 2", tr("Choose who is meant, where there are several"), self)

    @property
    def jobs(self) -> Collection[int]:
        """What runs here, with a Cancel of its own."""
        run = self._enrolment
        return {run.job} if run is not None and run.running else ()

    def start_for(self, name: str = "") -> None:
        """Begin anew: for somebody to be named, or for more views of someone."""
        self._stop()
        self.result, self._given, self._testing = None, name, False
        self._title.setText(tr("Add views of {name}", name=name) if name else tr("Enrol someone"))
        self._source.recall()
        self.progress.begin()
        self._show(self._intro)
        self.form.begin(name)

    def go_back(self) -> None:
        """Leave: with whom was enrolled, or with nobody; out of the test to what came of it."""
        if self._testing and self._enrolment is not None:
            self._enrolment.finish()
            return
        self._stop()
        if self.result is not None:
            self.finished.emit(self.result.name)
        else:
            self.cancelled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; a number chooses who of several is meant."""
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        elif self._enrolment is not None and Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
            self.picture.choose(event.key() - Qt.Key.Key_0)
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more: let go of the camera."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the picture its room in a small window."""
        super().resizeEvent(event)
        self._side.setFixedWidth(_SIDE_WIDTH if self.width() >= _WIDE_FROM else _SIDE_NARROW)

    def _lay_out(self) -> None:
        top = in_row(self._back, self._title, self._source, REST, self._cancel, spacing=12)
        side = QWidget()
        in_column(self.form, (self.progress, 1), on=side, spacing=12)
        self._side = scrolled(side, sideways=False)
        self._side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        in_column(top, (in_row((self._stack, 1), self._side, spacing=16), 1), on=self, spacing=16)

    def _listen(self) -> None:
        self.form.started.connect(self._start)
        self.form.kept.connect(self._keep)
        self._source.chosen.connect(self.form.hint.followed)
        self.picture.face_chosen.connect(self._choose)

    def _make_intro(self) -> EmptyState:
        return EmptyState(
            "user-focus",
            tr("Five poses, about fifteen seconds"),
            tr(
                "Look straight into the camera, then turn a little left and right, up and down. "
                "Kith says when, and takes the pictures by itself."
            ),
            [],
            tr("The camera is off until you start."),
        )

    def _make_done(self) -> EmptyState:
        return EmptyState(
            "check-circle",
            "",
            "",
            [
                self._see,
                self._more,
                button(tr("Enrol someone else"), lambda: self.start_for()),
                button(tr("Undo"), self._undo, "link"),
            ],
        )

    def _show(self, part: QWidget) -> None:
        self._stack.setCurrentWidget(part)
        running = part is self.picture
        self._source.setEnabled(not running)
        self._side.setVisible(part is not self._done)
        done = part is self._done
        say(self._cancel, tr("Done") if done else tr("Cancel"))
        self._cancel.setToolTip(tr("Go back (Esc)") if done else tr("Keep nothing and go back (Esc)"))

    # what happens

    def _start(self, name: str, *, apart: bool = False) -> None:
        if not self._source.address:
            self.form.hint.tell(tr("Choose a camera or another source first."))
            self._source.setFocus()
            return
        self.progress.begin()
        self.picture.clear()
        self.picture.name = name
        self.picture.mirrored = is_camera(self._source.address)
        self.picture.show_poses(dict.fromkeys(POSES, False))
        self.form.let_edit(editable=False)
        self._show(self.picture)
        self.picture.instruct(tr("Starting the camera…"))
        self.setFocus()  # not on Cancel, which the next blank would press
        run = Enrolment(self.context.bridge, self)
        run.guided.connect(self._guide)
        run.done.connect(self._succeed)
        run.failed.connect(self._fail)
        run.stopped.connect(self._stop)
        self._enrolment = run
        self._adds = self.context.people.find(name) is not None
        run.enrol(name, self._source.address, self.form.agreement.consent(), apart=apart)

    def _choose(self, track: int) -> None:
        if self._enrolment is not None:
            self._enrolment.choose(track)

    def _keep(self) -> None:
        wait_for(self.form.keep, tr("The views are being stored"))
        if self._enrolment is not None:
            self._enrolment.finish()

    def _guide(self, guidance: Guidance) -> None:
        if (frame := self.context.bridge.newest_frame()) is not None:
            self.picture.show_frame(frame.image)
        self.picture.guide(guidance)
        if guidance.tested is not None and not self._testing:
            self._begin_test()
        hint = shown(guidance.hint)
        self.picture.instruct(hint[:1].upper() + hint[1:])
        self.progress.show_poses(guidance.poses)
        if self._testing:
            return
        self.progress.show_gates(guidance.gates, guidance.grade, face=guidance.box is not None)
        self.form.let_keep(ready=guidance.accepted > 0)
        self._keep_pictures(guidance)

    def _begin_test(self) -> None:
        """The views are stored: what is left can be skipped, but not taken back here."""
        self._testing = True
        say(self._cancel, tr("Skip the test"))
        self._cancel.setToolTip(tr("The views are stored (Esc)"))
        self.form.keep.hide()
        self.progress.rest()

    def _keep_pictures(self, guidance: Guidance) -> None:
        """Show the face of each pose as it was when the pose was first seen, or seen better."""
        for pose in guidance.poses:
            grade = guidance.grades.get(pose)
            if grade is None:
                self.progress.drop(pose)  # somebody else was chosen
            elif guidance.box and not self.picture.image.isNull() and self.progress.grade(pose) != grade:
                self.progress.picture(pose, crop(self.picture.image, guidance.box, THUMBNAIL), grade)

    def _succeed(self, report: EnrolReport) -> None:
        self._enrolment, self.result, self._testing = None, report, False
        self._done.heading.setText(self._outcome(report))
        found = tr("From now on Kith looks for {name} live and in your photos.", name=report.name)
        self._done.sentence.setText("\n".join([found, *_tested(report.test)]))
        self._more.setVisible(report.test is not None and report.test.weak)
        self.form.let_edit(editable=True)
        self._show(self._done)
        self._see.setFocus()

    def _outcome(self, report: EnrolReport) -> str:
        if self._adds:
            return shown(report.added)
        views = tr_n("{n} view", "{n} views", report.accepted)
        return tr("{name} is enrolled with {views}", name=report.name, views=views)

    def _fail(self, error: KithError) -> None:
        self._enrolment, self._testing = None, False
        self.form.let_edit(editable=True)
        if isinstance(error, LooksEnrolled):
            self._ask_who(error.alike)
            return
        again = button(tr("Try again"), self.form.try_to_start)
        choose = button(tr("Choose another source"), self._source.showMenu)
        self._problem.show_error(error, [again, choose])
        self._show(self._failed)

    def _ask_who(self, alike: Alike) -> None:
        """Go on for whom they look like or for somebody else, as the user says."""
        name = self.form.field.name
        self._show(self._intro)

        def add() -> None:
            self.form.field.setText(alike.name)
            self._start(alike.name)

        LookAlike(self, alike, add, lambda: self._start(name, apart=True)).open()

    def _stop(self) -> None:
        """Let go of the camera, if it runs."""
        if self._enrolment is not None:
            self._enrolment.cancel()
            self._enrolment, self._testing = None, False
            self.form.let_edit(editable=True)
            self._show(self._intro)

    def _see_live(self) -> None:
        self.go_back()
        self.context.go("live", "start")

    def _undo(self) -> None:
        self.context.bridge.ask(Undo(), self._undone, self.context.notices.error)

    def _undone(self, changes: Changes) -> None:
        self.context.notices.undone(changes)
        self.start_for(self._given)


def _tested(test: SelfTest | None) -> list[str]:
    """What came of the test, and what to do where it is weak, a sentence each."""
    parts = () if test is None else (test.outcome, test.nearest, test.remedy)
    return [sentence(shown(one)) for one in parts if one]
