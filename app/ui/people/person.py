"""One person: their name, their faces, and what can be done with them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.errors import Cancelled, KithError
from app.domain.changes import Changes
from app.domain.face import StoredFace
from app.domain.person import Person
from app.domain.samples import Doubtful, Fault, Samples
from app.engine.requests.faces import AssignFaces, GetFaces, IgnoreFaces, RemoveFaces
from app.engine.requests.people import FacesOfPerson, Withdraw
from app.engine.requests.training import TrustLabels
from app.ui.link.when_seen import WhenSeen
from app.ui.look.texts import shown, tr
from app.ui.people.add_button import AddButton
from app.ui.people.birth import Birth
from app.ui.people.consents import Consents
from app.ui.people.dialogs import AskName
from app.ui.people.face_bar import FaceBar
from app.ui.people.facts import SampleFacts, doubtful_text
from app.ui.people.heading import NameHeading
from app.ui.people.model import faces_text
from app.ui.people.portrait import Portrait
from app.ui.shell.context import Context
from app.ui.shell.look_alike import name_faces
from app.ui.shell.retraining import retrain_without
from app.ui.widgets.buttons import button
from app.ui.widgets.drops import Drops
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.face_facts import FaceFacts, face_text
from app.ui.widgets.face_grid import FaceGrid
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.problem import Problem
from app.ui.widgets.scroll import scrolled

_WAIT_MS = 40


class PersonView(QWidget):
    """A person's faces.

    Signals:
        left: Back to everyone.
        renamed: Another name was given.
        camera_wanted: Views are to be added with the camera.
        files_wanted: Views are to be added from files; their paths.
        forget_wanted: The person is to be removed or forgotten.
        photo_wanted: The photo of a face is to be shown; the face.
    """

    left = Signal()
    renamed = Signal(str)
    camera_wanted = Signal()
    files_wanted = Signal(object)
    forget_wanted = Signal()
    photo_wanted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._card: Person | None = None
        self._timer = WhenSeen(self, _WAIT_MS, self._read)
        Drops(self, self.files_wanted.emit)
        self.heading = NameHeading(context.people)
        self.heading.renamed.connect(self.renamed)
        self.consents = Consents(context.bridge)
        self.birth = Birth(context)
        self.grid = FaceGrid(context.thumbnails)
        self.grid.setAccessibleName(tr("Faces"))
        self.bar = FaceBar()
        self.portrait = Portrait(context.thumbnails)
        self.samples = SampleFacts(context.bridge)
        self.add = AddButton()
        self._facts = FaceFacts(self.grid, context.bridge)
        self._problem = Problem()
        self._stack = QStackedWidget()
        self._lay_out()
        self._listen()
        self._add_keys()

    @property
    def card(self) -> Person | None:
        """Who is shown."""
        return self._card

    def show_person(self, card: Person) -> None:
        """Show somebody from now on, or the same person as they are now."""
        other = self._card is None or self._card.id != card.id
        self._card = card
        self.heading.show_name(card.name, faces_text(card.faces))
        self.consents.show_of(card)
        self.birth.show_of(card)
        self.portrait.show_face(card.cover)
        if other:
            self.heading.cancel()
            self.grid.clearSelection()
            self.grid.faces.show_faces(())
            self.grid.verticalScrollBar().setValue(0)
            self._stack.setCurrentIndex(0)
            self._read()

    def _show_photos(self) -> None:
        if self._card is not None:
            self._context.go("photos", "person", self._card.id)

    def _show_history(self) -> None:
        if self._card is not None:
            self._context.go("activity", self._card.id)

    def _withdrawn(self) -> None:
        if self._card is not None:
            card, notices = self._card, self._context.notices

            def done(changes: Changes) -> None:
                notices.done(changes, retrain_without(self._context) if changes.models else None)
                self.consents.show_of(card)

            self._context.bridge.ask(Withdraw(card.id), done, notices.error)

    def forget_faces(self) -> None:
        """Show nobody."""
        self._card = None
        self.grid.faces.show_faces(())

    def _lay_out(self) -> None:
        more = EmptyState(
            "user-focus",
            tr("No face is left"),
            tr("Without one, this person cannot be recognised."),
            [button(tr("Add views with the camera"), self.camera_wanted.emit)],
        )
        for one in (self.grid, scrolled(more, sideways=False), self._problem):  # or all had its height
            self._stack.addWidget(one)
        in_column(self._top(), self.bar, (self._stack, 1), on=self, spacing=12)

    def _top(self) -> QVBoxLayout:
        self._back = button(
            tr("People"), self.left.emit, "link", icon="caret-left", tip=tr("Back to everyone")
        )
        self._forget = button(tr("Forget…"), self.forget_wanted.emit, "danger")
        tools = QHBoxLayout()
        tools.setSpacing(12)
        tools.setContentsMargins(-8, 0, 0, 0)  # the link's own padding
        tools.addWidget(self._back)
        tools.addStretch()
        tools.addWidget(button(tr("Photos"), self._show_photos, "link", tip=tr("All that they are in")))
        tools.addWidget(button(tr("History"), self._show_history, "link", tip=tr("What was done with them")))
        tools.addWidget(self._forget)
        tools.addWidget(self.add)
        self._withdraw = button(tr("They withdraw"), self._withdrawn, "link", tip=tr("Match them no more"))
        self._withdraw.hide()
        self.consents.standing.connect(self._withdraw.setVisible)
        agreed = in_row((self.consents, 1), self._withdraw, spacing=8)
        words = in_column(REST, self.heading, self.samples, agreed, self.birth, REST, spacing=2)
        return in_column(tools, in_row(self.portrait, (words, 1), spacing=16), spacing=8)

    def _listen(self) -> None:
        self._context.bridge.changed.connect(self._changed)
        self.grid.selectionModel().selectionChanged.connect(self._count)
        self.grid.activated.connect(self._open_photo)
        self.bar.else_wanted.connect(self._ask_who)
        self.bar.unknown_wanted.connect(lambda: self._write(AssignFaces(self.grid.chosen(), None)))
        self.bar.aside_wanted.connect(lambda: self._write(IgnoreFaces(self.grid.chosen())))
        self.bar.removal_wanted.connect(lambda: self._write(RemoveFaces(self.grid.chosen())))
        self.bar.kept.connect(self._keep)
        self.add.camera_wanted.connect(self.camera_wanted)
        self.add.files_wanted.connect(self.files_wanted)
        self.samples.poses_wanted.connect(self.camera_wanted)
        self.samples.chosen.connect(self._choose)
        self.samples.known.connect(self._show_samples)

    def _add_keys(self) -> None:
        keys, section = self._context.keys, tr("A person")
        keys.add(self, "F2", tr("Rename"), self.heading.edit, section=section, shown_on=self.heading.pencil)
        keys.note(section, "Esc", tr("Back"), self, shown_on=self._back)
        keys.add(
            self, "N", tr("Someone else"), self.bar.someone.click, section=section, shown_on=self.bar.someone
        )
        keys.add(
            self, "U", tr("Not known"), self.bar.unknown.click, section=section, shown_on=self.bar.unknown
        )
        keys.add(self, "I", tr("Stranger"), self.bar.aside.click, section=section, shown_on=self.bar.aside)
        keys.add(
            self, "Del", tr("Remove"), self.bar.removal.click, section=section, shown_on=self.bar.removal
        )
        keys.note(section, "Return", tr("Show the photo of a face"), self)

    def peel(self) -> bool:
        """One step back: out of the name's field, out of what is chosen, out of the person."""
        if self.heading.editing:
            self.heading.cancel()
            self.grid.setFocus()
        elif not self.grid.peel():
            self.left.emit()
        return True

    def _changed(self, changes: Changes) -> None:
        if self._card is None:
            return
        if changes.faces or self._card.id in changes.people:  # an undo may bring faces back from anybody
            self._timer.start()

    def _read(self) -> None:
        if self._card is not None:
            self._context.bridge.ask(FacesOfPerson(self._card.id), self._take, self._fail)
            self.samples.show_of(self._card.id)

    def _take(self, faces: tuple[int, ...]) -> None:
        row, scrolled = self.grid.currentIndex().row(), self.grid.verticalScrollBar().value()
        self.grid.show_faces(faces)
        self._stack.setCurrentIndex(0 if faces else 1)
        self.bar.setVisible(bool(faces))
        if faces:
            model = self.grid.selectionModel()
            index = self.grid.faces.index(min(max(row, 0), len(faces) - 1))
            model.setCurrentIndex(index, model.SelectionFlag.NoUpdate)
            self.grid.verticalScrollBar().setValue(scrolled)
        self._count()

    def _fail(self, error: KithError | Cancelled) -> None:
        if isinstance(error, KithError):
            self._problem.show_error(error, [button(tr("Try again"), self._read)])
            self._stack.setCurrentIndex(2)

    def _show_samples(self, samples: Samples) -> None:
        self.portrait.show_poses(samples.poses)
        self._count()

    def _choose(self, doubtful: Doubtful) -> None:
        """Choose faces that may be better removed, the first of them in view."""
        rows = [row for row, face in enumerate(self.grid.faces.faces) if face in set(doubtful.faces)]
        self.grid.choose_rows(rows)
        for row in rows[:1]:
            self.grid.scrollTo(self.grid.faces.index(row))
        self.grid.setFocus()

    def _keep(self) -> None:
        """Take the user's word that the faces chosen are this person's."""
        said = self._context.notices
        self._context.bridge.ask(
            TrustLabels(self.grid.chosen()), lambda changes: said.say(shown(changes.label)), said.error
        )

    def _count(self) -> None:
        count = self.grid.chosen_count()
        self.bar.show_count(count)
        if (doubtful := self.samples.reason(self.grid.chosen())) is not None:
            self.bar.explain(doubtful_text(doubtful), may_keep=doubtful.fault is Fault.STRANGE)
        elif count == 1:
            self._context.bridge.ask(GetFaces(self.grid.chosen()), self._describe)

    def _describe(self, cards: tuple[StoredFace, ...]) -> None:
        if cards and self.grid.chosen() == (cards[0].id,) and self.samples.reason(self.grid.chosen()) is None:
            self.bar.describe(face_text(cards[0]))

    def _ask_who(self) -> None:
        faces = self.grid.chosen()
        sentence = tr("The chosen faces go to whom you name. A new name makes a new person.")
        AskName(
            self,
            self._context.people,
            tr("Who is it?"),
            sentence,
            (tr("Move"), lambda name: name_faces(self._context, self, faces, name)),
        ).open()

    def _write(self, request: AssignFaces | IgnoreFaces | RemoveFaces) -> None:
        self._context.change(request)

    def _open_photo(self) -> None:
        face = self.grid.faces.faces[self.grid.currentIndex().row()]
        self._context.bridge.ask(GetFaces((face,)), self._found)

    def _found(self, cards: tuple[StoredFace, ...]) -> None:
        if cards and cards[0].photo is not None:
            self.photo_wanted.emit(cards[0].id)
        elif cards:
            self._context.notices.say(tr("This face is from a camera or a video; there is no photo of it"))
