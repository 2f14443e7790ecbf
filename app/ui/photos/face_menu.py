"""What can be said of a face in its photo: a field for its name, and what else it may be."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from app.domain.face import StoredFace
from app.domain.why import Why
from app.engine.requests.faces import DenyFaces, IgnoreFaces, RemoveFaces, WhyHere
from app.ui.look.texts import shown, tr
from app.ui.photos.strip import FaceStrip
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button, say
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.layouts import in_column, in_row
from app.ui.widgets.name_edit import NameEdit

_GAP = 6
_NEAR = 38
"""Pixels of the side of a face that says why: all five fit."""


class FaceMenu(QFrame):
    """Stands beside a face's box.

    Attributes:
        name: The field for the face's name.
        card: The face; None where its box was just drawn.
        reason: Why the face is where it is, once that was asked.
        nearest: The faces that say so.

    Signals:
        named: A name was given.
        left: What was asked is answered, or Esc was pressed.
        opened: One of the faces that say why was clicked twice; the face, and all of them.
    """

    named = Signal(str)
    left = Signal()
    opened = Signal(int, object)

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._over = context, over
        self.card: StoredFace | None = None
        self._spot = QRect()
        self.setProperty("role", "panel")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._title, self._why = Elided("", "bold"), Elided("", "small")
        self.reason = label("", "small", wrap=True)
        self.nearest = FaceStrip(context.thumbnails, _NEAR)
        self.nearest.activated.connect(self.opened)
        context.thumbnails.arrived.connect(self._arrived)
        self.name = NameEdit(context.people, tr("Who is this?"))
        self.name.named.connect(self.named)
        self.name.installEventFilter(self)
        self._not_them = button("", self._deny, "link")
        self._stranger = button("", self._set_aside, "link")
        self._no_face = button(
            tr("Not a face"), self._remove, "link", tip=tr("Takes it out of view; undo brings it back")
        )
        self._why_here = button(
            tr("Why here?"),
            self._ask_why,
            "link",
            tip=tr("Says by whose word or what likeness it is where it is"),
        )
        self._buttons: tuple[QPushButton, ...] = (
            self._not_them,
            self._stranger,
            self._no_face,
            self._why_here,
        )
        row = in_row(*self._buttons, spacing=4)
        row.addStretch()
        parts = (self._title, self._why, self.name, row, self.reason, self.nearest)
        in_column(*parts, on=self, margins=(12, 10, 12, 10), spacing=8)
        self.hide()

    def ask(self, spot: QRect, title: str, card: StoredFace | None, name: str) -> None:
        """Ask about a face.

        Args:
            spot: Its box, in the photo's widget.
            title: What it is called there.
            card: The face; None for one whose box was just drawn.
            name: Whose it is said to be, or "".
        """
        self.card = card
        self._title.setText(title)
        why = shown(card.unrecognisable) if card is not None else ""
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._not_them.setVisible(bool(name))
        say(self._not_them, tr("Not {name}", name=name) if name else "")
        self._stranger.setVisible(card is not None and (card.ignored or not name))
        say(self._stranger, tr("Take back in") if card is not None and card.ignored else tr("Stranger"))
        self._no_face.setVisible(card is not None)
        self._why_here.setVisible(card is not None)
        self.reason.hide()
        self.nearest.hide()
        self.name.clear()
        self.setFixedWidth(max(250, min(self.sizeHint().width(), 380)))
        self.adjustSize()
        self.stand_at(spot)
        self.show()
        self.raise_()
        self.name.setFocus()

    def stand_at(self, spot: QRect) -> None:
        """Stand below a box, or above it where there is no room below, and inside the photo's widget."""
        self._spot = spot
        room = self._over.rect()
        top = spot.bottom() + _GAP
        if top + self.height() > room.height():
            above = spot.top() - self.height() - _GAP
            top = above if above >= 0 else max(0, room.height() - self.height() - _GAP)
        left = min(max(0, spot.left()), max(0, room.width() - self.width()))
        self.move(QPoint(left, top))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the field leaves the face."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.KeyPress:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def _ask_why(self) -> None:
        card = self.card
        if card is not None:
            self._context.bridge.ask(WhyHere(card.id), self._tell_why, self._context.notices.error)

    def _tell_why(self, why: Why) -> None:
        """Say why the face is where it is, if it is still asked about."""
        if self.card is not None and self.card.id == why.face:
            self.reason.setText(shown(why.text))
            self.reason.show()
            self.nearest.show_faces(tuple(face for face, _ in why.nearest))
            self.nearest.setVisible(bool(why.nearest))
            self.adjustSize()
            self.stand_at(self._spot)

    def _arrived(self, _: object) -> None:
        self.nearest.update()

    def _deny(self) -> None:
        if self.card is not None and self.card.person is not None:
            self._context.change(DenyFaces((self.card.id,), self.card.person))
        self.left.emit()

    def _set_aside(self) -> None:
        if self.card is not None:
            self._context.change(IgnoreFaces((self.card.id,), ignored=not self.card.ignored))
        self.left.emit()

    def _remove(self) -> None:
        if self.card is not None:
            self._context.change(RemoveFaces((self.card.id,)))
        self.left.emit()
