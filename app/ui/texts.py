"""Words: translated, with numbers, rates and times as the user's language writes them."""

import math

from PySide6.QtCore import QCoreApplication, QLocale


def tr(text: str, comment: str = "", n: int = -1, /, **values: object) -> str:
    """Say a text in the user's language.

    Args:
        text: In English, a literal: what translators see. `%n` stands for `n`, `{name}` for a value.
        comment: For translators, where the text alone is unclear.
        n: A count, where the words depend on it.
        values: What to put in place of the names in braces.
    """
    said = QCoreApplication.translate("", text, comment, n)
    return said.format(**values) if values else said


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
