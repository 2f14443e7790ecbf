"""What all pages have in common: a title line with tools, and a body."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.ui.shell.context import Context
from app.ui.widgets.cover import Cover
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.layouts import in_column, in_row


class Page(QWidget):
    """A page of the window. It is made when it is first shown.

    Attributes:
        context: The window's common parts.
        title: Its title's label.
        subtitle: Muted text beside the title, on several lines where there is little room.
        lead: Layout of what stands just behind the title.
        tools: Layout of the buttons at the right of the title line.
        body: Layout below the title line.
        foot: Height in pixels of a bar at the lower edge whose buttons notices are not to cover.
        resumes: The kind of job that goes on after a locking, or "".

    Signals:
        busy: Whether a camera or stream is on for it, which the rail shows.
    """

    foot: ClassVar[int] = 0
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
        in_column(top, (self.body, 1), on=self, margins=(24, 18, 24, 20), spacing=16)

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
        covers = [one for one in self.findChildren(Cover) if one.isVisible()]
        if covers:
            covers[-1].peel()
        return bool(covers) or self.peel()


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
