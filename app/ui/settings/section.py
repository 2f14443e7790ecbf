"""What the sections of the Settings page are made of."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QSizePolicy, QWidget

from app.ui.link.debounce import debounce
from app.ui.look.texts import tr
from app.ui.widgets.labels import Role, label
from app.ui.widgets.layouts import in_column, in_row
from app.ui.widgets.popup_list import Combo

_SAID_MS = 2500


def words(text: str = "", role: Role = "plain") -> QLabel:
    """A text that wraps and, in a scrolled page, is as high as its lines at the width it is given."""
    made = label(text, role, wrap=True)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return made


class Section(QFrame):
    """A panel with a title, and a quiet word at its right when something in it was saved.

    Attributes:
        column: Layout below the title.
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._saved = label("", "small")
        self._timer = debounce(self, _SAID_MS, self._saved.clear)
        top = in_row((label(title, "strong"), 1), self._saved)
        self.column = in_column(spacing=8)
        in_column(top, self.column, on=self, margins=(16, 14, 16, 16), spacing=12)

    def say_saved(self) -> None:
        """Say so for a moment."""
        self._saved.setText(tr("saved"))
        self._timer.start()

    @property
    def said(self) -> str:
        """What is being said, or ""."""
        return self._saved.text()

    def add_row(self, name: str, control: QWidget, note: str = "") -> QLabel:
        """Add a control with its name to the left and a note below; return the note's label."""
        control.setAccessibleName(name)
        title = words(name)
        title.setMinimumWidth(120)
        title.setBuddy(control)
        under = words(note, "small")
        if not note:
            under.hide()
        row = in_row((title, 1), (in_column(control, under, spacing=4), 2), spacing=16)
        self.column.addLayout(row)
        return under

    def add_switch(self, text: str, meaning: str, then: Callable[[bool], object]) -> QCheckBox:
        """Add a choice of yes or no with what it means below, disabled until it is known; return it."""
        made = QCheckBox(text)
        made.setAccessibleDescription(meaning)
        made.setEnabled(False)
        made.clicked.connect(then)
        under = words(meaning, "small")
        under.setContentsMargins(31, 0, 0, 4)
        self.column.addWidget(made)
        self.column.addWidget(under)
        return made


class Choice(Combo):
    """One of several values. The wheel scrolls the page rather than changing what applies at once."""

    def __init__(self, options: Sequence[tuple[str, str]], then: Callable[[str], object]) -> None:
        """Make a box of options.

        Args:
            options: Values, and the words for them.
            then: Called with the value that the user chose.
        """
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # nor does it take the focus on the way
        for value, words in options:
            self.addItem(words, value)
        self.activated.connect(lambda _: then(self.value))
        self.setMinimumContentsLength(14)
        self.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    @property
    def value(self) -> str:
        """The one chosen."""
        return str(self.currentData())

    def show_value(self, value: str) -> None:
        """Show a value."""
        self.setCurrentIndex(self.findData(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page."""
        event.ignore()
