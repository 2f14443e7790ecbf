"""The reader's language: sentences from the catalogue, with numbers, dates and lists as it writes them.

English is what the code says; any other language is a catalogue in `resources/translations`.
"""

import os
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import cached_property
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from typing import TYPE_CHECKING

from trainer.text import Listed, Number, Text, Value, enumeration, listed, plain, say

if TYPE_CHECKING:
    from babel import Locale

LANGUAGES = ("en", "de")
"""Those that Kith speaks."""
_AS_WRITTEN_HERE = ("en", "en_GB", "en_US")
"""Where numbers are grouped as in this code, so that nothing needs to be loaded to write one."""


class Language:
    """A language of Kith's, and the region whose numbers and dates it writes.

    Attributes:
        code: One of `LANGUAGES`.
        locale: The same with a region where one is known, such as "de_CH".
    """

    def __init__(self, name: str) -> None:
        """Take a locale's name ("de", "de_CH.UTF-8"); a language that Kith does not speak becomes English."""
        name = name.partition(".")[0].partition("@")[0].replace("-", "_")
        code = name.partition("_")[0].lower()
        self.code = code if code in LANGUAGES else "en"
        self.locale = name if code == self.code else self.code

    def say(self, text: str) -> str:
        """A text in this language; a string that is none, such as what an earlier Kith stored, as it is."""
        if not isinstance(text, Text):
            return plain(text, keep="\n")
        words = self.words(text)
        if not text.values:
            return words
        return words.format_map({name: self.write(value) for name, value in text.values.items()})

    def words(self, text: Text) -> str:
        """The template of a text in this language, with the names of its values in braces."""
        if not text.template:
            return ""
        if text.plural:
            return self._catalogue.ngettext(text.template, text.plural, text.n)
        if text.context:
            return self._catalogue.pgettext(text.context, text.template)
        return self._catalogue.gettext(text.template)

    def write(self, value: Value) -> str:
        """A value of a text."""
        if isinstance(value, Text):
            return self.say(value)
        if isinstance(value, Number):
            sign, size = value.signed
            return sign + self.number(size, value.digits)
        if isinstance(value, Listed):
            return self._list([self.write(one) for one in value.items], value.style)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        return self.number(value) if isinstance(value, int) else plain(value)

    def number(self, value: float, digits: int = 0) -> str:
        """A number, grouped."""
        if self.locale in _AS_WRITTEN_HERE:
            return f"{value:,.{digits}f}"
        from babel.numbers import format_decimal

        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return format_decimal(f"{value:.{digits}f}", pattern, self._babel)

    def day(self, day: date) -> str:
        """A date in full."""
        from babel.dates import format_date

        return format_date(day, "long", self._babel)

    def clock(self, at: time) -> str:
        """A time of day, to the minute."""
        from babel.dates import format_time

        return format_time(at, "short", locale=self._babel).replace("\u202f", " ")

    def moment(self, at: datetime) -> str:
        """A date and a time, short, as the clock on the wall has it."""
        from babel.dates import format_date

        at = at.astimezone()
        return f"{format_date(at, 'short', self._babel)} {self.clock(at.time())}"

    def _list(self, items: list[str], style: str) -> str:
        from babel.lists import format_list

        if style in ("unit", "facts") or len(items) < 2:
            return enumeration(items, style)
        return format_list(items, "standard" if style == "and" else "or", self._babel)

    @cached_property
    def _babel(self) -> "Locale":
        from babel import Locale, UnknownLocaleError

        try:
            return Locale.parse("en_GB" if self.locale == "en" else self.locale)
        except (UnknownLocaleError, ValueError):
            return Locale.parse(self.code)

    @cached_property
    def _catalogue(self) -> NullTranslations:
        if self.code == "en":
            return NullTranslations()
        with files("resources").joinpath("translations", f"{self.code}.mo").open("rb") as file:
            return GNUTranslations(file)


_used = [Language("en")]


def use(name: str) -> None:
    """Let this process speak a language, by its name or a locale's."""
    _used[0] = Language(name)


def language() -> Language:
    """The language that this process speaks: English until `use` says another."""
    return _used[0]


def asked(arguments: Sequence[str]) -> str | None:
    """The language that a command line asks for, told before it is parsed: help and errors speak it too."""
    for place, word in enumerate(arguments):
        if word == "--":
            return None
        if word == "--language":
            return next(iter(arguments[place + 1 :]), None)
        if word.startswith("--language="):
            return word.partition("=")[2]
    return None


def refusal(name: str) -> Text | None:
    """Why a language that was asked for is not spoken; None if it is, in any region ("de_CH")."""
    if name.partition(".")[0].replace("-", "_").partition("_")[0].lower() in LANGUAGES:
        return None
    return say("There is no language {name}. Choose {names}.", name=repr(name), names=listed(LANGUAGES, "or"))


def of_system(environment: Callable[[str], str | None] = os.environ.get) -> str:
    """The locale that the environment asks messages in, as the C library finds it."""
    return next(filter(None, map(environment, ("LC_ALL", "LC_MESSAGES", "LANG"))), None) or "en"


def shown(text: str) -> str:
    """A text in the language that this process speaks."""
    return language().say(text)
