"""What all pages have in common: a title line with tools, and a body."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.ui.shell.context import Context
from app.ui.widgets.cover import Cover
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.layouts import in_column, in_row

_MARGINS = (24, 18, 24, 20)


class Page(QWidget):
    """A page of the window. It is made when it is first shown.

    Attributes:
        context: The window's common parts.
        title: Its title's label.
        subtitle: Muted text beside the title, on several lines where there is little room.
        lead: Layout of what stands just behind the title.
        tools: Layout of the buttons at the right of the title line.
        body: Layout below the title line.
        resumes: The kind of job that goes on after a locking, or "".

    Signals:
        busy: Whether a camera or stream is on for it, which the rail shows.
    """

    resumes: ClassVar[str] = ""
    busy = Signal(bool)

    @property
    def watching(self) -> bool:
        """Whether something is watched on it."""
        return False

    def __init__(self, context: Context, title: str) -> None:
        super().__init__()
        self.context = context
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label(title, "title")
        self.subtitle = Elided("", "muted", lines=3)
        self.lead = in_row(spacing=12)
        self.tools = in_row(spacing=12)
        top = in_row(spacing=12)
        self.title.setMinimumHeight(36)  # as high as a line of buttons, so that all pages start alike
        top.addWidget(self.title)
        top.addLayout(self.lead)
        top.addWidget(self.subtitle, 1)
        top.addLayout(self.tools)
        self.body = in_column(spacing=16)
        self._whole = in_column(top, (self.body, 1), on=self, margins=_MARGINS, spacing=16)

    def enter(self, *task: object) -> None:
        """It is shown now, perhaps to do something there: what `Context.go` was given."""

    def leave(self) -> None:
        """Another page is shown now."""

    def let_go(self) -> None:
        """The window closes."""

    def halt(self) -> bool:
        """Note what `resume` goes on with once a locked gallery is unlocked; whether there is something."""
        return False

    def resume(self) -> None:
        """Go on with what a locking broke off."""

    def tells(self) -> Collection[int]:
        """Running jobs that it shows itself, each with its Cancel: the rail leaves them out."""
        return ()

    def peel(self) -> bool:
        """Take off one layer, as Esc asks: what is chosen, a search, a panel; whether there was one."""
        return False

    def take_off(self) -> bool:
        """Take off one layer, of what covers it or its own; whether there was one."""
        if (cover := self._cover()) is not None:
            cover.peel()
        return cover is not None or self.peel()

    def own_lower_bar(self) -> QWidget | None:
        """The row of buttons at the lower edge of what it shows now, or None."""
        return None

    def lower_bar(self) -> QWidget | None:
        """The row of buttons at the lower edge that notices leave free, of what covers it or its own."""
        cover = self._cover()
        return self.own_lower_bar() if cover is None else cover.lower_bar()

    def make_room(self, height: int) -> None:
        """Let a list that reaches the lower edge end so many pixels above it, so that all of it can be seen.

        What does not scroll stays where it is.
        """
        left, top, right, least = _MARGINS
        if not height or self._scrolls_at(QPoint(self.width() // 2, self.height() - least - 4)):
            self._whole.setContentsMargins(left, top, right, max(least, height))
            self._whole.activate()  # now: where its bar is may be asked next

    def _scrolls_at(self, point: QPoint) -> bool:
        found = self.childAt(point)
        while found is not None and found is not self and not isinstance(found, QAbstractScrollArea):
            found = found.parentWidget()
        return isinstance(found, QAbstractScrollArea)

    def _cover(self) -> Cover | None:
        covers = [one for one in self.findChildren(Cover) if one.isVisible()]
        return covers[-1] if covers else None


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page as the rail lists it.

    Attributes:
        key: Its name in the program.
        name: Its name in the rail, translated.
        icon: Phosphor's name of its icon.
        make: Makes it.
    """

    key: str
    name: str
    icon: str
    make: Callable[[Context], Page]
