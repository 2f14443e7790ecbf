"""One question of the review: the faces, the words, and the buttons with their keys."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QWidget

from app.core.text import plain
from app.domain.changes import Changes
from app.domain.face import StoredFace
from app.domain.photo import Photo
from app.domain.question import Kind, Question
from app.engine.requests.faces import GetFaces
from app.engine.requests.people import FacesOfPerson
from app.engine.requests.photos import GetPhoto
from app.ui.look.texts import number, tr, tr_n
from app.ui.photos import replies
from app.ui.photos.face_button import FaceButton
from app.ui.photos.key_button import KeyButton
from app.ui.photos.question_faces import QuestionFaces, Side
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.face_grid import FaceGrid
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.name_edit import NameEdit

_CANDIDATE, _LOW_CANDIDATE = (56, 116), (36, 160)
"""Pixels of a face that somebody may be and of its name, which is on one line in a low window."""
_TILE, _LARGE_TILE = (104, 124), (160, 180)
"""Pixels of a face among several and of its name, in a small and in a large window."""
_LARGE = QSize(1024, 620)
"""Room that two lines of large faces need, with the heading and the answers."""
_LOW = 440
"""Pixels of height below which all is small and close together."""


class QuestionArea(QScrollArea):
    """A question as large as there is room for; it scrolls where even a small one has too little."""

    def __init__(self, question: "QuestionView") -> None:
        super().__init__()
        self._question = question
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys are answers
        self.setWidget(question)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the question have what there is."""
        super().resizeEvent(event)
        self._question.fit_into(self.viewport().size())


class QuestionView(QWidget):
    """Shows a question, and tells which answer was given by a key or a button.

    Attributes:
        heading: The question in words.
        name: The field for somebody's name.

    Signals:
        named: Who it is.
        answered: Another answer: "yes", "no", "stranger", "not a face", "skipped", "split".
        picked: The one of that number, from 0.
    """

    named = Signal(str)
    answered = Signal(str)
    picked = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._question: Question | None = None
        self._samples: dict[int, tuple[int, ...]] = {}
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
        context.bridge.changed.connect(self._changed)

    def ask(self, question: Question) -> None:
        """Ask something."""
        self._question = question
        self.heading.setText(self._words(question))
        many = question.kind in replies.SEVERAL
        self._pictures.setVisible(not many)
        self._groups.setVisible(many)
        self._show_groups(question.groups if many else ())
        if question.kind is Kind.NAMES:
            first = tuple(group[0] for group in question.groups)
            self._context.bridge.ask(GetFaces(first), self._show_names, lambda _: None)
        if not many:
            self._show_pictures(question)
        self._show_candidates(question)
        self._show_answers(question)
        self._tell_spread(question)

    def prepare(self, question: Question) -> None:
        """Have the pictures ready of what is asked next."""
        self._pictures.prepare(*(group[:1] for group in question.groups))
        for group in question.groups:
            for face in group[: replies.SEEN]:
                self._context.thumbnails.get(face)
        if question.kind is Kind.IS:
            self._with_samples(
                question.people[0], lambda faces: self._pictures.prepare(faces[: replies.SEEN])
            )

    def fit_into(self, room: QSize) -> None:
        """Show faces as large as there is room for."""
        fits, low = _LARGE.boundedTo(room) == _LARGE, room.height() < _LOW
        for one in self._tiles:
            one.resize_face(*(_LARGE_TILE if fits else _TILE))
        for one in self._known:
            one.resize_face(*(_LOW_CANDIDATE if low else _CANDIDATE))
        self._pictures.be_low(on=low)
        self._column.setSpacing(8 if low else 16)
        self._groups.renew()
        self._candidates.renew()

    def leave_field(self) -> bool:
        """Stop typing; say whether anything was being typed."""
        if not self.name.hasFocus():
            return False
        self.name.clear()
        self.name.setVisible(self._question is not None and self._question.kind is Kind.WHO)
        self._answers.renew()
        return True

    def _name_of(self, person: int) -> str:
        card = self._context.people.get(person)
        return card.name if card is not None else "?"

    def _words(self, question: Question) -> str:
        names = [self._name_of(person) for person in question.people]
        if question.kind is Kind.IS and question.aside:
            return tr("This was set aside. Is it {name} after all?", name=names[0])
        if question.kind is Kind.IS and question.doubted:
            return tr("Is this really {name}?", name=names[0])
        if question.kind is Kind.IS:
            return tr("Is this {name}?", name=names[0])
        if question.kind is Kind.ODD:
            return tr("Which one is not {name}?", name=names[0])
        if question.kind is Kind.TWO:
            return tr("Are {name} and {other} one person?", name=names[0], other=names[1])
        alone = len(question.groups) == 1
        return {
            Kind.WHO: tr("Who is this?"),
            Kind.SAME: tr("Is this the same person?"),
            Kind.STRANGERS: tr("Do you know this person?") if alone else tr("Do you know one of these?"),
            Kind.NAMES: tr("Is this name right?") if alone else tr("Which of these names is wrong?"),
        }[question.kind]

    def _show_pictures(self, question: Question) -> None:
        groups = question.groups
        if question.kind is Kind.SAME:
            sizes = [tr_n("{n} face", "{n} faces", len(group)) for group in groups]
            self._pictures.show_sides(Side(groups[0], sizes[0]), Side(groups[1], sizes[1]))
            return
        if question.kind is Kind.TWO:
            names = [self._name_of(person) for person in question.people]
            self._pictures.show_sides(Side(groups[0], names[0]), Side(groups[1], names[1]))
            return
        others = groups[0][1:]
        said = tr("Others that look just like this one") if others else ""
        guess = question.people[0] if question.kind is Kind.IS else None
        self._pictures.show_sides(Side(groups[0][:1]), Side() if guess is not None else Side(others, said))
        self._context.bridge.ask(GetFaces(groups[0][:1]), self._show_origin, lambda _: None)
        if guess is not None:
            self._with_samples(guess, self._show_samples)

    def _with_samples(self, person: int, then: Callable[[tuple[int, ...]], object]) -> None:
        """Do something with a person's faces, which are asked for once."""
        if (known := self._samples.get(person)) is not None:
            then(known)
            return

        def take(faces: tuple[int, ...]) -> None:
            self._samples[person] = faces
            then(faces)

        self._context.bridge.ask(FacesOfPerson(person), take, lambda _: None)

    def _changed(self, changes: Changes) -> None:
        if changes.people:
            self._samples.clear()

    def _show_samples(self, faces: tuple[int, ...]) -> None:
        question = self._question
        if question is None or question.kind is not Kind.IS or self._samples.get(question.people[0]) != faces:
            return
        shown, name = min(replies.SEEN, len(faces)), self._name_of(question.people[0])
        said = tr("{name} in {shown} of {count} faces", name=name, shown=shown, count=number(len(faces)))
        self._pictures.show_side(1, Side(faces, said))

    def _show_origin(self, cards: tuple[StoredFace, ...]) -> None:
        question = self._question
        if question and cards and cards[0].photo is not None and cards[0].id == question.groups[0][0]:
            self._context.bridge.ask(GetPhoto(cards[0].photo), self._show_path, lambda _: None)

    def _show_path(self, card: Photo) -> None:
        if self._question is not None and self._question.kind in (Kind.WHO, Kind.IS):
            self._pictures.caption(plain(card.path.name))

    def _show_groups(self, groups: tuple[tuple[int, ...], ...]) -> None:
        for place, one in enumerate(self._tiles):
            one.setVisible(place < len(groups))
            if place < len(groups):
                named = self._question is not None and self._question.kind is Kind.NAMES
                more = 0 if named else len(groups[place]) - 1  # the name comes there
                text = tr("+{count}", count=number(more)) if more else ""
                one.show_face(groups[place][0], text, tr("Number {number}", number=place + 1))
        self._groups.renew()

    def _show_names(self, cards: tuple[StoredFace, ...]) -> None:
        """Say whose name each group bears, by its first face."""
        found = {card.id: card.person for card in cards}
        question = self._question
        if question is None or question.kind is not Kind.NAMES:
            return
        for one, group in zip(self._tiles, question.groups, strict=False):
            if (person := found.get(group[0])) is not None:
                one.show_face(group[0], self._name_of(person))
        self._groups.renew()

    def _show_candidates(self, question: Question) -> None:
        found = question.candidates if replies.takes_name(question) else ()
        cards = [card for person in found if (card := self._context.people.get(person)) is not None]
        for place, one in enumerate(self._known):
            one.setVisible(place < len(cards))
            if place < len(cards):
                one.show_face(cards[place].cover or 0, cards[place].name)
        self._candidates.setVisible(bool(cards))
        self._candidates.renew()

    def _show_answers(self, question: Question) -> None:
        kind = question.kind
        name = self._name_of(question.people[0]) if question.people else ""
        self._yes.say(
            {
                Kind.SAME: tr("The same person"),
                Kind.ODD: tr("All are {name}", name=name),
                Kind.TWO: tr("One person"),
                Kind.NAMES: tr("Yes") if len(question.groups) == 1 else tr("All are right"),
            }.get(kind, tr("Yes"))
        )
        two, crowd = kind in (Kind.SAME, Kind.TWO), kind is Kind.STRANGERS and len(question.groups) > 1
        self._no.say(tr("Two people") if two else tr("None") if crowd else tr("No"))
        self._yes.setVisible(replies.yes(question) is not None)
        self._no.setVisible(replies.no(question) is not None)
        self._else.setVisible(kind is Kind.IS)
        self._type.setVisible(kind is Kind.WHO)
        self._split.setVisible(replies.can_split(question))
        self._stranger.setVisible(replies.stranger(question) is not None and kind is not Kind.STRANGERS)
        self._no_face.setVisible(replies.not_a_face(question) is not None)
        self._no_face.say(tr("None is a face") if crowd else tr("Not a face"))
        self.name.clear()
        self.name.setVisible(kind is Kind.WHO)
        self._answers.renew()

    def _tell_spread(self, question: Question) -> None:
        others, alone = len(question.faces) - 1, len(question.groups) == 1
        said = ""
        if question.kind is Kind.IS and not question.doubted:
            said = tr_n(
                "Yes also names {n} face that looks just like this one.",
                "Yes also names {n} faces that look just like this one.",
                others,
            )
        elif question.kind is Kind.WHO:
            said = tr_n(
                "The name goes to {n} more face that looks just like this one.",
                "The name goes to {n} more faces that look just like this one.",
                others,
            )
        elif question.kind is Kind.STRANGERS:
            all_ = tr("None sets them all aside; a number asks who that one is.")
            said, others = tr("No sets them aside; 1 asks who it is.") if alone else all_, 1
        elif question.kind is Kind.ODD:
            said = tr("A number takes that one out; the others are asked about again.")
        elif question.kind is Kind.NAMES:
            each = tr("Each was named in one answer. A number asks who that one is.")
            said, others = tr("The name was given in one answer; No asks who it is.") if alone else each, 1
        self._spread.setText(said if others else "")
        self._show.setVisible(bool(others) and question.kind in (Kind.WHO, Kind.IS))

    def _show_all(self) -> None:
        if (question := self._question) is None:
            return
        dialog = QDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr_n("{n} face", "{n} faces", len(question.faces)))
        grid = FaceGrid(self._context.thumbnails)
        grid.setSelectionMode(FaceGrid.SelectionMode.NoSelection)
        grid.show_faces(question.faces)
        in_column(
            (grid, 1),
            (button(tr("Close"), dialog.close), 0, Qt.AlignmentFlag.AlignRight),
            on=dialog,
            margins=None,
        )
        dialog.resize(min(680, self.width()), min(480, self.height()))
        dialog.open()

    def _somebody_else(self) -> None:
        """Let a name be typed, where that is an answer."""
        if self._question is not None and replies.takes_name(self._question):
            self.name.show()
            self._answers.renew()
            self.name.setFocus()

    def _tell(self, answer: str) -> Callable[[], object]:
        return lambda: self.answered.emit(answer)

    def _pick(self, place: int) -> Callable[[], object]:
        return lambda: self.picked.emit(place)

    def _make_buttons(self) -> None:
        pictures = self._context.thumbnails
        self._yes = KeyButton(tr("Yes"), "Y", self._tell("yes"), "primary")
        self._no = KeyButton(tr("No"), "N", self._tell("no"))
        self._else = KeyButton(tr("Someone else…"), "E", self._somebody_else)
        self._type = KeyButton(tr("Name"), "E", self._somebody_else)
        self._split = KeyButton(tr("Two people…"), "S", self._tell("split"))
        self._stranger = KeyButton(tr("Stranger"), "I", self._tell("stranger"))
        self._no_face = KeyButton(tr("Not a face"), "X", self._tell("not a face"))
        unknown = KeyButton(tr("Don't know"), "U", self._tell("skipped"), "link")
        rest = (self._type, self._split, self._stranger, self._no_face, unknown)
        keyed = (self._yes, self._no, self._else, *rest)
        self._tiles = [
            FaceButton(pictures, str(place + 1), self._pick(place), *_TILE) for place in range(replies.PLACES)
        ]
        self._known = [
            FaceButton(pictures, str(place + 1), self._pick(place), *_CANDIDATE) for place in range(5)
        ]
        for one in (*keyed, *self._tiles, *self._known):
            self.name.typing.connect(one.rest)
        self._answers = Flow([*keyed[:3], self.name, *keyed[3:]])
        self._groups, self._candidates = Flow(self._tiles, even=True), Flow(self._known, even=True)

    def _lay_out(self) -> None:
        self._spread.setSizePolicy(QLabel().sizePolicy())
        spread = in_row(REST, self._spread, self._show, REST, spacing=8)
        self._column = column = in_column(on=self, spacing=16)
        column.addStretch(1)
        column.addWidget(self.heading)
        column.addWidget(self._pictures, 3)
        column.addWidget(self._groups)
        column.addWidget(self._candidates)
        column.addWidget(self._answers)
        column.addLayout(spread)
        column.addStretch(1)

    def _add_keys(self) -> None:
        keys = [
            ("Y", tr("Yes"), self._tell("yes")),
            ("N", tr("No"), self._tell("no")),
            ("E", tr("Someone else…"), self._somebody_else),
            ("I", tr("Stranger"), self._tell("stranger")),
            ("X", tr("Not a face"), self._tell("not a face")),
            ("S", tr("Two people…"), self._tell("split")),
            ("U", tr("Don't know"), self._tell("skipped")),
            ("Right", tr("Don't know"), self._tell("skipped")),
        ]
        keys += [
            (str(place + 1), tr("Choose the face of that number"), self._pick(place))
            for place in range(replies.PLACES)
        ]
        for key, text, then in keys:
            self._context.keys.add(self, key, text, then, section=tr("Review"))
