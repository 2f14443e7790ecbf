"""A page in the place of the window that holds nothing of the gallery: before it, and while it is closed."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from app.ui.link.memory import Memory
from app.ui.look.resources import app_icon
from app.ui.widgets.fit import fit
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import REST, in_column, in_row

GEOMETRY = "window/geometry"
_WIDTH = 420
_LOGO = QSize(48, 48)


class PlainPage(QDialog):
    """A heading, a sentence, what belongs to the matter, and buttons, in the middle of a window.

    Attributes:
        heading: What it is about.
        sentence: What there is to know.
        body: Layout below these.
        row: Layout of the buttons.
    """

    def __init__(self, memory: Memory, heading: str) -> None:
        """Make the page, as large as the window was."""
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle("Kith")
        self.setWindowIcon(QIcon(app_icon()))
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        logo = QLabel()
        logo.setPixmap(QIcon(app_icon()).pixmap(_LOGO))
        logo.setFixedSize(_LOGO)
        self.heading = label(heading, "title", wrap=True)
        self.sentence = label("", "muted", wrap=True)
        self.body, self.row = in_column(spacing=14), in_row(spacing=12)
        card = QWidget()
        card.setFixedWidth(_WIDTH)
        in_column(logo, self.heading, self.sentence, self.body, self.row, on=card, spacing=14)
        in_column(REST, in_row(REST, card, REST), REST, REST, on=self, margins=(24, 24, 24, 24))
        if not self.restoreGeometry(memory.blob(GEOMETRY)):
            fit(self, 1280, 800)
