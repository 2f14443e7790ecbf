"""Numbers, rates, times and plurals, as each language writes them."""

from collections.abc import Iterator

import pytest

from app.core import language as languages
from app.ui.look.texts import duration, number, one_in, percent, tr, tr_n


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """A language of the window, put on for a test."""
    languages.use(request.param)
    yield str(request.param)
    languages.use("en")


def _of(language: str, english: str, german: str) -> str:
    return english if language == "en" else german


def test_numbers_are_grouped(language: str) -> None:
    assert number(18604) == _of(language, "18,604", "18.604")
    assert number(1234.56, 1) == _of(language, "1,234.6", "1.234,6")
    assert percent(0.963) == _of(language, "96.3 %", "96,3 %")


def test_rates_are_said_as_one_in(language: str) -> None:
    assert one_in(1e-3) == _of(language, "1 in 1,000", "1 von 1.000")


def test_times_are_coarse(language: str) -> None:
    assert [duration(seconds) for seconds in (0.2, 8.1, 240, 7200)] == ["1 s", "9 s", "4 min", "2 h"]


def test_counts_choose_their_words(language: str) -> None:
    assert tr_n("{n} face", "{n} faces", 1) == _of(language, "1 face", "1 Gesicht")
    assert tr_n("{n} face", "{n} faces", 2) == _of(language, "2 faces", "2 Gesichter")
    assert tr_n("{n} person", "{n} people", 1000) == _of(language, "1,000 people", "1.000 Personen")


def test_values_may_hold_braces(language: str) -> None:
    assert tr("Who is {title}?", title="{0} {x}") == _of(language, "Who is {0} {x}?", "Wer ist {0} {x}?")
