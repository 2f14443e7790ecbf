"""Figures in rows and columns."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from app.domain.evaluation import Evaluation, Findings
from app.ui.evaluation import words
from app.ui.look.texts import number, one_in, percent, points, sentences, tr
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.layouts import in_column

_MOST_PEOPLE = 10


class Table(QFrame):
    """A titled panel with a table; the first column at the left, figures at the right.

    Attributes:
        rows: The texts of every row.
    """

    def __init__(
        self, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], note: str = ""
    ) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.rows = [tuple(row) for row in rows]
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(5)
        for column, text in enumerate(heads):
            grid.addWidget(label(text, "bold", wrap=True), 0, column, _side(column))
            grid.setColumnStretch(column, 2 if column == 0 else 1)
        for place, row in enumerate(rows, start=1):
            for column, text in enumerate(row):
                if column:
                    grid.addWidget(label(text), place, column, _side(column))
                else:
                    grid.addWidget(Elided(text, lines=2), place, column)
        whole = in_column(label(title, "bold"), grid, on=self, margins=(16, 14, 16, 12), spacing=8)
        if note:
            whole.addWidget(label(note, "small", wrap=True))
        whole.addStretch()


def _side(column: int) -> Qt.AlignmentFlag:
    flag = Qt.AlignmentFlag
    return flag.AlignRight | flag.AlignBottom if column else flag.AlignLeft | flag.AlignBottom


def verification(found: Evaluation) -> Table:
    """Pairs recognised at each rate."""
    names = [model.name for model in found.models]
    heads = [tr("one false accept"), *names, *([tr("difference")] if found.changes else [])]
    rows = []
    for place, first in enumerate(found.models[0].tar):
        rate = one_in(first.fmr) + ("" if first.counted else " *")
        change = [points(found.changes[place].tar.value)] if found.changes else []
        rows.append([rate, *(words.bounded(model.tar[place].tar) for model in found.models), *change])
    blank = [""] * bool(found.changes)
    rows.append([tr("equal error rate"), *(words.bounded(model.eer) for model in found.models), *blank])
    few = not found.models[0].tar[-1].counted
    note = tr("In brackets: 95 % of the resamples of people lie within.")
    star = tr("* Too few pairs of two people for a rate this small: counted where none is accepted.")
    return Table(tr("Pairs of one person recognised"), heads, rows, sentences(star if few else "", note))


def searches(found: Evaluation) -> Table:
    """Faces not found in galleries of several sizes."""
    names = [model.name for model in found.models]
    heads = [tr("people enrolled"), tr("a stranger named"), *names, ""]
    rows = []
    for each in zip(*(model.searches for model in found.models), strict=True):
        cells = [words.NONE if one.fnir is None else words.bounded(one.fnir) for one in each]
        rows.append([words.gallery(each[0]), one_in(each[0].fpir), *cells, words.basis(each[0])])
    note = tr(
        "Extrapolated: the threshold is read from the tail of the scores of single comparisons, which are "
        "taken to be independent. Look-alikes make the true rate worse."
    )
    shown = any(one.basis == "extrapolated" for one in found.models[0].searches)
    return Table(tr("Faces that do not get their name"), heads, rows, note if shown else "")


def slices(found: Findings) -> Table:
    """Parts of the faces; of the people those who are recognised worst."""
    heads = [tr("part"), tr("faces"), tr("recognised"), tr("falsely accepted")]
    people = [one for one in found.slices if one.kind == "person"]
    others = [one for one in found.slices if one.kind != "person"]
    rows = [
        [
            words.part(one),
            number(one.faces),
            words.NONE if one.tar is None else percent(one.tar),
            words.false_accepts(one.fmr),
        ]
        for one in (*others, *people[:_MOST_PEOPLE])
    ]
    counted = tr("At one false accept in 1,000 over all pairs. A pair counts where its worse face is.")
    few = tr("Where no two people are taken for one. A pair counts where its worse face is.")
    note = counted if words.shown_rate(found).counted else few
    more = tr("Of the people, those recognised worst; the saved table has all.")
    title = tr("By quality, pose and person: {name}", name=found.name)
    return Table(title, heads, rows, sentences(note, more if len(people) > _MOST_PEOPLE else ""))
