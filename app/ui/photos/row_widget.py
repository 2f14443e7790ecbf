"""One cluster as a row: a field for its name, who it may be, and its faces."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.look import theme
from app.ui.look.texts import tr, tr_n
from app.ui.photos.key_button import KeyButton
from app.ui.photos.sorted_faces import Row
from app.ui.photos.strip import FaceStrip
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import label, pill
from app.ui.widgets.layouts import in_column, in_row
from app.ui.widgets.name_edit import NameEdit

HEIGHT = 146
_NARROW = 860
"""Width below which the pill goes: the button beside it says the same."""


class RowWidget(QWidget):
    """A row's widgets; the list gives them another cluster as it scrolls.

    The field takes the focus, the buttons do not: the list's keys do the same, and Tab soon leaves it.

    Signals:
        named: The row was given a name; both.
        accepted: Its suggestion is right; the row, and the name.
        stranger: Nobody to know; the row.
        opened: It is to be looked at whole; the row.
        face_opened: A face was clicked twice; the face, and all of the cluster.
        face_chosen: A face was clicked.
        touched: It was clicked or is being typed in.
        marked: It is to be chosen, or no longer.
        dragged: It is being dragged away.
        left: Esc was pressed in the field.
    """

    named = Signal(object, str)
    accepted = Signal(object, str)
    stranger = Signal(object)
    opened = Signal(object)
    face_opened = Signal(int, object)
    face_chosen = Signal(int)
    touched = Signal()
    marked = Signal()
    dragged = Signal()
    left = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.row: Row | None = None
        self._suggested = ""
        self._current = self._marked = False
        self._pressed = QPoint()
        self.name = NameEdit(context.people, tr("Name this person…"))
        self.name.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.name.setMinimumWidth(130)
        self.name.setMaximumWidth(220)
        self.name.named.connect(lambda name: self.named.emit(self.row, name))
        self.name.installEventFilter(self)
        self._maybe = pill("", "warning")
        self._count = label("", "muted")
        self.accept = KeyButton("", "", lambda: self.accepted.emit(self.row, self._suggested), most=240)
        self.name.typing.connect(self.accept.rest)
        self._strip = FaceStrip(context.thumbnails)
        self._strip.activated.connect(self.face_opened)
        self._strip.chosen.connect(self.face_chosen)
        self._strip.more.connect(self._open)
        self._buttons = [
            self.accept,
            button(tr("Split…"), self._open, "link", tip=tr("Some of them are somebody else (O)")),
            button(
                tr("Stranger"),
                lambda: self.stranger.emit(self.row),
                "link",
                tip=tr("Nobody to know: not asked again (I)"),
            ),
        ]
        for one in self._buttons:
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()

    def show_row(
        self, row: Row, suggested: str, *, current: bool, marked: bool = False, chosen: int | None = None
    ) -> None:
        """Show a cluster, perhaps another one than before.

        Args:
            row: Which.
            suggested: Who it may be, or "".
            current: Whether keys mean this one.
            marked: Whether it is chosen.
            chosen: Which of its faces is.
        """
        self._strip.show_chosen(chosen)
        if self.row is row and (self._suggested, self._current, self._marked) == (suggested, current, marked):
            return
        self._marked = marked
        if self.row is None or self.row.number != row.number:
            self.name.clear()
        self.row, self._suggested, self._current = row, suggested, current
        faces = tr_n("{n} face", "{n} faces", len(row.faces))
        self._count.setText(faces)
        self._strip.show_faces(row.faces)
        self._maybe.setText(tr("maybe {name}", name=suggested))
        self.accept.setVisible(bool(suggested))
        if suggested:
            self.accept.say(tr("It is {name}", name=suggested))
        self.accept.set_key("Y" if current else "")
        self.setAccessibleName(
            tr("{faces}, maybe {name}", faces=faces, name=suggested) if suggested else faces
        )
        self._fit()
        self.update()

    def update_faces(self) -> None:
        """Paint the faces anew: pictures arrived."""
        self._strip.update()

    def shown_faces(self) -> tuple[int, ...]:
        """The faces that are seen."""
        return self._strip.shown()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Typing in the field makes its row current; Esc leads back to the list."""
        if event.type() == QEvent.Type.FocusIn:
            self.touched.emit()
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.KeyPress:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Become the current row; with Ctrl, be chosen or no longer."""
        self._pressed = event.position().toPoint()
        self.touched.emit()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.marked.emit()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Be dragged away."""
        moved = (event.position().toPoint() - self._pressed).manhattanLength()
        if moved > QApplication.startDragDistance() and event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the cluster."""
        self._open()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what does not fit."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the panel, with a ring where it is current."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ringed = self._current or self._marked
        painter.setBrush(theme.color("weak" if self._marked else "panel"))
        painter.setPen(QPen(theme.color("accent" if ringed else "line"), 2 if ringed else 1))
        edge = 1.0 if ringed else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 12, 12)
        painter.end()

    def _open(self) -> None:
        self.opened.emit(self.row)

    def _lay_out(self) -> None:
        head = in_row((self.name, 1), self._maybe, self._count, spacing=12)
        head.addStretch(1)
        for one in self._buttons:
            head.addWidget(one)
        in_column(head, self._strip, on=self, margins=(14, 12, 14, 12), spacing=10)

    def _fit(self) -> None:
        self._maybe.setVisible(bool(self._suggested) and self.width() >= _NARROW)
