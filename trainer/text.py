"""Words as data: a sentence is a template and its values, written once where it is said.

It is English as it stands. Whoever shows it says it in the reader's language, from the same template and
values, so nothing that was said is ever taken apart again.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, Union

_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that make the text around them run the other way, so that it reads as something else."""
_HARMFUL = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Categories of characters that a terminal or a window obeys, or cannot show at all."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is not a whole one.

    Attributes:
        value: The number.
        digits: How many digits of it are told behind the point.
        sign: Whether a plus is told too, as of a change.
    """

    value: float
    digits: int = 0
    sign: bool = False

    @property
    def signed(self) -> tuple[str, float]:
        """The sign to be told, and what follows it: zero has none, and a minus is as wide as a plus."""
        if not self.sign:
            return "", self.value
        rounded = round(self.value, self.digits)
        return "+" if rounded > 0 else "−" if rounded < 0 else "", abs(rounded)  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Listed:
    """Several values in a row, joined as a language does it: by commas alone, or with "and" or "or".

    "facts" are independent of each other, and stand side by side in a line.
    """

    items: tuple["Value", ...]
    style: Literal["unit", "and", "or", "facts"] = "unit"


BESIDE = " · "
"""Stands between facts in every language."""

Value = Union[str, Path, int, Number, Listed, date, "Text"]
"""What stands for a name in braces. Whole numbers are grouped; strings and paths are names, nobody's to
translate; a `datetime` is told to the minute."""


class Text(str):
    """A sentence: as a string it is its English, and it keeps what another language needs to say it.

    It pickles, and equals its English. Make one with `say` or `say_n`: their literals are what is translated.

    Attributes:
        template: In English, with names of values in braces.
        plural: The same for any number but one; "" where nothing is counted.
        n: What is counted; it is the value `{n}` too.
        values: By name.
        context: For translators, where the words alone are unclear.
    """

    __slots__ = ("context", "n", "plural", "template", "values")
    template: str
    plural: str
    n: int
    values: Mapping[str, Value]
    context: str

    def __new__(
        cls, template: str, values: Mapping[str, Value], *, plural: str = "", n: int = 1, context: str = ""
    ) -> "Text":
        """Say it in English, and keep the parts."""
        words = plural if plural and n != 1 else template
        self = super().__new__(cls, _filled(words, {name: english(one) for name, one in values.items()}))
        self.template, self.plural, self.n, self.values, self.context = template, plural, n, values, context
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self.template, dict(self.values), self.plural, self.n, self.context)


def _rebuild(template: str, values: Mapping[str, Value], plural: str, n: int, context: str) -> Text:
    """Unpickle a text."""
    return Text(template, values, plural=plural, n=n, context=context)


def say(template: str, context: str = "", /, **values: Value) -> Text:
    """Say something.

    Args:
        template: A literal: what translators see. `{name}` stands for a value.
        context: For translators, where the text alone is unclear.
        values: What to put in place of the names in braces.
    """
    return Text(template, values, context=context)


def say_n(one: str, many: str, n: int, /, **values: Value) -> Text:
    """Say something of a count, the value `{n}`: `one` is for a single thing, `many` for any other number."""
    return Text(one, {"n": n, **values}, plural=many, n=n)


def quote(words: object) -> Text:
    """What somebody else says, such as the operating system, in their words; a text stays one.

    Of the system's errors that is the reason alone: whoever quotes it has named the file.
    """
    if isinstance(words, OSError) and words.strerror:
        words = words.strerror
    said = words if isinstance(words, Text) else str(words)  # an error of ours is a sentence as a string
    if isinstance(said, Text):
        return said
    return Text("{words}", {"words": said}) if said else NOTHING


def english(value: Value) -> str:
    """A value as English has it."""
    if isinstance(value, Text):
        return str(value)
    if isinstance(value, Number):
        sign, size = value.signed
        return f"{sign}{size:,.{value.digits}f}"
    if isinstance(value, Listed):
        return enumeration([english(one) for one in value.items], value.style)
    if isinstance(value, date):
        return f"{value:%Y-%m-%d %H:%M}" if hasattr(value, "hour") else value.isoformat()
    return f"{value:,}" if isinstance(value, int) else plain(value)


def enumeration(items: list[str], word: str) -> str:
    """Items in a row as English has it: "a, b and c"."""
    if word == "facts":
        return BESIDE.join(items)
    if word == "unit" or len(items) < 2:
        return ", ".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def _filled(template: str, values: Mapping[str, str]) -> str:
    return template.format_map(values) if values else template


def plain(text: str | Path, keep: str = "") -> str:
    """Make a name or a path fit to be shown: what is no visible character appears as its escape.

    That is control characters and line breaks, bytes of a path that are no characters, and direction marks.

    Args:
        text: Whatever somebody called something.
        keep: Characters to leave as they are, such as a line break between sentences.
    """
    words = str(text)
    if words.isprintable():  # as nearly all are, and the window asks for each word of each frame
        return words
    return "".join(one if one in keep or one.isprintable() else _escaped(one) for one in words)


def _escaped(one: str) -> str:
    if 0xDC80 <= ord(one) <= 0xDCFF:  # a byte of a path, as Python keeps it
        return f"\\x{ord(one) - 0xDC00:02x}"
    if one in _DIRECTION or unicodedata.category(one) in _HARMFUL:
        return one.encode("unicode_escape", "surrogatepass").decode("ascii")
    return one  # such as what joins the parts of an emoji


NOTHING = Text("", {})
"""Where there is nothing to say."""


def facts(*parts: Value) -> Text:
    """Facts side by side in a line; those that say nothing are left out."""
    said = tuple(one for one in parts if one)
    return Text("{facts}", {"facts": Listed(said, "facts")}) if said else NOTHING


def listed(parts: Iterable[Value], style: Literal["unit", "and", "or"] = "unit") -> Text:
    """Things of one kind in a row, such as names."""
    return Text("{items}", {"items": Listed(tuple(parts), style)})


def in_a_row(what: Text, why: Text, remedy: Text) -> Text:
    """What happened, why, and what to do: those of the three that say anything."""
    text = say("{what}: {why}", what=what, why=why) if why else what
    return say("{text}. {remedy}", text=text, remedy=remedy) if remedy else text
