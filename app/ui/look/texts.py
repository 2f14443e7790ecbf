"""Words: translated, with numbers, rates and times as the user's language writes them."""

import math
from html import escape

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import Qt

from app.core.text import plain


def tr(text: str, comment: str = "", n: int = -1, /, **values: object) -> str:
    """Say a text in the user's language.

    Args:
        text: In English, a literal: what translators see. `%n` stands for `n`, `{name}` for a value.
        comment: For translators, where the text alone is unclear.
        n: A count, where the words depend on it.
        values: What to put in place of the names in braces; names and paths come out `plain`.
    """
    said = QCoreApplication.translate("", text, comment, n)
    return said.format(**{name: plain(str(value)) for name, value in values.items()}) if values else said


def tip(text: str) -> str:
    """A text for a tooltip, which Qt would read as markup wherever it looks like some."""
    shown = plain(text, keep="\n")
    return f"<p style='white-space:pre-wrap'>{escape(shown)}</p>" if Qt.mightBeRichText(shown) else shown


def number(value: float, digits: int = 0) -> str:
    """A number, grouped: 18,604."""
    return QLocale().toString(float(value), "f", digits)


def percent(share: float, digits: int = 1) -> str:
    """A share of 1 as a percentage: 96.3 %."""
    return tr("{value} %", value=number(100 * share, digits))


def one_in(rate: float) -> str:
    """A small rate as it is said: 1 in 1,000."""
    return tr("1 in {count}", count=number(round(1 / rate)))


def duration(seconds: float) -> str:
    """A time to wait, as coarse as it is honest: 9 s, 4 min, 2 h."""
    if seconds < 60:
        return tr("{count} s", count=number(max(1, math.ceil(seconds))))
    if seconds < 5400:
        return tr("{count} min", count=number(round(seconds / 60)))
    return tr("{count} h", count=number(round(seconds / 3600)))
