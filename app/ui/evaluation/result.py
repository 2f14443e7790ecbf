"""What an evaluation found: headline, curves, tables, worst pairs."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from app.domain.evaluation import Evaluation, Findings
from app.ui.evaluation import tables, words
from app.ui.evaluation.worst import WorstPairs
from app.ui.look.texts import tip, tr, tr_n
from app.ui.widgets.chart import Chart
from app.ui.widgets.labels import label, panel
from app.ui.widgets.layouts import in_column
from app.ui.widgets.legend import Legend, Line

_ONE_COLUMN = 760
"""Pixels of width below which panels stand one below the other."""
_CHART_HEIGHT = 250


class Result(QWidget):
    """All of one evaluation, to be scrolled.

    Signals:
        opened: A face of the gallery is to be corrected; its `Sample`.
    """

    opened = Signal(object)

    def __init__(self, found: Evaluation) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self._found = found
        self._rows: list[QBoxLayout] = []
        self.worst: list[WorstPairs] = []
        self._column = in_column(self._words(), on=self, margins=(0, 0, 8, 0), spacing=16)
        self._add_charts()
        self._add_tables()
        self._add_worst()
        self._add_failed()
        self._column.addStretch()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put panels one below the other where there is little room."""
        super().resizeEvent(event)
        narrow = self.width() < _ONE_COLUMN
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        for row in self._rows:
            row.setDirection(way)
        for one in self.worst:
            one.make_room(self.width() - 8)

    def _words(self) -> QFrame:
        ground = panel()
        column = in_column(on=ground, margins=(16, 14, 16, 12), spacing=6)
        for model in self._found.models:
            if len(self._found.models) > 1:
                column.addWidget(label(model.name, "bold", wrap=True))
            column.addWidget(label(words.headline(model), "heading", wrap=True))
            column.addWidget(label(words.details(model), "plain", wrap=True))
        if text := words.comparison(self._found):
            column.addWidget(label(text, "strong", wrap=True))
        column.addWidget(label(words.material(self._found.judged), "muted", wrap=True))
        return ground

    def _add_charts(self) -> None:
        from app.ui.evaluation.charts import Bars, DetCurves, RocCurves

        models = self._found.models
        styles = (("accent", Qt.PenStyle.SolidLine), ("warning", Qt.PenStyle.DashLine))
        lines = [
            Line(model.name, role, 2.5, style) for model, (role, style) in zip(models, styles, strict=False)
        ]
        said = words.details(models[0])
        roc = _framed(
            RocCurves(lines, models),
            tr("Recognised, by how often two people are taken for one"),
            lines,
            said,
            tr("ROC: true accept rate (TAR) over false match rate (FMR)"),
        )
        det = _framed(
            DetCurves(lines, models),
            tr("False rejects (left) and false accepts (below)"),
            lines,
            said,
            tr("DET: FNMR over FMR, both as normal deviates"),
            note="" if _rejects(models) else tr("Not one pair of one person is rejected."),
        )
        self._row(roc, det)
        kinds = [
            Line(tr("pairs of one person"), "accent", 2.0),
            Line(tr("pairs of two people"), "warning", 2.0, Qt.PenStyle.DashLine),
        ]
        bars = [
            _framed(
                Bars(kinds, model.histogram),
                tr("Similarity of pairs: {name}", name=model.name),
                kinds,
                said,
                tr("Share of the pairs of each kind over their cosine similarity"),
            )
            for model in models
        ]
        self._row(*bars, *([tables.verification(self._found)] if len(bars) == 1 else []))

    def _add_tables(self) -> None:
        if len(self._found.models) > 1:
            self._row(tables.verification(self._found))
        if self._found.models[0].searches:
            self._row(tables.searches(self._found))
        self._row(*(tables.slices(model) for model in self._found.models))

    def _add_worst(self) -> None:
        for model in self._found.models:
            if len(self._found.models) > 1:
                self._column.addWidget(
                    label(tr("Worst pairs of {name}", name=model.name), "strong", wrap=True)
                )
            for same in (True, False):
                one = WorstPairs(model.worst, same=same)
                one.opened.connect(self.opened)
                self.worst.append(one)
                self._column.addWidget(one)

    def _add_failed(self) -> None:
        from app.ui.look.texts import shown

        if self._found.failed:
            rows = [(one.path, shown(one.reason)) for one in self._found.failed[:50]]
            text = tr_n(
                "{n} input could not be used", "{n} inputs could not be used", len(self._found.failed)
            )
            self._column.addWidget(tables.Table(text, (tr("file"), tr("why")), rows))

    def _row(self, *parts: QWidget) -> None:
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(16)
        for part in parts:
            row.addWidget(part, 1)
        self._rows.append(row)
        self._column.addLayout(row)


def _rejects(models: Sequence[Findings]) -> bool:
    """Whether there is a false reject to be drawn."""
    return any(tar < 1 for model in models for tar in model.curve.tar)


def _framed(
    chart: Chart, title: str, lines: Sequence[Line], said: str, term: str, *, note: str = ""
) -> QFrame:
    """A chart with its title (and its term), what its lines stand for and, where it is empty, why."""
    ground = panel()
    chart.setMinimumHeight(_CHART_HEIGHT)
    chart.setAccessibleName(title)
    chart.setAccessibleDescription(said)
    heading = label(title, "bold", wrap=True)
    heading.setToolTip(tip(term))
    column = in_column(heading, (chart, 1), on=ground, margins=(16, 14, 16, 12), spacing=6)
    if note:
        column.addWidget(label(note, "small", wrap=True))
    column.addWidget(Legend(list(lines)))
    return ground
