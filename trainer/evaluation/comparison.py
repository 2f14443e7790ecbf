"""Runs side by side as one HTML file that needs nothing else: a table, and their curves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from trainer.evaluation.figures import Axis, Points, line_chart
from trainer.language import language, shown
from trainer.text import Text, plain, say

_MOST_POINTS = 150
_STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
div { overflow-x: auto } table { border-collapse: collapse }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8884; white-space: nowrap }
svg { width: 100%; max-width: 48rem; display: block; margin: 1.5rem 0; border-radius: 6px }
"""


@dataclass(frozen=True, slots=True)
class Curves:
    """What is drawn of runs, by their names.

    Attributes:
        losses: Step and loss of each batch.
        areas: Step and area under the ROC of each look at the held-out pictures.
    """

    losses: Mapping[str, Points]
    areas: Mapping[str, Points]


def page(cells: Sequence[Sequence[str]], notices: Sequence[Text], curves: Curves) -> str:
    """The page; names of runs are shown whatever they hold, and never obeyed.

    Args:
        cells: Lines of the table, the headings first.
        notices: Sentences above it.
        curves: What to draw.
    """
    title = escape(shown(say("Runs compared")))
    body = [
        f"<h1>{title}</h1>",
        *(f"<p>{escape(shown(notice))}</p>" for notice in notices),
        f"<div><table>{''.join(_lines(cells))}</table></div>",
        *_charts(curves),
    ]
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="{language().code}"><head>{head}</head><body>\n' + "\n".join(
        [*body, "</body></html>\n"]
    )


def _lines(cells: Sequence[Sequence[str]]) -> Iterator[str]:
    for number, line in enumerate(cells):
        kind = "td" if number else "th"
        yield "<tr>" + "".join(f"<{kind}>{escape(plain(cell))}</{kind}>" for cell in line) + "</tr>\n"


def _charts(curves: Curves) -> Iterator[str]:
    losses = {name: _thinned(points) for name, points in curves.losses.items()}
    for title, found in ((say("Loss"), losses), (say("Area under the ROC"), curves.areas)):
        heights = [height for points in found.values() for _, height in points]
        if not heights:
            continue
        low, high = min(heights), max(heights)
        last = max(step for points in found.values() for step, _ in points)
        x = Axis(shown(say("steps")), 0, max(last, 1))
        y = Axis(shown(title), low, high if high > low else low + 1)
        yield line_chart(shown(title), x, y, {plain(name): points for name, points in found.items()})


def _thinned(points: Points) -> Points:
    """As many points as can be told apart, each the mean of its neighbours."""
    together = -(-len(points) // _MOST_POINTS)
    return [
        (part[len(part) // 2][0], sum(value for _, value in part) / len(part))
        for part in (points[start : start + together] for start in range(0, len(points), max(together, 1)))
    ]
