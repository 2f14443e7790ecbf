"""Curves: what is drawn, in which colours, at what cost."""

import time

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.training import Curve
from app.ui.look import theme
from app.ui.look.texts import one_in
from app.ui.look.tokens import LIGHT
from app.ui.training.charts import LearningChart, RocChart, smoothed
from app.ui.training.learning import in_words, lines
from app.ui.training.run import Fit
from app.ui.widgets.legend import Line


def fit(number: int, steps: int) -> Fit:
    """A fit with all its points."""
    taken = list(range(1, steps + 1))
    made = Fit(number, 3, steps, 0.0, taken, [0.3 / step for step in taken], [1 / step for step in taken])
    made.tar = [0.8, 0.9]
    return made


@pytest.fixture
def chart(qtbot: QtBot) -> LearningChart:
    made = LearningChart(lines())
    qtbot.addWidget(made)
    return made


def test_one_line_shows_the_newest_fit_on_axes_that_fit_all(chart: LearningChart) -> None:
    chart.show_fits([fit(1, 60), fit(2, 60), fit(3, 40)])
    (loss,) = chart.curves
    assert len(loss.xData) == 40
    assert loss.yData[0] == pytest.approx(0.3 / 0.4)  # on an axis up to 0.4
    assert "0.4" in [text for _, text in chart.axis("left")._tickLevels[0]]
    assert chart.plot.getViewBox().viewRange()[0][1] > 60


def test_the_line_is_smooth_and_goes_where_the_loss_goes() -> None:
    rng = np.random.default_rng(0)
    noisy = np.linspace(1, 0, 200) + rng.normal(0, 0.1, 200)
    line = smoothed(noisy.tolist())
    assert np.abs(np.diff(line)).mean() < np.abs(np.diff(noisy)).mean() / 5
    assert line[-1] == pytest.approx(noisy[-20:].mean())
    assert line[0] == noisy[0]
    assert len(smoothed([])) == 0


def test_it_is_only_looked_at(chart: LearningChart) -> None:
    assert not chart.plot.plotItem.menuEnabled()
    assert chart.plot.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert "held-out faces recognised 90.0 %" in in_words([fit(1, 60)])


def test_thousands_of_points_cost_little(chart: LearningChart, qtbot: QtBot) -> None:
    chart.resize(700, 300)
    chart.show()
    many = [fit(1, 5000), fit(2, 5000)]
    chart.show_fits(many)
    qtbot.wait(50)
    started = time.perf_counter()
    for _ in range(10):
        chart.show_fits(many)
    assert (time.perf_counter() - started) / 10 < 0.05
    assert all(len(curve.xData) <= 240 for curve in chart.curves)


def test_curves_follow_the_theme(chart: LearningChart) -> None:
    try:
        theme.put_on("dark")
        assert chart.curves[0].opts["pen"].color() == theme.color("accent")
        theme.put_on("light")
        assert chart.curves[0].opts["pen"].color().name().upper() == LIGHT.accent
    finally:
        theme.put_on("light")


def test_false_accepts_stand_on_a_logarithmic_axis(qtbot: QtBot) -> None:
    chart = RocChart([Line("new", "accent"), Line("before", "muted")])
    qtbot.addWidget(chart)
    chart.show_curve(Curve((1e-4, 1e-3, 1e-2, 1e-1), (0.6, 0.7, 0.8, 0.9), (0.8, 0.9, 0.95, 0.99)))
    after, before = chart.curves
    assert list(after.xData) == pytest.approx([-4, -3, -2, -1])
    assert list(after.yData) == [0.8, 0.9, 0.95, 0.99]
    assert list(before.yData) == [0.6, 0.7, 0.8, 0.9]
    ticks = [text for _, text in chart.axis("bottom")._tickLevels[0]]
    assert ticks == [one_in(rate) for rate in (1e-4, 1e-3, 1e-2, 1e-1)]
