"""What a training draws: its loss step by step, and the rates before and after."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from app.domain.training import Curve
from app.ui.look.texts import number, one_in, percent
from app.ui.training.run import Fit
from app.ui.widgets.chart import Chart
from app.ui.widgets.legend import Line

_MARGIN = 0.05
_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)

_MOST_POINTS = 240
"""Points of a curve that are painted: Qt takes long for thick smooth lines."""

Floats = npt.NDArray[np.float64]


class LearningChart(Chart):
    """What is left to learn: the loss of the newest fit over its steps, smoothed."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(lines)
        self._range = (0.0, 0)
        self.axis("left").setGrid(255)
        self.plot.setYRange(0, 1, padding=_MARGIN)

    def show_fits(self, fits: Sequence[Fit]) -> None:
        """Draw the last of these; the axes fit all of them, so that they do not jump."""
        losses = [smoothed(fit.loss) for fit in fits]
        top = _ceiling(max((float(loss.max()) for loss in losses if len(loss)), default=0.0))
        steps = max((fit.steps for fit in fits), default=1)
        if (top, steps) != self._range:
            self._set_range(top, steps)
        if fits:
            self.curves[0].setData(_thin(fits[-1].taken), _thin(losses[-1] / top))

    def _set_range(self, top: float, steps: int) -> None:
        """Loss up to `top`, and so many steps."""
        self._range = (top, steps)
        self.set_ticks("left", [(at, number(at * top, _digits(top))) for at in _QUARTERS])
        self.set_ticks("bottom", [(at, number(at)) for at in _steps(steps)])
        self.plot.setXRange(0, steps, padding=_MARGIN)


class RocChart(Chart):
    """TAR over FMR, before and after; the rates on a logarithmic axis."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(lines)
        self.axis("left").setGrid(255)
        self.axis("bottom").setGrid(255)

    def show_curve(self, curve: Curve) -> None:
        """Draw the rates after and before over each FMR."""
        x = np.log10(np.asarray(curve.fmr))
        low = min((*curve.before, *curve.after), default=0.0)
        step, floor = _percent_steps(low)
        heights = np.arange(floor, 1 + step / 2, step)
        self.set_ticks("left", [(float(at), percent(float(at), 0)) for at in heights])
        decades = range(math.floor(x[0] + 0.01), math.ceil(x[-1] - 0.01) + 1)
        self.set_ticks("bottom", [(at, one_in(10.0**at)) for at in decades])
        self.plot.setXRange(x[0], x[-1], padding=0.1)
        self.plot.setYRange(floor, 1.0, padding=_MARGIN)
        for line, tar in zip(self.curves, (curve.after, curve.before), strict=True):
            line.setData(x, np.asarray(tar))


def smoothed(values: Sequence[float]) -> Floats:
    """Means of each value (n,) and some before it, a tenth of all: a batch's loss jumps with its pictures."""
    array = np.asarray(values, float)
    if not len(array):
        return array
    span = max(1, len(array) // 10)
    sums = np.concatenate([[0.0], np.cumsum(array)])
    ends = np.arange(1, len(array) + 1)
    starts = np.maximum(ends - span, 0)
    return np.asarray((sums[ends] - sums[starts]) / (ends - starts), float)


def _thin(values: npt.ArrayLike) -> Floats:
    """So many means of values that follow each other that painting them is cheap: all, where they are few."""
    array = np.asarray(values, float)
    group = -(-len(array) // _MOST_POINTS)
    if group < 2:
        return array
    whole = len(array) // group * group  # the few at the end wait for their group to be full
    means: Floats = array[:whole].reshape(-1, group).mean(axis=1)
    return means


def _ceiling(value: float) -> float:
    """The next round number above: 0.2, 0.4, 0.8, 1, 2 and so on."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(power * step for step in (1, 2, 4, 8, 10) if power * step >= value)


def _digits(top: float) -> int:
    """Decimals that write quarters of a round number in full."""
    return next(digits for digits in range(9) if digits == 8 or math.isclose(round(top / 4, digits), top / 4))


def _steps(most: int) -> list[float]:
    """Round numbers of steps for an axis that ends at `most`."""
    unit = _ceiling(most / 5)
    return [float(at) for at in np.arange(0, most + 0.5, max(1.0, unit))]


def _percent_steps(low: float) -> tuple[float, float]:
    """How far apart the ticks of a share are, and where they begin, for values from `low` to 1."""
    step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25) if step >= (1 - low) / 5 or step == 0.25)
    return step, max(0.0, 1 - math.ceil((1 - low) / step + 0.2) * step)
