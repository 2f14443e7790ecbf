"""Saying who a face is: a small panel beside it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from app.core.errors import Cancelled, KithError
from app.domain.alike import Alike
from app.domain.changes import Changes
from app.domain.decision import IN_COMMON, State
from app.domain.live import LiveFace
from app.engine.requests.enrolling import DenyTrack, EnrolTrack
from app.ui.look.texts import as_sentences, facts, tr
from app.ui.shell.context import Context
from app.ui.shell.look_alike import ask_unless_enrolled
from app.ui.widgets.agreed import Agreed
from app.ui.widgets.buttons import button, key_text, say, wait_for
from app.ui.widgets.labels import Hint, label
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.name_edit import NameEdit
from app.ui.widgets.rounded import rounded

_WIDTH = 288
_GAP, _MARGIN = 12, 16
_SIDE = 48


class NamePopover(QFrame):
    """Names the face of a track, confirms it, denies it or has it ignored. Errors stand in it, in words.

    Attributes:
        track: The face it is about, while it is open.
        field: The name to give.
        hint: What went wrong, or what is missing.

    Signals:
        closed: It is gone, whatever came of it.
        named: Somebody was told who a face is: its track, and the name.
        ignored: The face of a track is to be ignored from now on, or no more.
    """

    closed = Signal()
    named = Signal(int, str)
    ignored = Signal(int, bool)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._over = context, parent
        parent.installEventFilter(self)
        self.track: int | None = None
        self._asked = False
        self._denied: tuple[str, ...] = ()
        self._ignored = False
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
        self._agreed = Agreed(context.people, self.field)
        self._why_unknown = label("", "small", wrap=True)
        self.hint = Hint(self.field.textChanged, role="plain")
        self._enrol = button(tr("Enrol"), self.field.submit, "primary")
        self._ignore = button(tr("Ignore"), self.ignore, "link", tip=tr("No box and no name in this run"))
        self._close = button(tr("Close"), self.close_it, "link", icon="x", tip=tr("Close (Esc)"))
        self._close.setText("")
        self._keys = label("", "small", wrap=True)
        self._lay_out()
        self.field.textChanged.connect(self._typed)
        self.field.named.connect(self.answer)
        self.field.refused.connect(self._tell)
        self.hide()

    def _lay_out(self) -> None:
        top = in_row(
            self._picture, (self._heading, 1), (self._close, 0, Qt.AlignmentFlag.AlignTop), spacing=12
        )
        foot = in_row(self._enrol, REST, self._ignore)
        self._column = in_column(
            top,
            self._answers,
            self._why_unknown,
            self.field,
            self._agreed,
            self.hint,
            foot,
            self._keys,
            on=self,
            margins=(_MARGIN, 14, _MARGIN, 12),
            spacing=8,
        )

    def lie_over(self, parent: QWidget) -> None:
        """Be shown over another widget from now on."""
        if parent is not self._over:
            self._over.removeEventFilter(self)
            self._over = parent
            self.setParent(parent)
            parent.installEventFilter(self)

    def ask_about(
        self, face: LiveFace, title: str, picture: QPixmap, beside: QRectF, *, ignored: bool = False
    ) -> None:
        """Open beside a face.

        Args:
            face: The face as live view sees it now.
            title: What it is called now.
            picture: Of it; may be null.
            beside: Where it is, in the parent's coordinates.
            ignored: Whether it is ignored now.
        """
        self.track, self._asked, self._ignored = face.track, False, ignored
        self._picture.setPixmap(rounded(picture, _SIDE, self.devicePixelRatioF()))
        self._picture.setVisible(not picture.isNull())
        self.hint.followed()
        why = _why_unknown(face)
        self._why_unknown.setText(why)
        self._why_unknown.setVisible(bool(why))
        self.field.clear()
        self._offer(face, title)
        self.show()
        self._fit()
        self.move(self._spot(beside.toAlignedRect()))
        self.raise_()
        (self._made[0] if self._made else self.field).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it, other keys answer, on a full screen too; none of them is the picture's."""
        event.accept()
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_it()
            case Qt.Key.Key_I:
                self.ignore()
            case Qt.Key.Key_N:
                self.deny()
            case Qt.Key.Key_1 | Qt.Key.Key_2 if len(self._denied) > 1:
                self.answer(self._denied[event.key() - Qt.Key.Key_1])

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
        if self._asked or (track := self.track) is None:
            return
        self._begin()
        names, consent = [name], self._agreed.consent(name)

        def add(alike: Alike) -> EnrolTrack:
            names.append(alike.name)
            return EnrolTrack(track, alike.name)

        def done(changes: Changes) -> None:
            self.named.emit(track, names[-1])
            self._done(track, changes)

        ask_unless_enrolled(
            self._context.bridge,
            self._over,
            lambda apart: EnrolTrack(track, name, apart, consent),
            add,
            done,
            partial(self._failed, track),
        )

    def deny(self) -> None:
        """Say that the face is none of those it was taken for."""
        if not self._asked and (track := self.track) is not None and self._denied:
            self._begin()
            self._context.bridge.ask(
                DenyTrack(track, self._denied), partial(self._done, track), partial(self._failed, track)
            )

    def ignore(self) -> None:
        """Have the face ignored for the rest of the run, or no more."""
        if (track := self.track) is not None:
            self.close_it()
            self.ignored.emit(track, not self._ignored)

    def _begin(self) -> None:
        self._asked = True
        self._enable(enabled=False)

    def _done(self, about: int, changes: Changes) -> None:
        self._context.notices.done(changes)
        if self.track == about:  # else another face is asked about meanwhile
            self.close_it()

    def _offer(self, face: LiveFace, title: str) -> None:
        """Put the answers that this state leaves open."""
        for old in self._made:
            self._answers.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._made, self._denied = [], ()
        self._name_freely(shown=not self._ignored and face.state is not State.NAME)
        self._ignore.setVisible(not self._ignored)
        if self._ignored:
            self._offer_back(title)
        elif face.state is State.NAME:
            self._offer_known(title)
        elif face.state is State.UNSURE:
            self._offer_both(face, title)
        else:
            numbered = face.stranger is not None
            self._heading.setText(tr("Who is {title}?", title=title) if numbered else tr("Who is this?"))
            self.field.setPlaceholderText(tr("Name"))
            self._tell_keys(("Enter", tr("enrol")), ("Ctrl+I", tr("ignore")))
        self._enable(enabled=True)

    def _offer_back(self, title: str) -> None:
        self._heading.setText(tr("{name} is ignored in this run", name=title))
        self._add_button(tr("Take back"), self.ignore, tr("Show box and name again"))
        self._tell_keys(("I", tr("take back")))

    def _offer_known(self, title: str) -> None:
        self._denied = (title,)
        self._heading.setText(tr("This is {name}", name=title))
        self._add_answer(tr("Yes, add this view"), title, tr("More views make {name} surer", name=title))
        self._add_button(tr("Not {name}", name=title), self.deny, _kept())
        self._add_button(tr("Somebody else…"), self._correct, tr("Say who it is really"))
        self._tell_keys(("N", tr("not {name}", name=title)), ("I", tr("ignore")))

    def _offer_both(self, face: LiveFace, title: str) -> None:
        self._denied = tuple(name for name, _ in face.candidates[:2])
        self._heading.setText(tr("{names}?", names=title))
        for place, name in enumerate(self._denied, start=1):
            self._add_answer(name, name, tr("This is {name} ({key})", name=name, key=place))
        self._add_button(tr("Neither of them"), self.deny, _kept())
        self.field.setPlaceholderText(tr("Somebody else"))
        self._tell_keys(("1, 2", tr("this one")), ("N", tr("neither")), ("I", tr("ignore")))

    def _tell_keys(self, *keys: tuple[str, str]) -> None:
        said = [
            tr("{key}: {does}", key=key_text(key), does=does) for key, does in (*keys, ("Esc", tr("close")))
        ]
        self._keys.setText(facts(*(one.replace(" ", "\u00a0") for one in said)))  # wrapped between them alone

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
        self._fit()
        self.field.setFocus()

    def _name_freely(self, *, shown: bool) -> None:
        self.field.setVisible(shown)
        self._agreed.offer(offered=shown)
        self._enrol.setVisible(shown)

    def _typed(self, text: str) -> None:
        known = self._context.people.find(text)
        say(self._enrol, tr("This is {name}", name=known.name) if known else tr("Enrol"))
        self._fit()

    def _failed(self, about: int, error: KithError | Cancelled) -> None:
        if self.track != about:  # closed, or about another face meanwhile
            self._context.notices.error(error)
            return
        self._asked = False
        self._enable(enabled=True)
        self.field.setFocus()
        if isinstance(error, KithError):
            self._tell(as_sentences(error.what, error.why, error.remedy))

    def _tell(self, why: str) -> None:
        self.hint.tell(why)
        self._fit()
        self._keep_inside()

    def _enable(self, *, enabled: bool) -> None:
        self.field.setEnabled(enabled)
        for one in (*self._made, self._enrol, self._ignore):
            wait_for(one, "" if enabled else tr("The last answer is being stored"))

    def _fit(self) -> None:
        """Be as high as the texts are when they wrap: adjusting its size does not ask what they take."""
        self._column.activate()
        self.resize(_WIDTH, self._column.totalHeightForWidth(_WIDTH))

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


def _why_unknown(face: LiveFace) -> str:
    """Why a face has no name, where more is to be said than that nobody is like it; else ""."""
    if not face.recognisable:
        return tr("Not enough of this face can be seen to recognise it: wait for a clearer view.")
    return as_sentences(IN_COMMON) if face.in_common else ""


def _kept() -> str:
    return tr("Kept: this face is not called so again, until you undo it")
