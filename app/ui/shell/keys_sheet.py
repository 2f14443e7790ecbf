"""The sheet of all keys."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QWidget

from app.ui.look.texts import listed, tr
from app.ui.shell.shortcuts import Key
from app.ui.widgets.buttons import button, key_text
from app.ui.widgets.labels import label, pill
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.scroll import scrolled

_SIZE = QSize(820, 640)
_MARGIN = 48
_HEADING_ROWS = 2
"""What a section's heading counts for when the two columns are made equally long."""

Sections = dict[str, dict[str, list[str]]]
"""By section and by what is done: the keys that do it."""


class KeysSheet(QDialog):
    """Every key and what it does, by where it works, in two columns."""

    def __init__(
        self,
        order: Sequence[str],
        listed: Callable[[], Sequence[Key]],
        more: Callable[[], bool],
        parent: QWidget,
    ) -> None:
        """Make a sheet that fills itself.

        Args:
            order: Sections from the first to the last; others follow.
            listed: Gives all keys known now.
            more: Makes some more known, a moment's work at a time; false when there are none.
            parent: The window it lies over.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keys"))
        self.resize(_SIZE.boundedTo(parent.size() - QSize(_MARGIN, _MARGIN)))
        self._order, self._listed, self._more = list(order), listed, more
        self._filling = QTimer(self)
        self._filling.setInterval(0)
        self._filling.timeout.connect(self._fill)
        self._area = scrolled(sideways=False)
        self._area.setAccessibleName(tr("Keys"))
        close = button(tr("Close"), self.accept)
        bottom = in_row(
            (label(tr("A key without Ctrl is left to a field that is typed in."), "small"), 1), close
        )
        in_column(
            label(tr("Keys"), "heading"),
            (self._area, 1),
            bottom,
            on=self,
            margins=(24, 18, 24, 18),
            spacing=16,
        )
        close.setFocus()
        self._show()
        self._filling.start()

    def _fill(self) -> None:
        if self._more():
            self._show()
        else:
            self._filling.stop()

    def _show(self) -> None:
        sections = by_section(self._listed(), self._order)
        inside = QWidget()
        inside.setProperty("role", "page")
        row = in_row(on=inside, margins=(0, 0, 12, 0), spacing=16)
        for names in in_two(sections):
            column = in_column(spacing=16)
            for name in names:
                column.addWidget(_panel(name, sections[name]))
            column.addStretch()
            row.addLayout(column, 1)
        at = self._area.verticalScrollBar().value()
        self._area.setWidget(inside)
        self._area.verticalScrollBar().setValue(at)


def by_section(keys: Sequence[Key], order: Sequence[str]) -> Sections:
    """Keys by section in that order; several keys that do the same share a line."""
    found: Sections = {}
    for key in keys:
        same = found.setdefault(key.section, {}).setdefault(key.text, [])
        if key.keys not in same:
            same.append(key.keys)
    places = {name: place for place, name in enumerate(order)}
    return dict(sorted(found.items(), key=lambda one: places.get(one[0], len(places))))


def shown_keys(keys: Sequence[str]) -> list[str]:
    """How keys are written that do the same: three digits and more as one range."""
    digits = [key for key in keys if key.isdecimal()]
    if len(digits) < 3:
        return [key_text(key) for key in keys]
    others = [key_text(key) for key in keys if key not in digits]
    return [tr("{first} to {last}", first=digits[0], last=digits[-1]), *others]


def in_two(sections: Sections) -> tuple[list[str], list[str]]:
    """Sections for the left and for the right column, in order, so that both are about equally long."""
    heights = {name: len(lines) + _HEADING_ROWS for name, lines in sections.items()}
    names, whole = list(heights), sum(heights.values())

    def unevenness(cut: int) -> int:
        return abs(whole - 2 * sum(heights[name] for name in names[:cut]))

    best = min(range(len(names) + 1), key=unevenness)
    return names[:best], names[best:]


def _panel(name: str, lines: dict[str, list[str]]) -> QFrame:
    made = QFrame()
    made.setProperty("role", "panel")
    grid = QGridLayout(made)
    grid.setContentsMargins(16, 12, 16, 14)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(name, "bold"), 0, 0, 1, 2)
    for place, (text, keys) in enumerate(lines.items(), start=1):
        said = label(text, wrap=True)
        said.setAccessibleDescription(listed(shown_keys(keys)))
        grid.addWidget(said, place, 0)
        pills = in_row(REST, spacing=4)
        for one in shown_keys(keys):
            pills.addWidget(pill(one))
        grid.addLayout(pills, place, 1, Qt.AlignmentFlag.AlignTop)
    return made
