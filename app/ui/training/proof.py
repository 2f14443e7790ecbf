"""The proof of a retrained model: its curve, the sentence that says what came of it, and the figures."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.engine.views import ModelCard
from app.ui.texts import one_in, percent, tip, tr
from app.ui.training import words
from app.ui.training.legend import Legend, Line
from app.ui.widgets.labels import label, set_property

if TYPE_CHECKING:
    from app.ui.training.charts import RocChart


class CurvePanel(QFrame):
    """ROC before and after.

    Attributes:
        chart: The curves, once charts are loaded.
        model: Whose they are.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.chart: RocChart | None = None
        self.model: ModelCard | None = None
        self._lines = [
            Line(tr("new model"), "accent", 2.5),
            Line(tr("before"), "muted", 2.0, Qt.PenStyle.DotLine),
        ]
        self._none = label("", "muted", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._axis = label(
            tr("faces recognised, by how many strangers are falsely accepted"), "small", wrap=True
        )
        self._axis.setToolTip(tr("ROC: true accept rate (TAR) over false match rate (FMR)"))
        self._legend = Legend(self._lines)
        self._plot = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(6)
        column.addWidget(label(tr("Proof, on photos it has not seen"), "bold"))
        column.addWidget(self._axis)
        column.addLayout(self._plot, 1)
        column.addWidget(self._none, 1)
        column.addWidget(self._legend)

    def add_chart(self) -> None:
        """Charts are loaded: make this one."""
        from app.ui.training.charts import RocChart

        self.chart = RocChart(self._lines)
        self.chart.setAccessibleName(tr("Curve of faces recognised"))
        self._plot.addWidget(self.chart)
        if self.model is not None:
            self.show_model(self.model)

    def show_model(self, model: ModelCard) -> None:
        """Draw the curves kept with a model."""
        self.model = model
        curve = model.curves.get("trained")
        drawn = curve is not None and len(curve.fmr) > 1
        for part in (self._legend, self._axis):
            part.setVisible(drawn)
        self._none.setVisible(not drawn)
        self._none.setText(
            tr("Too few photos for a curve. Three photos each of two people or more allow one.")
            if model.curves
            else tr("No curve was kept with this model.")
        )
        if self.chart is not None:
            self.chart.setVisible(drawn)
            if curve is not None and drawn:
                self.chart.show_curve(curve)
                self.chart.setAccessibleDescription(words.headline(model))


class Result(QWidget):
    """The proof in words, then in figures."""

    def __init__(self) -> None:
        super().__init__()
        self.remark = label("", "small", wrap=True)
        self.headline = label("", "heading", wrap=True)
        self.others = label("", "muted", wrap=True)
        self.verdict = label("", "plain", wrap=True)
        self.note = label("", "small", wrap=True)
        self.table = RateTable()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.remark, self.headline, self.others, self.verdict, self.table, self.note):
            column.addWidget(part)

    def show_model(self, model: ModelCard, base: str, remark: str) -> None:
        """Tell the proof of a model.

        Args:
            model: Which.
            base: Name of the model that it was trained from.
            remark: What else must be known to read it, or "".
        """
        measured = words.known(model) is not None
        self.remark.setText(remark)
        self.remark.setVisible(bool(remark))
        self.headline.setText(words.headline(model))
        self.others.setText(
            " ".join([tr("At one false accept in 1,000."), words.about_others(model)]) if measured else ""
        )
        self.others.setVisible(measured)
        self.others.setToolTip(tip(tr("TAR at FMR 1e-3; before is {base}", base=base)))
        self.verdict.setText(_verdict(model))
        self.verdict.setVisible(bool(self.verdict.text()))
        set_property(self.verdict, "tone", "warning" if model.better is False else "")
        self.table.show_model(model)
        self.table.setVisible(measured)
        self.note.setVisible(measured and self.table.starred)
        self.note.setText(
            tr("* Too few pairs of strangers for a rate this small: counted where none of them is accepted.")
        )


def _verdict(model: ModelCard) -> str:
    """What the engine says of it: first of all where it did not get better."""
    if model.better is False:
        return tr("It is not proved to be better. {why}", why=words.sentence(model.verdict))
    return ""


class RateTable(QWidget):
    """Recognised at each false match rate, before and after.

    Attributes:
        starred: Whether a rate is smaller than the pairs can measure.
    """

    def __init__(self) -> None:
        super().__init__()
        self.starred = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 3)
        heads = (tr("recognised at"), tr("before"), tr("after"), tr("change"))
        for column, text in enumerate(heads):
            self._put(0, column, label(text, "bold"))
        self.cells = [[label() for _ in heads] for _ in words.RATES]
        for row, cells in enumerate(self.cells, start=1):
            for column, cell in enumerate(cells):
                self._put(row, column, cell)

    def show_model(self, model: ModelCard) -> None:
        """Fill it."""
        before, after = model.before.get("trained") or {}, model.after.get("trained") or {}
        self.starred = False
        for (name, fmr), cells in zip(words.RATES, self.cells, strict=True):
            there = name in before and name in after
            few = there and words.unmeasured(model, fmr)
            self.starred |= few
            self._fill(
                cells, one_in(fmr) + (" *" if few else ""), (before[name], after[name]) if there else None
            )

    def _fill(self, cells: list[QLabel], name: str, rates: tuple[float, float] | None) -> None:
        texts = [name, "–", "–", "–"]  # noqa: RUF001 - a dash for no figure
        tone = ""
        if rates is not None:
            texts = [name, *(percent(rate) for rate in rates), words.points(*rates)]
            tone = "good" if texts[3].startswith("+") else "bad" if texts[3].startswith("−") else ""  # noqa: RUF001
        for cell, text in zip(cells, texts, strict=True):
            cell.setText(text)
        set_property(cells[3], "tone", tone)

    def _put(self, row: int, column: int, cell: QLabel) -> None:
        side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(cell, row, column, side)
        if column:
            self._grid.setColumnStretch(column, 1)
