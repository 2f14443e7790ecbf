"""What somebody agrees to: purposes, terms and the words that follow from them."""

from dataclasses import replace
from datetime import date

import pytest

from app.core import language
from app.core.language import shown
from app.core.text import as_data, from_data
from app.domain.consent import MOST, PURPOSES, Consent, purpose_of, years_on


def test_the_words_tell_what_for_and_until_when() -> None:
    consent = Consent(PURPOSES[1], date(2027, 7, 31))
    assert consent.agreed("Noor") == (
        "Noor agrees that their face is kept on this computer until 2027-07-31, for seeing who is here."
    )
    assert "until they withdraw, for recognising them." in Consent().agreed("Noor")


def test_words_that_were_agreed_to_stay_as_they_were() -> None:
    assert Consent(PURPOSES[1], date(2027, 7, 31), version=1).agreed("Noor") == (
        "Noor agrees that their face is kept on this computer for this: seeing who is here, until 2027-07-31."
    )
    assert "for this: recognising them, without end." in Consent(version=1).agreed("Noor")


def test_a_purpose_is_known_in_any_language_or_is_the_users_own() -> None:
    assert purpose_of("  Sorting  photos ") is PURPOSES[2]
    language.use("de")
    assert purpose_of(shown(PURPOSES[2])) is PURPOSES[2] != shown(PURPOSES[2])
    language.use("en")
    own = purpose_of("the door of the club {a}")
    assert from_data(as_data(own)) == own == "the door of the club {a}"
    for bad in ("", "  ", "x" * (MOST + 1)):
        with pytest.raises(ValueError, match=r"^\s*x*$"):
            purpose_of(bad)


def test_what_says_the_same_again_renews() -> None:
    first = Consent()
    assert Consent().renews(first)
    assert not Consent(until=date(2030, 1, 1)).renews(first)
    assert not Consent(PURPOSES[1]).renews(first)
    assert not replace(first, version=1).renews(first)


def test_years_from_a_leap_day() -> None:
    assert years_on(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert years_on(date(2026, 7, 31), 2) == date(2028, 7, 31)
