"""Sentences as data: their English, what they keep, and that they travel."""

import pickle
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from trainer.text import NOTHING, Listed, Number, Text, facts, listed, quote, say, say_n


def test_a_sentence_is_its_english_and_keeps_its_parts() -> None:
    text = say("Renamed {before} to {after}", before="Ana", after="Anna")
    assert text == "Renamed Ana to Anna"
    assert (text.template, text.values) == ("Renamed {before} to {after}", {"before": "Ana", "after": "Anna"})


def test_a_count_chooses_its_words() -> None:
    assert [say_n("{n} face", "{n} faces", n) for n in (0, 1, 1000)] == ["0 faces", "1 face", "1,000 faces"]


def test_every_kind_of_value_has_its_english() -> None:
    kinds = say(
        "{number}, {names}, {day}, {path}, {inner}",
        number=Number(1234.56, 1),
        names=Listed(("Ana", "Bo", "Cy"), "and"),
        day=date(2026, 3, 1),
        path=Path("/a\n"),
        inner=say_n("{n} face", "{n} faces", 2),
    )
    assert kinds == "1,234.6, Ana, Bo and Cy, 2026-03-01, /a\\n, 2 faces"


def test_a_change_has_its_sign_and_none_has_none() -> None:
    signs = [say("{change}", change=Number(value, 1, sign=True)) for value in (1234.56, -0.06, -0.04, 0)]
    assert signs == ["+1,234.6", "\N{MINUS SIGN}0.1", "0.0", "0.0"]


def test_facts_stand_side_by_side_where_they_say_anything() -> None:
    assert facts("step 3", NOTHING, say_n("{n} face", "{n} faces", 2)) == "step 3 · 2 faces"
    assert facts(NOTHING, "") == NOTHING
    assert listed(("Ana", "Bo"), "and") == "Ana and Bo"


def test_words_of_others_stay_and_a_sentence_stays_one() -> None:
    text = say("nobody is enrolled")
    assert quote(text) is text
    assert quote("No such {file}") == "No such {file}"
    assert quote("") == NOTHING
    assert quote(OSError(13, "Permission denied", "net.onnx")) == "Permission denied"
    assert quote(OSError("no space in it")) == "no space in it"


@given(st.text())
def test_it_travels_whole(name: str) -> None:
    text = say("Enrolled {name}, {faces}", name=name, faces=say_n("{n} face", "{n} faces", 3))
    copy = pickle.loads(pickle.dumps(text))  # noqa: S301 - our own
    assert isinstance(copy, Text)
    assert (copy, copy.template, copy.values) == (text, text.template, text.values)
