"""Saying who a face is: a small panel beside it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from app.core.errors import Cancelled, KithError
from app.core.text import sentence
from app.domain.changes import Changes
from app.domain.decision import State
from app.domain.live import LiveFace
from app.engine.requests.enrolling import EnrolTrack
from app.ui.look.texts import sentences, shown, tr
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button, say, wait_for
from app.ui.widgets.labels import Hint, label
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.name_edit import NameEdit
from app.ui.widgets.rounded import rounded

_WIDTH = 288
_GAP, _MARGIN = 12, 16
_SIDE = 48


class NamePopover(QFrame):
    """Names the face of a track, confirms it or corrects it. Errors stand in it, in words.

    Attributes:
        track: The face it is about, while it is open.
        field: The name to give.
        hint: What went wrong, or what is missing.

    Signals:
        closed: It is gone, whatever came of it.
    """

    closed = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._over = context, parent
        parent.installEventFilter(self)
        self.track: int | None = None
        self._asked = False
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(tr("Who is this?"))
        self._picture = QLabel()
        self._picture.setFixedSize(_SIDE, _SIDE)
        self._heading = label("", "strong", wrap=True)
        self._answers = in_column(spacing=8)
        self._made: list[QPushButton] = []
        self.field = NameEdit(context.people, tr("Name"))
        self._consent = label(tr("Ask them first: their face is kept on this computer."), "small", wrap=True)
        self._unclear = label(
            tr("Not enough of this face can be seen to recognise it: wait for a clearer view."),
            "small",
            wrap=True,
        )
        self.hint = Hint(self.field.textChanged, role="plain")
        self._enrol = button(tr("Enrol"), self.field.submit, "primary")
        self._cancel = button(tr("Cancel"), self.close_it, "link", tip=tr("Close (Esc)"))
        self._lay_out()
        self.field.textChanged.connect(self._typed)
        self.field.named.connect(self.answer)
        self.field.refused.connect(self._tell)
        self.hide()

    def _lay_out(self) -> None:
        top = in_row(self._picture, (self._heading, 1), spacing=12)
        foot = in_row(self._enrol, REST, self._cancel)
        in_column(
            top,
            self._answers,
            self._unclear,
            self.field,
            self._consent,
            self.hint,
            foot,
            on=self,
            margins=(_MARGIN, 14, _MARGIN, 12),
            spacing=8,
        )

    def ask_about(self, face: LiveFace, title: str, picture: QPixmap, beside: QRectF) -> None:
        """Open beside a face.

        Args:
            face: The face as live view sees it now.
            title: What it is called now.
            picture: Of it; may be null.
            beside: Where it is, in the parent's coordinates.
        """
        self.track, self._asked = face.track, False
        self._picture.setPixmap(rounded(picture, _SIDE, self.devicePixelRatioF()))
        self._picture.setVisible(not picture.isNull())
        self.hint.followed()
        self._unclear.setVisible(not face.recognisable)
        self.field.clear()
        self._offer(face, title)
        self.adjustSize()
        self.move(self._spot(beside.toAlignedRect()))
        self.show()
        self.raise_()
        (self.field if self.field.isVisible() else self._made[0]).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it; what else its field leaves over is not the picture's."""
        event.accept()
        if event.key() == Qt.Key.Key_Escape:
            self.close_it()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay inside the parent when that becomes smaller."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._keep_inside()
        return super().eventFilter(watched, event)

    def close_it(self) -> None:
        """Close without an answer."""
        if self.track is not None:
            self.track = None
            self.hide()
            self.closed.emit()

    def answer(self, name: str) -> None:
        """Say that the face is this person."""
        if self.track is None or self._asked:
            return
        self._asked = True
        self._enable(enabled=False)
        self._context.bridge.ask(EnrolTrack(self.track, name), self._done, self._failed)

    def _offer(self, face: LiveFace, title: str) -> None:
        """Put the answers that this state leaves open."""
        for old in self._made:
            self._answers.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._made = []
        self._name_freely(shown=face.state is not State.NAME)
        if face.state is State.NAME:
            self._heading.setText(tr("This is {name}", name=title))
            self._add_answer(tr("Yes, add this view"), title, tr("More views make {name} surer", name=title))
            self._add_button(tr("Not {name}…", name=title), self._correct)
        elif face.state is State.UNSURE:
            self._heading.setText(tr("{names}?", names=title))
            for place, (name, _) in enumerate(face.candidates[:2], start=1):
                self._add_answer(name, name, tr("This is {name} ({key})", name=name, key=place))
            self.field.setPlaceholderText(tr("Somebody else"))
        else:
            numbered = title != tr("Unknown")
            self._heading.setText(tr("Who is {title}?", title=title) if numbered else tr("Who is this?"))
            self.field.setPlaceholderText(tr("Name"))
        self._enable(enabled=True)

    def _add_answer(self, text: str, name: str, tip: str) -> None:
        self._add_button(text, lambda: self.answer(name), tip)

    def _add_button(self, text: str, then: Callable[[], None], tip: str = "") -> None:
        made = button(text, then, tip=tip)
        room = _WIDTH - 2 * _MARGIN - 32
        made.setText(made.fontMetrics().elidedText(made.text(), Qt.TextElideMode.ElideRight, room))
        self._made.append(made)
        self._answers.addWidget(made)

    def _correct(self) -> None:
        """Let the right person be named."""
        for old in self._made:
            old.hide()
        self._heading.setText(tr("Who is it really?"))
        self._name_freely(shown=True)
        self.field.setPlaceholderText(tr("Name"))
        self.adjustSize()
        self.field.setFocus()

    def _name_freely(self, *, shown: bool) -> None:
        for one in (self.field, self._consent):
            one.setVisible(shown)
        self._enrol.setVisible(shown)

    def _typed(self, text: str) -> None:
        known = self._context.people.find(text)
        say(self._enrol, tr("This is {name}", name=known.name) if known else tr("Enrol"))
        self.adjustSize()

    def _done(self, changes: Changes) -> None:
        self._context.notices.done(changes)
        self.close_it()

    def _failed(self, error: KithError | Cancelled) -> None:
        self._asked = False
        self._enable(enabled=True)
        self.field.setFocus()
        if isinstance(error, KithError):
            parts = [shown(part) for part in (error.what, error.why, error.remedy) if part]
            self._tell(sentences(*map(sentence, parts)))

    def _tell(self, why: str) -> None:
        self.hint.tell(why)
        self.adjustSize()
        self._keep_inside()

    def _enable(self, *, enabled: bool) -> None:
        self.field.setEnabled(enabled)
        for one in (*self._made, self._enrol):
            wait_for(one, "" if enabled else tr("The last answer is being stored"))

    def _spot(self, face: QRect) -> QPoint:
        """Right of the face where there is room, else left; always inside the parent."""
        room = self._over.rect().adjusted(8, 8, -8, -8)
        x = face.right() + _GAP
        if x + self.width() > room.right():
            x = face.left() - _GAP - self.width()
        x = max(room.left(), min(x, room.right() - self.width()))
        y = max(room.top(), min(face.top(), room.bottom() - self.height()))
        return QPoint(x, y)

    def _keep_inside(self) -> None:
        room = self._over.rect().adjusted(8, 8, -8, -8)
        x = min(self.x(), room.right() - self.width())
        self.move(max(room.left(), x), max(room.top(), min(self.y(), room.bottom() - self.height())))
