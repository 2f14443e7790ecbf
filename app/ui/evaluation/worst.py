"""The worst pairs as pictures: mislabelled ones stand out, and can be opened to be corrected."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.domain.evaluation import Sample, WorstPair
from app.ui.look.texts import number, tr
from app.ui.widgets.buttons import button
from app.ui.widgets.face_grid import paint_face
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.layouts import in_column, in_row

_SIDE = 88
_CELL = 232
"""Least pixels of width of a pair."""
_BESIDE = 36
"""Of these what neither of the two names has."""
_WORD = 160
"""Pixels of a word of a name beyond which it is broken rather than that the pair is wider."""


class WorstPairs(QWidget):
    """Pairs of one kind, side by side as the width allows.

    Signals:
        opened: A face of the gallery is to be corrected; its `Sample`.
    """

    opened = Signal(object)

    def __init__(self, worst: Iterable[WorstPair], *, same: bool) -> None:
        super().__init__()
        self.pairs = [_Pair(one) for one in worst if one.same == same]
        for one in self.pairs:
            one.opened.connect(self.opened)
        self._columns = 0
        self._cell = max([_CELL, *(_BESIDE + 2 * one.widest_word() for one in self.pairs)])
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        title = (
            tr("Said to be one person, but least alike: is one of them mislabelled?")
            if same
            else tr("Said to be two people, but most alike: are they one?")
        )
        in_column(label(title, "bold", wrap=True), self._grid, on=self, spacing=8)
        self._place(3)

    def make_room(self, width: int) -> None:
        """Use this width."""
        self._place(max(1, (width + 12) // (self._cell + 12)))

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for place, one in enumerate(self.pairs):
            self._grid.addWidget(one, place // columns, place % columns)


class _Pair(QFrame):
    """Two faces and how alike they are."""

    opened = Signal(object)

    def __init__(self, pair: WorstPair) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._names: list[Elided] = []
        faces = in_row(spacing=12)
        for sample in (pair.a, pair.b):
            faces.addLayout(self._face(sample), 1)
        in_column(
            faces,
            label(tr("similarity {value}", value=number(pair.similarity, 2)), "small"),
            on=self,
            margins=(12, 12, 12, 10),
            spacing=6,
        )

    def widest_word(self) -> int:
        """Pixels that the longest word of both names takes, as far as it is not to be broken."""
        words = [(name, word) for name in self._names for word in name.text().split()]
        for name in self._names:
            name.ensurePolished()  # measured in the font it is shown in
        widths = [name.fontMetrics().horizontalAdvance(word) + 2 for name, word in words]
        return min(_WORD, max(widths, default=0))

    def _face(self, sample: Sample) -> QVBoxLayout:
        name = Elided(sample.person, "bold", lines=3)
        name.setAlignment(Qt.AlignmentFlag.AlignTop)  # beside one that takes more lines
        self._names.append(name)
        column = in_column((_Picture(sample), 0, Qt.AlignmentFlag.AlignLeft), name, spacing=4)
        if sample.face is None:
            column.addWidget(Elided(sample.path, "small", lines=3))
            return column
        tip = tr("Look at this face of {name}, and correct whose it is", name=sample.person)
        made = button(tr("Open"), partial(self.opened.emit, sample), "link", tip=tip)
        made.setAccessibleDescription(tip)
        column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        return column


class _Picture(QWidget):
    """A small picture of a face, or its empty ground."""

    def __init__(self, sample: Sample) -> None:
        super().__init__()
        image = QImage.fromData(sample.picture)
        self._picture = None if image.isNull() else QPixmap.fromImage(image)
        self.setFixedSize(QSize(_SIDE, _SIDE))
        self.setAccessibleName(tr("Face of {name}", name=sample.person))

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the face, or its empty ground."""
        painter = QPainter(self)
        paint_face(painter, self.rect(), self._picture)
        painter.end()
