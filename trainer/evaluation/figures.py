"""Line charts as SVG, without a plotting library: ROC curves and learning curves."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

Points = Sequence[tuple[float, float]]

_WIDTH, _HEIGHT = 640, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 168, 40, 52
_FONT = 'font-family="sans-serif" font-size="12"'
_COLOURS = ("#2563eb", "#dc2626", "#059669", "#9333ea", "#d97706", "#475569", "#0891b2", "#be185d")
_DASHES = ("", "7 3", "2 3", "9 3 2 3")


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a chart.

    Attributes:
        label: What it shows, with its unit.
        low: Where it starts.
        high: Where it ends.
        log: Whether its scale is logarithmic.
    """

    label: str
    low: float
    high: float
    log: bool = False

    def place(self, value: float) -> float:
        """Position of a value, from 0 at the start to 1 at the end; values beyond are clipped."""
        low, high, value = self.low, self.high, min(max(value, self.low), self.high)
        if self.log:
            low, high, value = math.log10(low), math.log10(high), math.log10(value)
        return (value - low) / (high - low)

    def ticks(self) -> list[float]:
        """Values worth a line: powers of ten, or fifths of the range."""
        if self.log:
            first, last = math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9)
            return [10.0**power for power in range(first, last + 1)]
        return [self.low + (self.high - self.low) * part / 5 for part in range(6)]


def line_chart(title: str, x: Axis, y: Axis, curves: Mapping[str, Points]) -> str:
    """An SVG document with one line for each named curve, told apart by colour and dashes."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" {_FONT}>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{_LEFT}" y="24" font-size="14" font-weight="bold">{escape(title)}</text>',
        *(_grid(axis, vertical=axis is y) for axis in (x, y)),
    ]
    for number, (name, points) in enumerate(curves.items()):
        parts.append(_curve(number, name, [(x.place(a), y.place(b)) for a, b in points]))
    return "\n".join([*parts, "</svg>\n"])


def _across(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _down(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)


def _grid(axis: Axis, *, vertical: bool) -> str:
    """Grid lines, tick labels and the name of one axis."""
    lines = []
    for tick in axis.ticks():
        place, text = axis.place(tick), f"{tick:.3g}"
        if vertical:
            at = _down(place)
            lines.append(f'<path d="M{_across(0)} {at:.1f}H{_across(1)}" stroke="#e2e8f0"/>')
            lines.append(f'<text x="{_LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{text}</text>')
        else:
            at = _across(place)
            lines.append(f'<path d="M{at:.1f} {_down(0)}V{_down(1)}" stroke="#e2e8f0"/>')
            lines.append(f'<text x="{at:.1f}" y="{_down(0) + 16}" text-anchor="middle">{text}</text>')
    where = (
        f'transform="translate(14 {_down(0.5):.0f}) rotate(-90)"'
        if vertical
        else f'x="{_across(0.5)}" y="{_HEIGHT - 12}"'
    )
    return "\n".join([*lines, f'<text {where} text-anchor="middle">{escape(axis.label)}</text>'])


def _curve(number: int, name: str, places: Points) -> str:
    """One line with its entry in the legend."""
    look = f'stroke="{_COLOURS[number % len(_COLOURS)]}" stroke-dasharray="{_DASHES[number % len(_DASHES)]}"'
    path = " ".join(f"{_across(a):.1f},{_down(b):.1f}" for a, b in places)
    left, top = _across(1) + 12, _TOP + 10 + 20 * number
    return (
        f'<polyline points="{path}" fill="none" stroke-width="1.8" {look}/>\n'
        f'<path d="M{left} {top}h22" stroke-width="1.8" {look}/>\n'
        f'<text x="{left + 28}" y="{top + 4}">{escape(name)}</text>'
    )
