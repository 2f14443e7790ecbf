"""Clusters as rows, a few widgets for any number of them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from app.ui.look import theme
from app.ui.look.texts import tr
from app.ui.photos.row_widget import HEIGHT, RowWidget
from app.ui.photos.sorted_faces import Row
from app.ui.shell.context import Context

_GAP = 16
_STEP = HEIGHT + _GAP
_DRAGGED = "application/x-kith-cluster"


class ClusterRows(QAbstractScrollArea):
    """A list of clusters of which only those in view have widgets.

    Signals:
        named: A cluster was given a name: `Row`, name.
        accepted: Its suggestion is right: `Row`, name.
        stranger: Nobody to know: `Row`.
        opened: It is to be looked at whole: `Row`.
        face_opened: A face was clicked twice; the face, and all of its cluster.
        joined: Clusters are one person: a list of `Row`.
        parted: A face is somebody else than the others: `Row`, face.
        marks_changed: Other clusters are chosen, or another face of the current one.
    """

    named = Signal(object, str)
    accepted = Signal(object, str)
    stranger = Signal(object)
    opened = Signal(object)
    face_opened = Signal(int, object)
    joined = Signal(object)
    parted = Signal(object, int)
    marks_changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._rows: Sequence[Row] = ()
        self._shown: dict[int, RowWidget] = {}
        self._spare: list[RowWidget] = []
        self._current = 0
        self._marked: set[int] = set()
        self._face: int | None = None
        self._arranging = False
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setProperty("role", "rows")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("New people"))
        self.setAcceptDrops(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalScrollBar().setSingleStep(40)
        context.thumbnails.arrived.connect(self._arrived)
        context.people.updated.connect(self._arrange)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these clusters; where the current one went, the next takes its place."""
        naming = any(widget.name.hasFocus() for widget in self._shown.values())
        current, place = self.current(), None
        if current is not None:  # what was joined, split or sorted anew has another number
            faces = {*current.faces}
            place = next((at for at, row in enumerate(rows) if not faces.isdisjoint(row.faces)), None)
        places = {row.number: place for place, row in enumerate(rows)}
        kept = {row.number: row.faces[0] for row in self.marked()}  # a new sorting gives other numbers
        self._rows = rows
        there = {number: rows[places[number]].faces for number in kept if number in places}
        self._mark({number for number, faces in there.items() if kept[number] in faces})
        gone = current is not None and place is None
        moved = place not in (None, self._current) and current is not None and current.number in self._shown
        self._current = min(self._current if place is None else place, max(0, len(rows) - 1))
        self._measure()
        if place is None or self._face not in rows[place].faces:
            self._choose(None)
        if moved:
            self._reveal()
        self._arrange()
        if gone and naming and rows:
            self.start_naming()

    def marked(self) -> list[Row]:
        """The clusters chosen, in their order."""
        return [row for row in self._rows if row.number in self._marked]

    def meant(self, row: Row) -> tuple[int, ...]:
        """The faces that are meant where something is said of a row: of all chosen, if it is one of them."""
        rows = self.marked() if row.number in self._marked else [row]
        return tuple(face for one in rows for face in one.faces)

    def peel(self) -> bool:
        """Choose none, of the faces first; whether any was."""
        if self._face is not None:
            self._choose(None)
            return True
        chosen = bool(self._marked)
        self._mark(set())
        return chosen

    @property
    def face(self) -> int | None:
        """The face that is chosen, of the current row."""
        return self._face

    def current(self) -> Row | None:
        """The row that keys mean."""
        return self._rows[self._current] if self._current < len(self._rows) else None

    def widget(self, number: int) -> RowWidget | None:
        """The widgets of a cluster that is in view."""
        return self._shown.get(number)

    def start_naming(self) -> None:
        """Put the cursor into the current row's field."""
        self._reveal()
        row = self.current()
        if row is not None and (widget := self._shown.get(row.number)) is not None:
            widget.name.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, name, accept, set aside or open the current row."""
        key, row = event.key(), self.current()
        page = max(1, self.viewport().height() // _STEP)
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: -len(self._rows),
            Qt.Key.Key_End: len(self._rows),
        }
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if row is None or not plain:
            super().keyPressEvent(event)
        elif key in steps:
            self._move(steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.start_naming()
        elif key == Qt.Key.Key_Y and (name := self._suggested(row)):
            self.accepted.emit(row, name)
        elif key == Qt.Key.Key_I:
            self.stranger.emit(row)
        elif key == Qt.Key.Key_O:
            self.opened.emit(row)
        elif key == Qt.Key.Key_Space:
            self._mark(self._marked ^ {row.number})
        elif key == Qt.Key.Key_Delete and self._face is not None and len(row.faces) > 1:
            self.parted.emit(row, self._face)
        elif key == Qt.Key.Key_M and len(self._marked) > 1:
            self.joined.emit(self.marked())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which row the keys mean."""
        super().focusInEvent(event)
        self._arrange()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring off again."""
        super().focusOutEvent(event)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the rows the new width."""
        super().resizeEvent(event)
        self._measure()
        self._arrange()

    def scrollContentsBy(self, _: int, dy: int) -> None:
        """Move what is seen already, then fill in what is new."""
        self.viewport().scroll(0, dy)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground between rows: being opaque is what lets scrolling move pixels."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.color("window"))
        painter.end()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a row, to be put on another."""
        if event.mimeData().hasFormat(_DRAGGED):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Make the row below the pointer the current one."""
        if self._at(event.position().toPoint()) is not None:
            self._current = (event.position().toPoint().y() + self.verticalScrollBar().value()) // _STEP
            self._arrange()
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """The row dropped, with all chosen if it is one of them, is the same person as the one below."""
        number = int(bytes(event.mimeData().data(_DRAGGED).data()))
        target = self._at(event.position().toPoint())
        sources = self._marked if number in self._marked else {number}
        if target is not None and target.number not in sources:
            self.joined.emit([target, *(row for row in self._rows if row.number in sources)])
            event.acceptProposedAction()

    def _at(self, point: QPoint) -> Row | None:
        place = (point.y() + self.verticalScrollBar().value()) // _STEP
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _drag(self, widget: RowWidget) -> None:
        if widget.row is not None:
            mime, drag = QMimeData(), QDrag(self)
            mime.setData(_DRAGGED, str(widget.row.number).encode())
            drag.setMimeData(mime)
            drag.setPixmap(widget.grab().scaledToWidth(320, Qt.TransformationMode.SmoothTransformation))
            drag.exec(Qt.DropAction.CopyAction)

    def _toggle(self, widget: RowWidget) -> None:
        if widget.row is not None:
            self._mark(self._marked ^ {widget.row.number})

    def _mark(self, numbers: set[int]) -> None:
        if numbers != self._marked:
            self._marked = numbers
            self.marks_changed.emit()
            self._arrange()

    def _choose(self, face: int | None) -> None:
        if face != self._face:
            self._face = face
            self.marks_changed.emit()
            self._arrange()

    def _move(self, step: int) -> None:
        self._choose(None)
        self._current = min(max(0, self._current + step), len(self._rows) - 1)
        self._reveal()
        self._arrange()

    def _reveal(self) -> None:
        """Scroll so that the current row is seen whole."""
        top, bar = self._current * _STEP, self.verticalScrollBar()
        if top < bar.value():
            bar.setValue(top)
        elif top + HEIGHT > bar.value() + self.viewport().height():
            bar.setValue(top + HEIGHT - self.viewport().height())

    def _measure(self) -> None:
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, len(self._rows) * _STEP - _GAP - self.viewport().height()))

    def _arrange(self) -> None:
        """Give each row in view its widgets, those of rows gone out of view first."""
        if self._arranging:  # a field that goes gives the focus to the list, which would arrange again
            return
        self._arranging = True
        self._place()
        self._arranging = False

    def _place(self) -> None:
        top = self.verticalScrollBar().value()
        last = min(len(self._rows), (top + self.viewport().height()) // _STEP + 1)
        places = range(top // _STEP, last)
        wanted = {self._rows[place].number for place in places}
        for number in [number for number in self._shown if number not in wanted]:
            if self._shown[number].name.hasFocus():
                self.setFocus()
            self._spare.append(self._shown.pop(number))
        active = self.hasFocus() or any(one.name.hasFocus() for one in self._shown.values())
        for place in places:
            row = self._rows[place]
            widget = self._shown.get(row.number) or self._take_one(row.number)
            current = active and place == self._current
            marked = row.number in self._marked
            chosen = self._face if place == self._current else None
            widget.show_row(row, self._suggested(row), current=current, marked=marked, chosen=chosen)
            widget.setGeometry(0, place * _STEP - top, self.viewport().width() - 8, HEIGHT)
            widget.setVisible(True)
        for widget in self._spare:
            widget.hide()

    def _take_one(self, number: int) -> RowWidget:
        widget = self._spare.pop() if self._spare else self._make()
        self._shown[number] = widget
        return widget

    def _make(self) -> RowWidget:
        widget = RowWidget(self._context, self.viewport())
        for signal, then in (
            (widget.touched, self._touched),
            (widget.left, self._left),
            (widget.face_chosen, self._chosen),
            (widget.marked, self._toggle),
            (widget.dragged, self._drag),
        ):
            signal.connect(partial(then, widget))
        for told, passed_on in (
            (widget.named, self.named),
            (widget.accepted, self.accepted),
            (widget.stranger, self.stranger),
            (widget.opened, self.opened),
            (widget.face_opened, self.face_opened),
        ):
            told.connect(passed_on)
        return widget

    def _chosen(self, widget: RowWidget, face: int) -> None:
        """A face that is clicked is chosen; its row is the current one."""
        if widget.row is not None and widget.row == self.current():
            self.setFocus()
            self._choose(face)

    def _touched(self, widget: RowWidget) -> None:
        """A row that is clicked becomes the current one."""
        self._choose(None)
        for place, row in enumerate(self._rows):
            if widget.row is not None and row.number == widget.row.number:
                self._current = place
                break
        if not widget.name.hasFocus():
            self.setFocus()
        self._arrange()

    def _left(self, widget: RowWidget) -> None:
        widget.name.clear()
        self.setFocus()

    def _suggested(self, row: Row) -> str:
        """Who a cluster may be, as that person is called now; "" if nobody or gone."""
        if row.suggestion is None:
            return ""
        if not self._context.people.known:
            return row.suggestion.name
        card = self._context.people.get(row.suggestion.person)
        return card.name if card is not None else ""

    def _arrived(self, faces: frozenset[int]) -> None:
        for widget in self._shown.values():
            if not faces.isdisjoint(widget.shown_faces()):
                widget.update_faces()
