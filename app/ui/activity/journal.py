"""The list of what was done, painted line by line, with the buttons that take back and do again."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QIcon, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.domain.journal import JournalEntry
from app.ui.activity.entries import LINE, Line, Lines
from app.ui.look import theme
from app.ui.look.icons import icon
from app.ui.look.texts import tip, tr
from app.ui.widgets.buttons import button, key_text
from app.ui.widgets.wrapped import wrapped

_HEIGHT = 40
"""Pixels of a line of the list that is one line of text."""
_MOST_LINES = 4
"""Lines of text that a change may take."""
_LEAST = 120
"""Pixels of width that the words of a change have at least."""
_GAP = 12
_INDENT = 30
"""Pixels by which what is listed below another line stands to its right."""
_ICONS = {
    "enrol": "user-plus",
    "create": "user-plus",
    "assign": "tag",
    "unassign": "tag",
    "split": "git-fork",
    "merge": "git-merge",
    "same": "users",
    "apart": "arrows-out-line-horizontal",
    "names": "download-simple",
    "library": "download-simple",
    "rename": "pencil-simple",
    "born": "pencil-simple",
    "ignore": "eye-slash",
    "deny": "user-minus",
    "unignore": "eye",
    "remove": "trash",
    "undo": "arrow-counter-clockwise",
    "visit": "door",
}
_Index = QModelIndex | QPersistentModelIndex


class Journal(QListView):
    """What was done. The newest change that stands has an Undo, the one to do again next has a Redo.

    The current line, if it is an older change that stands, has an Undo of its own; its menu leads back to it.

    Attributes:
        lines: Its model.
        whole: Whether it holds everything that was done, so that its newest is what Undo takes back.
        more_wanted: Signal of the model: the end came into view, and there are older entries.

    Signals:
        alone_wanted: To undo a change alone; with its identifier.
        back_wanted: To undo all that was done after one; with its identifier.
    """

    alone_wanted = Signal(int)
    back_wanted = Signal(int)

    def __init__(self, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        super().__init__()
        self._undo, self._redo = undo, redo
        self._marked: tuple[int, ...] = ()
        self._shown: list[QPersistentModelIndex] = []
        self.whole = True
        self.lines = Lines(self)
        self.more_wanted = self.lines.more_wanted
        self.setProperty("role", "bare")
        self.setModel(self.lines)
        self.setItemDelegate(_LineDelegate(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)  # texts wrap
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(tr("What was done"))
        self.clicked.connect(self._toggle)

    def show_entries(self, entries: Sequence[JournalEntry], *, more: bool) -> None:
        """Show these entries, newest first, from where the list was scrolled to."""
        at = self.verticalScrollBar().value()
        self._take_focus()
        self.lines.show_entries(entries, more=more)
        self._put_buttons()
        self.verticalScrollBar().setValue(at)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Let the change that was chosen be undone alone."""
        super().currentChanged(current, previous)
        self._put_buttons()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the line, by mouse or by the menu key."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        line: Line | None = index.data(LINE) if index.isValid() else None
        if line is None or not line.entry or line.undone:
            return
        self.setCurrentIndex(index)
        place = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        self.menu_for(line.entry).popup(place if by_key else event.globalPos())

    def menu_for(self, entry: int) -> QMenu:
        """What can be done with a change that stands."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        newest = self.whole and entry == self.lines.next_undo()
        then = self._undo if newest else lambda: self.alone_wanted.emit(entry)
        menu.addAction(tr("Undo this change alone"), then).setToolTip(tip(_alone()))
        back = menu.addAction(tr("Undo all that was done after it"), lambda: self.back_wanted.emit(entry))
        back.setEnabled(not newest)
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens or closes a line that stands for many."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._toggle(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def updateGeometries(self) -> None:
        """Keep the buttons on their lines when the width changes."""
        super().updateGeometries()
        self.updateEditorGeometries()

    def name_days(self) -> None:
        """Say today and yesterday as it is now."""
        self.lines.name_days()
        self._put_buttons()

    def _toggle(self, index: QModelIndex) -> None:
        """Open or close a line that stands for many."""
        line: Line = index.data(LINE)
        if line.fold:
            row = index.row()
            self.lines.toggle(line.fold)
            self._put_buttons()
            self.setCurrentIndex(self.lines.index(row))

    def _take_focus(self) -> None:
        """Take it from a button that goes: else a blank presses the next notice's Undo."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.setFocus()

    def _put_buttons(self) -> None:
        """Put the two buttons on their lines."""
        current = self._current()
        newest = (self.lines.next_undo(), self.lines.next_redo()) if self.whole else (0, 0)
        wanted = (*newest, current)
        if wanted == self._marked and all(one.isValid() for one in self._shown):
            return
        self._take_focus()
        for index in self._shown:
            if index.isValid():
                self.setIndexWidget(index, None)  # type: ignore[arg-type] # Qt takes none
        self._shown = []
        self._marked = wanted
        for entry, text, then, why in (
            (wanted[0], tr("Undo"), self._undo, key_text("Ctrl+Z")),
            (wanted[1], tr("Redo"), self._redo, key_text("Ctrl+Shift+Z")),
            (current, tr("Undo alone"), lambda: self.alone_wanted.emit(current), _alone()),
        ):
            if entry:
                self._put(entry, text, then, why)
        self.scheduleDelayedItemsLayout()  # a button leaves a text less room

    def _current(self) -> int:
        """The older change that stands and is the current line; 0 where there is none."""
        index = self.currentIndex()
        line: Line | None = index.data(LINE) if index.isValid() else None
        older = (
            line is not None and not line.undone and not (self.whole and line.entry == self.lines.next_undo())
        )
        return line.entry if line is not None and older else 0

    def _put(self, entry: int, text: str, then: Callable[[], None], why: str) -> None:
        index = self.lines.index(self.lines.row_of(entry))
        holder = QWidget()
        row = QHBoxLayout(holder)
        time = self.fontMetrics().horizontalAdvance(index.data(LINE).time)
        row.setContentsMargins(0, 0, time + 14 + _GAP, 0)
        row.addStretch()
        row.addWidget(button(text, then, "link", tip=f"{index.data()} ({why})"))
        self.setIndexWidget(index, holder)
        self._shown.append(QPersistentModelIndex(index))


def _alone() -> str:
    return tr("What was changed again since stays as it is.")


class _LineDelegate(QStyledItemDelegate):
    """Paints a day as a heading, a change as icon, words and time."""

    def __init__(self, parent: Journal) -> None:
        super().__init__(parent)
        self._journal = parent
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._width = 0
        self._heights: dict[tuple[Line, int, int], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line: Line = index.data(LINE)
        if not (line.entry or line.fold):
            return QSize(120, _HEIGHT)
        whole, beside = self._journal.viewport().rect(), self._journal.indexWidget(index)
        if whole.width() != self._width:
            self._width = whole.width()
            self._heights.clear()  # of another width they are no longer asked for
        room = self._room(whole, line, beside, option.fontMetrics)[0].width()
        key = (line, room, spacing := option.fontMetrics.lineSpacing())
        if key not in self._heights:
            lines = len(wrapped(line.text, option.font, room, _MOST_LINES))
            self._heights[key] = _HEIGHT + max(0, lines - 1) * spacing
        return QSize(120, self._heights[key])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: Line = index.data(LINE)
        rect: QRect = option.rect
        painter.save()
        if line.entry or line.fold:
            if option.state & QStyle.StateFlag.State_HasFocus:
                _paint_focus(painter, rect)
            self._paint_entry(painter, rect, line, self._journal.indexWidget(index))
        else:
            _paint_day(painter, rect, line.text)
        painter.restore()

    def _room(
        self, rect: QRect, line: Line, beside: QWidget | None, metrics: QFontMetrics
    ) -> tuple[QRect, bool]:
        """Where the words of a change stand, between its icon and what is at its right.

        And whether "undone" is there: where that leaves them too little, being struck through says it.
        """
        left = (_INDENT if line.inside else 0) + 34
        if beside is not None:
            right = beside.sizeHint().width() + 4
        else:
            right = _margin(line) + metrics.horizontalAdvance(line.time) + _GAP
        undone = metrics.horizontalAdvance(tr("undone")) + _GAP
        told = line.undone and rect.width() - left - right - undone >= _LEAST
        right += undone if told else 0
        return rect.adjusted(left, 0, -min(right, rect.width() - left - 1), 0), told

    def _paint_entry(self, painter: QPainter, rect: QRect, line: Line, beside: QWidget | None) -> None:
        role = "muted" if line.undone else "text"
        room, told = self._room(rect, line, beside, painter.fontMetrics())
        spot = QRect(room.left() - 30, rect.center().y() - 8, 18, 18)
        self._icon(line.kind, role).paint(painter, spot)
        if line.fold:
            caret = "caret-up" if line.open else "caret-down"
            self._icon(caret, "muted").paint(painter, spot.translated(rect.right() - 30 - spot.left(), 0))
        painter.setPen(theme.color("muted"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            rect.adjusted(0, 0, -_margin(line), 0), middle | Qt.AlignmentFlag.AlignRight, line.time
        )
        if told:
            painter.drawText(rect.adjusted(room.right() + _GAP - rect.left(), 0, 0, 0), middle, tr("undone"))
        font = painter.font()
        font.setStrikeOut(line.undone)
        painter.setFont(font)
        painter.setPen(theme.color(role))
        text = "\n".join(wrapped(line.text, painter.font(), room.width(), _MOST_LINES))
        painter.drawText(room, middle, text)

    def _icon(self, kind: str, role: str) -> QIcon:
        key = (_ICONS.get(kind, kind if kind.startswith("caret") else "note-pencil"), role)
        stored = self._icons.get((key[0], theme.color(role).name()))
        if stored is None:
            stored = self._icons[(key[0], theme.color(role).name())] = icon(*key)
        return stored


def _paint_day(painter: QPainter, rect: QRect, name: str) -> None:
    font = painter.font()
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(theme.color("muted"))
    low = rect.adjusted(4, 8, -8, -6)
    painter.drawText(low, Qt.AlignmentFlag.AlignBottom, name)
    painter.setPen(theme.color("line"))
    painter.drawLine(rect.left() + 4, rect.bottom(), rect.right() - 8, rect.bottom())


def _margin(line: Line) -> int:
    """Pixels at the right of the time: one that stands for many has a caret there."""
    return 36 if line.fold else 14


def _paint_focus(painter: QPainter, rect: QRect) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("accent"), 2))
    painter.drawRoundedRect(rect.adjusted(1, 2, -6, -3), 8, 8)
