"""Faces that look like somebody else than their label says: look at them, and decide."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFrame, QWidget

from app.domain.training import Doubt
from app.engine.requests.faces import AssignFaces
from app.engine.requests.training import TrustLabels
from app.ui.link.thumbnails import Thumbnails
from app.ui.look import theme
from app.ui.look.texts import number, tr, tr_n
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.face_grid import paint_face
from app.ui.widgets.fit import fit
from app.ui.widgets.labels import label, panel
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.scroll import scrolled

_SIDE, _GAP = 72, 8
_COLUMNS, _MOST_SHOWN = 6, 12
_LONGEST = 24
"""Letters of a name on a button."""


class DoubtsDialog(QDialog):
    """A panel for each person whose label may hold somebody else's faces."""

    def __init__(self, context: Context, doubts: Sequence[Doubt], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Faces that look like somebody else"))
        fit(self, 640, 520)
        self._context = context
        inside = QWidget()
        inside.setProperty("role", "page")
        self._rows = in_column(on=inside, margins=(0, 0, 8, 0), spacing=12)
        scroll = scrolled(inside, sideways=False)
        close = button(tr("Close"), self.close)
        close.setDefault(True)
        close.setFocus()
        row = in_row(REST, close)
        in_column(
            label(
                tr("They are left out of training until you decide."),
                "muted",
                wrap=True,
            ),
            (scroll, 1),
            row,
            on=self,
            margins=(20, 18, 20, 18),
            spacing=12,
        )
        self.show_doubts(doubts)

    def show_doubts(self, doubts: Sequence[Doubt]) -> None:
        """Show these; none closes the dialog."""
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for doubt in doubts:
            self._rows.addWidget(self._panel(doubt))
        self._rows.addStretch()
        if not doubts:
            self.close()

    def _panel(self, doubt: Doubt) -> QFrame:
        ground, count = panel(), len(doubt.faces)
        everything = button(tr("Show all"), partial(self._open, doubt.person), "link")
        everything.setAccessibleName(tr("Show all of {name}", name=doubt.name))
        head = in_row(
            (label(title(doubt), "bold", wrap=True), 1), (everything, 0, Qt.AlignmentFlag.AlignTop), spacing=8
        )
        row = in_row(spacing=8)
        if doubt.likely is not None:
            text = tr_n("Give it to {name}", "Give them to {name}", count, name=_short(doubt.likely_name))
            row.addWidget(button(text, partial(self._give, doubt, doubt.likely)))
        text = tr_n("That is {name}", "They are {name}", count, name=_short(doubt.name))
        row.addWidget(
            button(text, partial(self._trust, doubt), tip=tr_n("Train on it", "Train on them", count))
        )
        row.addStretch()
        in_column(
            head,
            _Strip(self._context.thumbnails, doubt.faces),
            row,
            on=ground,
            margins=(16, 12, 16, 12),
            spacing=8,
        )
        return ground

    def _give(self, doubt: Doubt, person: int) -> None:
        self._context.change(AssignFaces(doubt.faces, person))

    def _trust(self, doubt: Doubt) -> None:
        self._context.bridge.ask(TrustLabels(doubt.faces), _pass, self._context.notices.error)

    def _open(self, person: int) -> None:
        self.close()
        self._context.go("people", "person", person)


def title(doubt: Doubt) -> str:
    """What is suspected of some faces."""
    count = len(doubt.faces)
    if doubt.likely is None:
        return tr_n(
            "{n} face of {name} looks like somebody else",
            "{n} faces of {name} look like somebody else",
            count,
            name=doubt.name,
        )
    return tr_n(
        "{n} face of {name} looks like {other}",
        "{n} faces of {name} look like {other}",
        count,
        name=doubt.name,
        other=doubt.likely_name,
    )


def _short(name: str) -> str:
    """A name that fits on a button."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def counted(doubts: Sequence[Doubt]) -> int:
    """How many faces are in doubt."""
    return sum(len(doubt.faces) for doubt in doubts)


class _Strip(QWidget):
    """Some faces in rows; what does not fit is counted."""

    def __init__(self, thumbnails: Thumbnails, faces: Sequence[int]) -> None:
        super().__init__()
        self._thumbnails = thumbnails
        self._shown, self._more = tuple(faces[:_MOST_SHOWN]), len(faces[_MOST_SHOWN:])
        rows = -(-len(self._shown) // _COLUMNS)
        self.setFixedHeight(rows * (_SIDE + _GAP) - _GAP)
        self.setAccessibleName(tr_n("{n} face", "{n} faces", len(faces)))
        thumbnails.arrived.connect(self._arrived)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint what is here."""
        painter = QPainter(self)
        for place, face in enumerate(self._shown):
            row, column = divmod(place, _COLUMNS)
            rect = QRect(column * (_SIDE + _GAP), row * (_SIDE + _GAP), _SIDE, _SIDE)
            paint_face(painter, rect, self._thumbnails.get(face))
        if self._more:
            rest = self.rect().adjusted(_COLUMNS * (_SIDE + _GAP), 0, 0, 0)
            text = f"+{number(self._more)}"
            painter.setPen(theme.color("muted"))
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def _arrived(self, faces: frozenset[int]) -> None:
        if faces.intersection(self._shown):
            self.update()


def _pass(_: object) -> None:
    """What changed is broadcast."""
