"""Curves as SVG paths; the page around them writes the words."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from app.domain.evaluation import Findings

WIDTH, HEIGHT = 420.0, 280.0
LEFT, TOP, RIGHT, BOTTOM = 52.0, 10.0, 12.0, 34.0
_NORMAL = NormalDist()
_DET_TICKS = (1e-5, 1e-4, 1e-3, 1e-2, 0.05, 0.1, 0.2, 0.4)
_LEAST, _MOST = 1e-5, 0.5


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot in user units of its SVG, `WIDTH` by `HEIGHT`.

    Attributes:
        paths: Path data of each curve.
        x: Places of the marks below, and the values that they stand for.
        y: Places of the marks at the left, and the values that they stand for.
    """

    paths: tuple[str, ...]
    x: tuple[tuple[float, float], ...]
    y: tuple[tuple[float, float], ...]


def roc(models: Sequence[Findings]) -> Plot:
    """TAR over FMR, the latter on a logarithmic axis; the former from the lowest value up."""
    low = math.floor(math.log10(min(model.curve.fmr[0] for model in models)) + 0.01)
    low = min(low, -1)
    floor = _floor(min(tar for model in models for tar in model.curve.tar))
    across, up = _scale(low, 0, _across), _scale(floor, 1, _up)
    paths = [
        _line(
            [
                (across(math.log10(fmr)), up(tar))
                for fmr, tar in zip(model.curve.fmr, model.curve.tar, strict=True)
            ]
        )
        for model in models
    ]
    ticks = [(across(decade), 10.0**decade) for decade in range(low, 1)]
    return Plot(tuple(paths), tuple(ticks), tuple((up(at), at) for at in _shares(floor)))


def det(models: Sequence[Findings]) -> Plot:
    """FNMR over FMR, both as normal deviates, as far as there are false non-matches.

    Martin et al., "The DET curve in assessment of detection task performance" (Eurospeech 1997).
    """
    across = _scale(_deviate(_LEAST), _deviate(_MOST), _across)
    up = _scale(_deviate(_LEAST), _deviate(_MOST), _up)
    paths = [
        _line(
            [
                (across(_deviate(fmr)), up(_deviate(1 - tar)))
                for fmr, tar in zip(model.curve.fmr, model.curve.tar, strict=True)
                if fmr <= _MOST and tar < 1
            ]
        )
        for model in models
    ]
    ticks = [at for at in _DET_TICKS if _LEAST <= at <= _MOST]
    return Plot(
        tuple(paths),
        tuple((across(_deviate(at)), at) for at in ticks),
        tuple((up(_deviate(at)), at) for at in ticks),
    )


def histogram(model: Findings) -> Plot:
    """Shares of the genuine and of the impostor pairs over their similarity, as outlines of bars."""
    bins = model.histogram
    top = max((*bins.genuine, *bins.impostor), default=1.0) or 1.0
    low, high = bins.edges[0], bins.edges[-1]
    across, up = _scale(low, high, _across), _scale(0, top, _up)
    paths = [_bars(bins.edges, shares, across, up) for shares in (bins.genuine, bins.impostor)]
    tenths = range(math.ceil(low * 5 - 1e-6), math.floor(high * 5 + 1e-6) + 1)
    return Plot(tuple(paths), tuple((across(at / 5), at / 5) for at in tenths), ())


def _bars(
    edges: Sequence[float],
    shares: Sequence[float],
    across: Callable[[float], float],
    up: Callable[[float], float],
) -> str:
    points = [(across(edges[0]), up(0))]
    for left, right, share in zip(edges, edges[1:], shares, strict=False):
        points += [(across(left), up(share)), (across(right), up(share))]
    points.append((across(edges[-1]), up(0)))
    return _line(points)


def _line(points: Sequence[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in points) if points else ""


def _scale(low: float, high: float, place: Callable[[float], float]) -> Callable[[float], float]:
    """From values to places; what lies beyond is put on the border."""
    return lambda value: place(min(max((value - low) / (high - low), 0.0), 1.0))


def _across(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _up(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _deviate(rate: float) -> float:
    return _NORMAL.inv_cdf(min(max(rate, _LEAST), _MOST))


def _floor(lowest: float) -> float:
    """Where an axis begins that ends at 1: the next round share below."""
    return next((at for at in (0.95, 0.9, 0.8, 0.6, 0.5) if at <= lowest - 0.002), 0.0)


def _shares(floor: float) -> list[float]:
    return [floor + (1 - floor) * part / 5 for part in range(6)]
