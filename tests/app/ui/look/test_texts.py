"""Numbers, rates, times and plurals, as each language writes them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.ui.look.resources import resource
from app.ui.look.texts import duration, number, one_in, percent, tr


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """A language of the window, put on for a test."""
    before, translator = QLocale(), QTranslator()
    assert translator.load(f"kith_{request.param}", resource("translations"))
    qapp.installTranslator(translator)
    QLocale.setDefault(QLocale(request.param))
    yield str(request.param)
    qapp.removeTranslator(translator)
    QLocale.setDefault(before)


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
    assert tr("%n face(s)", "", 1) == _of(language, "1 face", "1 Gesicht")
    assert tr("%n face(s)", "", 2) == _of(language, "2 faces", "2 Gesichter")
    assert tr("%n people", "", 1) == _of(language, "1 person", "1 Person")


def test_values_may_hold_braces(language: str) -> None:
    assert tr("Who is {title}?", title="{0} {x}") == _of(language, "Who is {0} {x}?", "Wer ist {0} {x}?")
