"""Words of the window: said at once in the language that it speaks."""

from collections.abc import Iterable
from html import escape

from PySide6.QtGui import Qt

from app.core import language, text
from app.core.language import shown
from app.core.text import plain, say, say_n

__all__ = [
    "as_sentences",
    "duration",
    "facts",
    "listed",
    "number",
    "one_in",
    "percent",
    "points",
    "sentences",
    "shown",
    "tip",
    "tr",
    "tr_n",
]


def tr(template: str, context: str = "", /, **values: text.Value) -> str:
    """Say a text.

    Args:
        template: In English, a literal: what translators see. `{name}` stands for a value.
        context: For translators, where the text alone is unclear.
        values: What to put in place of the names in braces; names and paths come out `plain`.
    """
    return shown(say(template, context, **values))


def tr_n(one: str, many: str, n: int, /, **values: text.Value) -> str:
    """Say a text about a count, which is `{n}` in it."""
    return shown(say_n(one, many, n, **values))


def facts(*parts: text.Value) -> str:
    """Facts side by side in a line; those that say nothing are left out."""
    return shown(text.facts(*parts))


def listed(parts: Iterable[text.Value]) -> str:
    """Things of one kind in a row, such as names."""
    return shown(text.listed(parts))


def sentences(*parts: str) -> str:
    """Whole sentences, one after the other; those that say nothing are left out."""
    return " ".join(filter(None, parts))


def as_sentences(*clauses: str) -> str:
    """Clauses, such as those of an error, as `sentences`."""
    return sentences(*(text.sentence(shown(one)) for one in clauses if one))


def tip(words: str) -> str:
    """A text for a tooltip, which Qt would read as markup wherever it looks like some."""
    words = plain(words, keep="\n")
    return f"<p style='white-space:pre-wrap'>{escape(words)}</p>" if Qt.mightBeRichText(words) else words


def number(value: float, digits: int = 0) -> str:
    """A number, grouped: 18,604."""
    return language.language().number(value, digits)


def percent(share: float, digits: int = 1) -> str:
    """A share of 1 as a percentage: 96.3 %."""
    return shown(text.percent(share, digits))


def points(change: float) -> str:
    """A change of a share of 1 in points of a hundred, with its sign: +1.5."""
    return shown(text.points(change))


def hundredths(change: float) -> str:
    """A change with its sign, to the hundredth: +0.03."""
    return shown(text.Text("{change}", {"change": text.Number(change, 2, sign=True)}))


def one_in(rate: float) -> str:
    """A small rate as it is said: 1 in 1,000."""
    return shown(text.one_in(rate))


def duration(seconds: float) -> str:
    """A time to wait, as coarse as it is honest: 9 s, 4 min, 2 h."""
    return shown(text.duration(seconds))


def clock(seconds: float) -> str:
    """Minutes and seconds, with hours where there are some: 1:05."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
