"""What a page shows when there is nothing yet: what it is for, and the next step."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui.look.icons import put_icon
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import REST, in_column, in_row

_WIDEST = 500


class EmptyState(QWidget):
    """One icon, one heading, one sentence, one or two ways on, and a footnote.

    Attributes:
        heading: The heading's label, for a page that says different things.
        sentence: The label of the sentence below it, for the same.
    """

    def __init__(
        self, icon: str, heading: str, sentence: str, buttons: list[QPushButton], footnote: str = ""
    ) -> None:
        super().__init__()
        self.heading = label(heading, "heading", wrap=True)
        self.sentence = label(sentence, "muted", wrap=True)
        self._icon = QPushButton()
        self._icon.setEnabled(True)
        self._icon.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._icon.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._icon.setProperty("kind", "link")
        self._icon.setFixedSize(QSize(72, 72))
        put_icon(self._icon, icon, "accent", 56)
        row = in_row(REST, *buttons, REST, spacing=12)
        column = in_column(on=self, margins=None, spacing=8)
        column.addStretch(3)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for text in (self.heading, self.sentence):
            column.addLayout(_centred(text))
        column.addSpacing(12)
        column.addLayout(row)
        if footnote:
            column.addSpacing(8)
            column.addLayout(_centred(label(footnote, "small", wrap=True)))
        column.addStretch(4)


def _centred(text: QLabel) -> QHBoxLayout:
    """A text in the middle, no wider than is read with ease."""
    text.setAlignment(Qt.AlignmentFlag.AlignCenter)
    text.setMaximumWidth(_WIDEST)
    middle = QHBoxLayout()  # an alignment would give a wrapped text too little height
    middle.addStretch(1)
    middle.addWidget(text, 1000)
    middle.addStretch(1)
    return middle


def in_the_middle(widget: QWidget) -> QWidget:
    """A widget with room around it."""
    around = QWidget()
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget, 1000)
    row.addStretch(1)
    widget.setMaximumWidth(560)
    column = in_column(on=around)
    column.addStretch(2)
    column.addLayout(row)
    column.addStretch(3)
    return around
