"""The question whether two people who are enrolled are one."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.domain.alike import AlikePair
from app.domain.person import Person
from app.engine.requests.people import AlikePairs, SayTwo
from app.ui.link.thumbnails import Thumbnails
from app.ui.link.when_seen import WhenSeen
from app.ui.look.texts import facts, number, tr
from app.ui.people.model import faces_text, shortened
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button, say
from app.ui.widgets.face_grid import paint_face
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.layouts import in_column, in_row

_SOON_MS = 2500
_SIDE = 84


class AlikeBanner(QFrame):
    """One pair at a time, the most alike first; hidden where there is none. Looked for while `over` is seen.

    "Two people" is remembered for good and can be undone; "Later" asks again when the window is opened anew.

    Signals:
        merged: The two are one: a list of the card to go, and the one to stay.
    """

    merged = Signal(object, object)

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__()
        self._context = context
        self._pairs: tuple[AlikePair, ...] = ()
        self._later: set[tuple[int, int]] = set()
        self.setProperty("role", "banner")
        self._faces = (_Cover(context.thumbnails), _Cover(context.thumbnails))
        self._title, self._said = (
            Elided(tr("Are these two people one?"), "bold"),
            label("", "small", wrap=True),
        )
        self._one = button("", lambda: self._merge(0), "primary")
        self._other = button("", lambda: self._merge(1))
        self._two = button(tr("Two people"), self._say_two, tip=tr("Not asked again"))
        self._leave = button(tr("Later"), self._put_off, "link")
        self._answers = Flow((self._one, self._other, self._two, self._leave), centred=False)
        words = in_column(self._title, self._said, self._answers, spacing=6)
        in_row(*self._faces, (words, 1), on=self, margins=(14, 12, 14, 12), spacing=12)
        self._timer = WhenSeen(over, _SOON_MS, self.look)
        context.people.updated.connect(self._people_changed)
        self.hide()

    @property
    def pair(self) -> tuple[Person, Person] | None:
        """The two that are asked about, the one with more faces first; None where there are none."""
        get = self._context.people.get
        for pair in self._pairs:
            cards = get(pair.first), get(pair.second)
            if cards[0] is not None and cards[1] is not None and (pair.first, pair.second) not in self._later:
                first, second = sorted((cards[0], cards[1]), key=lambda card: -card.faces)
                return first, second
        return None

    def look(self) -> None:
        """Look for pairs now."""
        self._timer.stop()
        self._context.bridge.ask(AlikePairs(), self._take, lambda _: None)

    def _people_changed(self) -> None:
        self._show()
        if len(self._context.people.cards) > 1:
            self._timer.start()

    def _take(self, pairs: tuple[AlikePair, ...]) -> None:
        self._pairs = pairs
        self._show()

    def _show(self) -> None:
        """Ask about the first pair of those left."""
        pair = self.pair
        self.setVisible(pair is not None)
        if pair is None:
            return
        for cover, card in zip(self._faces, pair, strict=True):
            cover.show_face(card.cover)
        first, second = pair
        one_in = next(one.one_in for one in self._pairs if {one.first, one.second} == {first.id, second.id})
        names = (tr("{name}, {faces}", name=card.name, faces=faces_text(card.faces)) for card in pair)
        alike = tr("one in {count} strangers would be so alike", count=number(one_in))
        self._said.setText(facts(*names, alike))
        say(self._one, tr("Both are {name}", name=shortened(first.name, 16)))
        say(self._other, tr("Both are {name}", name=shortened(second.name, 16)))
        self._answers.renew()

    def _merge(self, stays: int) -> None:
        if (pair := self.pair) is not None:
            self.merged.emit([pair[1 - stays]], pair[stays])

    def _say_two(self) -> None:
        if (pair := self.pair) is not None:
            self._context.change(SayTwo(pair[0].id, pair[1].id), lambda _: self.look())

    def _put_off(self) -> None:
        if (pair := self.pair) is not None:
            self._later.add((min(pair[0].id, pair[1].id), max(pair[0].id, pair[1].id)))
            self._show()


class _Cover(QWidget):
    """A person's best face."""

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._thumbnails = thumbnails
        self._face: int | None = None
        self.setFixedSize(_SIDE, _SIDE)
        thumbnails.arrived.connect(self._arrived)

    def show_face(self, face: int | None) -> None:
        """Show a face, or none."""
        self._face = face
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the face."""
        painter = QPainter(self)
        paint_face(painter, self.rect(), None if self._face is None else self._thumbnails.get(self._face))
        painter.end()

    def _arrived(self, faces: frozenset[int]) -> None:
        if self._face in faces:
            self.update()
