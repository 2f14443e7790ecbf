"""ROC, DET and histogram, with pyqtgraph: imported when the first result is shown."""

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from app.domain.evaluation import Findings, Histogram
from app.ui.look import theme
from app.ui.look.texts import number, one_in, percent
from app.ui.widgets.chart import Chart
from app.ui.widgets.legend import Line

_DET_RATES = (1e-4, 1e-3, 1e-2, 0.1, 0.4)
_LEAST, _MOST = 1e-5, 0.5
_FILL = 0.25
"""Opacity of the bars' ground."""
_NORMAL = NormalDist()


class RocCurves(Chart):
    """TAR over FMR of each model, the latter on a logarithmic axis."""

    def __init__(self, lines: Sequence[Line], models: Sequence[Findings]) -> None:
        super().__init__(lines)
        first = min(math.floor(math.log10(model.curve.fmr[0]) + 0.01) for model in models)
        first = min(first, -1)
        floor = _floor(min(min(model.curve.tar) for model in models))
        heights = [floor + (1 - floor) * step / 5 for step in range(6)]
        self.axis("left").setGrid(255)
        self.axis("bottom").setGrid(255)
        self.set_ticks("left", [(at, percent(at, 0)) for at in heights])
        self.set_ticks("bottom", [(at, one_in(10.0**at)) for at in range(first, 1) if (at - first) % 2 == 0])
        self.plot.setXRange(first, 0, padding=0.12)
        self.plot.setYRange(floor, 1, padding=0.05)
        for line, model in zip(self.curves, models, strict=True):
            line.setData(np.log10(np.asarray(model.curve.fmr)), np.asarray(model.curve.tar))


class DetCurves(Chart):
    """FNMR over FMR of each model, both as normal deviates."""

    def __init__(self, lines: Sequence[Line], models: Sequence[Findings]) -> None:
        super().__init__(lines)
        for side in ("left", "bottom"):
            self.axis(side).setGrid(255)
            self.set_ticks(side, [(_deviate(rate), _share(rate)) for rate in _DET_RATES])
        low, high = _deviate(_LEAST), _deviate(_MOST)
        self.plot.setXRange(low, high, padding=0.02)
        self.plot.setYRange(low, high, padding=0.02)
        for line, model in zip(self.curves, models, strict=True):
            points = [
                (_deviate(fmr), _deviate(1 - tar))
                for fmr, tar in zip(model.curve.fmr, model.curve.tar, strict=True)
                if fmr <= _MOST and tar < 1
            ]
            line.setData(*np.asarray(points, float).reshape(-1, 2).T)


class Bars(Chart):
    """Shares of the pairs over their similarity: of one person, and of two."""

    def __init__(self, lines: Sequence[Line], bins: Histogram) -> None:
        super().__init__(lines)
        self.plot.hideAxis("left")
        self.axis("bottom")
        fifths = range(math.ceil(5 * bins.edges[0] - 1e-6), math.floor(5 * bins.edges[-1] + 1e-6) + 1)
        self.set_ticks("bottom", [(at / 5, number(at / 5, 1)) for at in fifths])
        for curve, shares in zip(self.curves, (bins.genuine, bins.impostor), strict=True):
            curve.setData(np.asarray(bins.edges), np.asarray(shares), stepMode="center", fillLevel=0)
        self.restyle()

    def restyle(self) -> None:
        """Put on the colours of now."""
        super().restyle()
        for line, curve in zip(self.lines, self.curves, strict=True):
            color = theme.color(line.role)
            color.setAlphaF(_FILL)
            curve.setBrush(color)


def _deviate(rate: float) -> float:
    return _NORMAL.inv_cdf(min(max(rate, _LEAST), _MOST))


def _share(rate: float) -> str:
    return percent(rate, 0 if rate >= 0.01 else 1 if rate >= 0.001 else 2)


def _floor(lowest: float) -> float:
    """Where an axis begins that ends at 1: the next round share below."""
    return next((at for at in (0.95, 0.9, 0.8, 0.5) if at <= lowest - 0.002), 0.0)
