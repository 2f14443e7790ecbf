"""The reader's language: sentences, counts, numbers, dates and lists as it has them."""

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest

from trainer import language
from trainer.language import Language
from trainer.text import Listed, Number, facts, quote, say, say_n

GERMAN = Language("de_DE.UTF-8")


@pytest.fixture
def german() -> Iterator[None]:
    language.use("de")
    yield
    language.use("en")


def test_a_locale_names_a_language() -> None:
    assert [Language(name).code for name in ("de", "de_CH.UTF-8", "en_US", "fr_FR", "C", "")] == [
        "de",
        "de",
        "en",
        "en",
        "en",
        "en",
    ]


def test_the_environment_names_one_as_the_c_library_has_it() -> None:
    assert language.of_system({"LANG": "de_DE.UTF-8"}.get) == "de_DE.UTF-8"
    assert language.of_system({"LANG": "de", "LC_MESSAGES": "en"}.get) == "en"
    assert language.of_system(lambda _: None) == "en"


def test_sentences_within_sentences_are_said(german: None) -> None:
    text = say("Named {faces} {name}", faces=say_n("{n} face", "{n} faces", 3), name="Tony Blair")
    assert text == "Named 3 faces Tony Blair"
    assert language.shown(text) == "3 Gesichter als Tony Blair benannt"


def test_names_are_nobodys_to_translate() -> None:
    assert GERMAN.say(say("Enrolled {name}", name="Done {x}")) == "Done {x} erfasst"
    assert GERMAN.say(quote("Done")) == GERMAN.say("Done") == "Done"


def test_numbers_follow_the_language() -> None:
    assert GERMAN.write(Number(1234.5, 1)) == "1.234,5"
    assert GERMAN.write(Number(-1.5, 1, sign=True)) == "\N{MINUS SIGN}1,5"
    assert Language("de_CH").number(18604) == "18'604"
    assert GERMAN.say(facts(say_n("{n} face", "{n} faces", 2), "x")) == "2 Gesichter · x"


def test_dates_and_lists_follow_the_language() -> None:
    assert GERMAN.write(date(2026, 3, 1)) == "1. März 2026"
    assert GERMAN.clock(time(9, 5)) == "09:05"
    assert GERMAN.write(datetime(2026, 3, 1, 9, 5).astimezone()) == "01.03.26 09:05"
    assert GERMAN.write(Listed(("Ana", "Bo", "Cy"), "and")) == "Ana, Bo und Cy"
