"""What the app says with numbers, in the reader's language."""

from app.core.language import Language
from app.core.text import duration, facts, one_in, percent, points, say_n

GERMAN = Language("de_DE.UTF-8")


def test_numbers_rates_and_times_follow_the_language() -> None:
    assert GERMAN.say(percent(0.963)) == "96,3 %"
    assert GERMAN.say(one_in(1e-3)) == "1 von 1.000"
    assert GERMAN.say(duration(240)) == "4 min"
    assert GERMAN.say(points(0.0151)) == "+1,5"
    assert GERMAN.say(facts(one_in(1e-3), say_n("{n} face", "{n} faces", 2))) == "1 von 1.000 · 2 Gesichter"
