"""When two spellings are one name, and when they are nearly so."""

import pytest

from app.domain.names import folded, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [("Anna Lee", " ANNA  lee"), ("Zo\u00eb", "ZOE\u0308"), ("\u0395\u03bb\u03b9", "\u03b5\u03bb\u03b9")],
)
def test_capitals_and_spaces_make_no_other_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Strau\u00df", "Strauss"), ("Jos\u00e9", "Jose"), ("\u0141ukasz", "Lukasz")]
)
def test_another_letter_makes_another_name_that_is_nearly_the_same(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
    assert folded(one) == folded(other)


def test_folding_takes_capitals_and_accents_off() -> None:
    assert folded("\u00c5SA \u0141\u00fa\u006ba\u0161") == "asa lukas"
