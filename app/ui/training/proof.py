"""The proof of a retrained model: its curve, the sentence that says what came of it, and the figures."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.domain.model import Model
from app.ui.look.texts import one_in, percent, points, tip, tr, tr_n
from app.ui.training import words
from app.ui.widgets.labels import label, set_property
from app.ui.widgets.layouts import in_column
from app.ui.widgets.legend import Legend, Line

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
        self.model: Model | None = None
        self._lines = [
            Line(tr("new model"), "accent", 2.5),
            Line(tr("old model"), "muted", 2.0, Qt.PenStyle.DotLine),
        ]
        self._none = label("", "muted", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._axis = label(
            tr("faces recognised, by how many strangers are falsely accepted"), "small", wrap=True
        )
        self._axis.setToolTip(tr("ROC: true accept rate (TAR) over false match rate (FMR)"))
        self._legend = Legend(self._lines)
        self._plot = QVBoxLayout()
        in_column(
            label(tr("Proof, on photos it has not seen"), "bold"),
            self._axis,
            (self._plot, 1),
            (self._none, 1),
            self._legend,
            on=self,
            margins=(16, 14, 16, 12),
            spacing=6,
        )

    def add_chart(self) -> None:
        """Charts are loaded: make this one."""
        from app.ui.training.charts import RocChart

        self.chart = RocChart(self._lines)
        self.chart.setAccessibleName(tr("Curve of faces recognised"))
        self._plot.addWidget(self.chart)
        if self.model is not None:
            self.show_model(self.model)

    def show_model(self, model: Model) -> None:
        """Draw the curves kept with a model."""
        self.model = model
        curve = model.report.curves.get("trained")
        drawn = curve is not None and len(curve.fmr) > 1
        for part in (self._legend, self._axis):
            part.setVisible(drawn)
        self._none.setVisible(not drawn)
        self._none.setText(
            tr("Too few photos for a curve. Three photos each of two people or more allow one.")
            if model.report.curves
            else tr("No curve was kept with this model.")
        )
        if self.chart is not None:
            self.chart.setVisible(drawn)
            if curve is not None and drawn:
                self.chart.show_curve(curve)
                self.chart.setAccessibleDescription(words.headline(model))


class Result(QWidget):
    """The proof in words, the verdict first, then in figures."""

    def __init__(self) -> None:
        super().__init__()
        self.remark = label("", "small", wrap=True)
        self.headline = label("", "heading", wrap=True)
        self.trained = label("", "plain", wrap=True)
        self.others = label("", "plain", wrap=True)
        self.doubts = label("", "small", wrap=True)
        self.note = label("", "small", wrap=True)
        self.table = RateTable()
        column = in_column(on=self, spacing=8)
        parts = (self.remark, self.headline, self.trained, self.others, self.table, self.note, self.doubts)
        for part in parts:
            column.addWidget(part)

    def show_model(self, model: Model, base: str, remark: str) -> None:
        """Tell the proof of a model.

        Args:
            model: Which.
            base: Name of the model that it was trained from.
            remark: What else must be known to read it, or "".
        """
        measured = words.known(model) is not None
        self.headline.setText(words.headline(model))
        self.table.show_model(model)
        left_out = model.report.left_out
        for part, text in (
            (self.remark, remark),
            (self.trained, words.about_trained(model)),
            (self.others, words.about_others(model) if measured else ""),
            (self.note, self._note(model) if measured else ""),
            (
                self.doubts,
                tr_n(
                    "{n} face that looks like somebody else was left out.",
                    "{n} faces that look like somebody else were left out.",
                    left_out,
                ),
            ),
        ):
            part.setText(text)
            part.setVisible(bool(text))
        self.doubts.setVisible(left_out > 0)
        self.trained.setToolTip(
            tip(tr("TAR at FMR 1e-3, with a 90 % interval; the old model is {base}", base=base))
        )
        set_property(self.others, "tone", "warning" if model.report.outcome in ("harm", "may-harm") else "")
        self.table.setVisible(measured)

    def _note(self, model: Model) -> str:
        if words.behind(model):
            return words.behind(model)
        return (
            tr("* Too few pairs of strangers for a rate this small: counted where none of them is accepted.")
            if self.table.starred
            else ""
        )


class RateTable(QWidget):
    """Recognised at each false match rate, by the old model and the new one.

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
        heads = (tr("recognised at"), tr("old"), tr("new"), tr("change"))
        for column, text in enumerate(heads):
            self._put(0, column, label(text, "bold"))
        self.cells = [[label() for _ in heads] for _ in words.RATES]
        for row, cells in enumerate(self.cells, start=1):
            for column, cell in enumerate(cells):
                self._put(row, column, cell)

    def show_model(self, model: Model) -> None:
        """Show what a model was measured at."""
        before, after = model.report.before.get("trained") or {}, model.report.after.get("trained") or {}
        self.starred = False
        for (name, fmr), cells in zip(words.RATES, self.cells, strict=True):
            there = name in before and name in after
            few = there and words.unmeasured(model, fmr)
            self.starred |= few
            cells[0].setText(one_in(fmr) + (" *" if few else ""))
            self._fill(cells[1:], (before[name], after[name]) if there else None)

    def _fill(self, cells: list[QLabel], rates: tuple[float, float] | None) -> None:
        texts, change = [words.NONE] * 3, 0.0
        if rates is not None:
            change = rates[1] - rates[0]
            texts = [*(percent(rate) for rate in rates), points(change)]
        for cell, text in zip(cells, texts, strict=True):
            cell.setText(text)
        seen = round(100 * change, 1)
        set_property(cells[-1], "tone", "good" if seen > 0 else "bad" if seen < 0 else "")

    def _put(self, row: int, column: int, cell: QLabel) -> None:
        side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(cell, row, column, side)
        if column:
            self._grid.setColumnStretch(column, 1)
