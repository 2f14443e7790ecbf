"""How training goes: live curves, how far it is, and what to say when it has stopped."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from app.ui.link.debounce import debounce
from app.ui.look.texts import duration, facts, listed, number, percent, tr
from app.ui.training.run import Fit, TrainingRun
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import Elided, label, pill
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.legend import Legend, Line
from app.ui.widgets.problem import Problem

if TYPE_CHECKING:
    from app.ui.training.charts import LearningChart

_ROOMY = 520
"""Pixels of width in which the title, how far it is and what is recognised stand side by side."""
_REDRAW_MS = 66
"""Time between two drawings, whatever the pace of events: 15 a second."""


class LearningPanel(QFrame):
    """How a retraining goes.

    Attributes:
        chart: Its curves, once charts are loaded.
        far: How far it is, in words.
        note: What is said where nothing runs.
        problem: Why it failed.
        seen: How many held-out faces are recognised.
    """

    def __init__(self, run: TrainingRun) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._run = run
        self.chart: LearningChart | None = None
        self.far = Elided("", "muted")
        self.seen = pill("", "accent")
        self.seen.setToolTip(tr("TAR at FMR 1e-3 on a few of the faces kept from training, at first and now"))
        self.note = label("", "muted", wrap=True)
        self.problem = Problem()
        self._timer = debounce(self, _REDRAW_MS, self._show)
        self._lay_out()
        run.moved.connect(self._moved)
        run.turned.connect(self._show)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to what changes where there is little."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        self._title.setVisible(self.width() >= _ROOMY or self._run.state != "running")

    def add_chart(self) -> None:
        """Charts are loaded: make this one."""
        from app.ui.training.charts import LearningChart

        self.chart = LearningChart(lines())
        self._plot.addWidget(self.chart)
        self._show()

    def _lay_out(self) -> None:
        self._title = label(tr("Learning"), "bold")
        top = in_row(self._title, (self.far, 1), self.seen, spacing=12)
        curves = QWidget()
        self._plot = in_column(on=curves)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_quiet())
        self._stack.addWidget(curves)
        self._legend = Legend(lines())
        in_column(top, (self._stack, 1), self._legend, on=self, margins=(16, 12, 16, 12), spacing=8)

    def _make_quiet(self) -> QWidget:
        """What is shown where there are no curves."""
        quiet = QWidget()
        self._again = button(tr("Train again"), self._run.train)
        row = in_row(REST, self._again, REST)
        in_column(REST, self.problem, self._make_note(), 8, row, REST, on=quiet, margins=None)
        return quiet

    def _make_note(self) -> QHBoxLayout:
        """The note, in the middle; its lines begin below each other where it has several."""
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.note, 1000)  # all it may have, before the room beside it gets any
        row.addStretch(1)
        return row

    def _moved(self) -> None:
        """Something came: draw soon, with whatever comes until then."""
        if not self._timer.isActive():
            self._timer.start()

    def _show(self) -> None:
        run, fit = self._run, self._run.fit
        drawn = fit is not None and run.state in ("running", "stopping", "done")
        self._stack.setCurrentIndex(1 if drawn else 0)
        self._legend.setVisible(drawn)
        self.far.setText(how_far(run))
        self._make_room()
        seen = [one for one in run.fits if one.tar]  # the last fit has no faces held out
        self.seen.setVisible(drawn and bool(seen) and run.state != "done")  # what the proof says counts
        if seen:
            first, last = (percent(seen[-1].tar[place], 0) for place in (0, -1))
            self.seen.setText(tr("recognised: {first} → {last}", first=first, last=last))
        if drawn and self.chart is not None:
            self.chart.show_fits(run.fits)
            self.chart.setAccessibleName(tr("Curves of training"))
            self.chart.setAccessibleDescription(in_words(run.fits))
        self._show_quiet()

    def _show_quiet(self) -> None:
        run = self._run
        failed = run.state == "failed" and run.error is not None
        self._say(_note(run))
        self.note.setVisible(not failed)
        self.problem.setVisible(failed)
        self._again.setVisible(run.state in ("died", "failed"))
        if failed and run.error is not None and self.problem.error is not run.error:
            self.problem.show_error(run.error)

    def _say(self, note: str) -> None:
        self.note.ensurePolished()  # measured in the font that the style sheet gives it
        lines, measure = note.splitlines(), self.note.fontMetrics()
        flag = Qt.AlignmentFlag
        self.note.setText(note)
        self.note.setAlignment(flag.AlignLeft if len(lines) > 1 else flag.AlignCenter)
        self.note.setMaximumWidth(max(map(measure.horizontalAdvance, lines)) + 4)


def lines() -> list[Line]:
    """The one curve of the chart: the loss."""
    return [Line(tr("what is left to learn"), "accent", 2.5, tip=tr("Triplet loss of each batch, smoothed"))]


def how_far(run: TrainingRun) -> str:
    """Which training of how many, the time left, and which step, which the curve shows, too."""
    fit = run.fit
    if run.state == "stopping":
        return tr("stopping")
    if run.state == "done":
        return tr("done")
    if run.state != "running":
        return ""
    if fit is None:
        reading = run.progress
        if reading is None or not reading.total:
            return tr("starting")
        return tr("reading faces, {done} of {total}", done=number(reading.done), total=number(reading.total))
    return facts(_which(fit), *_where(fit, run.seconds_left))


def _which(fit: Fit) -> str:
    if not fit.fits:
        return tr("under way")
    if fit.is_last:
        return tr("training on all faces")
    return tr("try-out {place} of {count}", place=number(fit.number), count=number(fit.fits - 1))


def _where(fit: Fit, left: float | None) -> list[str]:
    if not fit.taken:
        return []
    step = tr("step {done} of {total}", done=number(fit.taken[-1]), total=number(fit.steps))
    return [step] if left is None else [tr("{time} left", time=duration(left)), step]


def in_words(fits: list[Fit]) -> str:
    """The newest points, for those who do not see the curves."""
    parts = []
    if fits and fits[-1].loss:
        parts.append(tr("loss {value}", value=number(fits[-1].loss[-1], 3)))
        parts.append(tr("active triplets {share}", share=percent(fits[-1].active[-1], 0)))
    seen = [fit for fit in fits if fit.tar]
    if seen:
        parts.append(tr("held-out faces recognised {share}", share=percent(seen[-1].tar[-1])))
    return listed(parts)


def _note(run: TrainingRun) -> str:
    if run.state == "running":
        return tr("Getting ready. Nothing changes if you stop.")
    if run.state == "stopping":
        return tr("Stopping. Nothing was changed.")
    if run.state == "cancelled":
        return tr("Training was stopped. Nothing was changed.")
    if run.state == "died":
        return tr("Training stopped because the engine stopped; nothing was changed.")
    return "\n".join(
        [
            tr("1. A second recogniser learns from your people's photos."),
            tr("2. It is tried out on photos kept aside, against the one you have."),
            tr("3. You decide which of the two is used."),
        ]
    )
