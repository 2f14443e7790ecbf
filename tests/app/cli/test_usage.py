"""Help and wrong usage: in the language asked for, on the command line or by the system."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import typer

from app.cli.main import app
from app.cli.usage import unwrapped
from app.core import language
from app.core.language import LANGUAGES
from app.core.settings import DETECTORS
from tests.app.cli.english import found_english

Kith = Callable[..., Any]


def _commands(command: Any, *words: str) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Each command, with the names that its help has in every language: those of arguments and commands."""
    inside = getattr(command, "commands", {})
    yield words, [*inside, *(one.name for one in command.params if one.param_type_name == "argument")]
    for name, one in inside.items():
        yield from _commands(one, *words, name)


_NAMES = dict(_commands(typer.main.get_command(app)))
_ALL = list(_NAMES)
_SIGNS = re.compile(r"--?[a-z-]+|<[^>]+>|Aufruf: .*")
"""Options, kinds of values, and the line that has both."""


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    language.use("en")


def test_all_commands_are_asked_for_their_help() -> None:
    assert len(_ALL) >= 50
    assert {("models", "add"), ("presence", "list")} <= set(_ALL)


@pytest.mark.slow
@pytest.mark.parametrize("words", _ALL, ids=" ".join)
def test_help_is_german(kith: Kith, words: tuple[str, ...]) -> None:
    ran = kith("--language", "de", *words, "--help")
    assert ran.code == 0
    assert "Aufruf: " in ran.out
    names = [f" {name}{several} " for name in _NAMES[words] for several in ("", "...")]
    assert found_english(_SIGNS.sub(" ", ran.out), *names) == []


@pytest.mark.parametrize("words", _ALL, ids=" ".join)
def test_help_is_english(kith: Kith, words: tuple[str, ...]) -> None:
    ran = kith(*words, "--help")
    assert ran.code == 0
    assert "Usage: " in ran.out
    assert "Show this message" in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "Den Befehl 'nonsense' gibt es nicht."),
        (["modles"], "War 'models' gemeint?"),
        (["models", "ad"], "War 'add' gemeint?"),
        (["--nonsense"], "Die Option '--nonsense' gibt es nicht."),
        (["watch", "--frams", "0"], "War '--frames' oder '--from' gemeint?"),
        (["watch", "--frames", "0"], "'--frames' erwartet <int range> x>=1."),
        (["watch", "--frames", "some"], "'--frames' erwartet <int range> x>=1."),
        (["watch", "--frames"], "Die Option '--frames' braucht einen Wert."),
        (["watch", "--json=yes"], "Die Option '--json' nimmt keinen Wert."),
        (["watch", "--false-accepts", "often"], "'--false-accepts' erwartet <float>."),
        (["retrain", "--depth", "deep"], "'--depth' erwartet <auto|head|blocks>."),
        (["enroll"], "'name' fehlt."),
        (["erase", "--folder", ""], "'--folder' ist leer."),
        (["erase", "--folder="], "'--folder' ist leer."),
        (["cluster", ""], "'folder' ist leer."),
        (["identify", "a.jpg", ""], "'paths' ist leer."),
        (["undo", "--alone", "9" * 30], "'--alone' ist zu groß."),
        (["lapsed", "--within", "36501"], "'--within' erwartet <int range> 1<=x<=36500."),
        (["undo", "everything"], "Das sind mehr Argumente, als dieser Befehl nimmt."),
    ],
)
def test_what_was_typed_wrongly_is_told_in_german(kith: Kith, words: list[str], said: str) -> None:
    ran = kith("--language=de", *words)
    assert ran.code == 2
    assert said in re.sub(r"[\s│]+", " ", ran.err)
    assert "Aufruf: " in ran.err
    assert found_english(ran.err) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "No such command 'nonsense'."),
        (["modles"], "No such command 'modles'. Did you mean 'models'?"),
        (["watch", "--frames", "0"], "Invalid value for '--frames'"),
        (["enroll"], "Missing argument 'name'."),
        (["--language", "fr", "people"], "There is no language 'fr'. Choose en or de."),
    ],
)
def test_what_was_typed_wrongly_is_told_in_english(kith: Kith, words: list[str], said: str) -> None:
    ran = kith(*words)
    assert ran.code == 2
    assert said in re.sub(r"[\s│]+", " ", ran.err)


@pytest.mark.parametrize(
    ("variables", "words", "title"),
    [
        ({"LANG": "de_DE.UTF-8"}, [], "Aufruf:"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "en_GB.UTF-8"}, [], "Usage:"),
        ({"LANG": "de_DE.UTF-8"}, ["--language", "en"], "Usage:"),
        ({"LANG": "fr_FR.UTF-8"}, [], "Usage:"),
        ({}, ["--language=de"], "Aufruf:"),
        ({}, ["people", "--help", "--", "--language", "de"], "Usage:"),
    ],
)
def test_the_language_is_known_before_anything_is_parsed(
    kith: Kith, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], words: list[str], title: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert title in kith(*words, "--help").out


def test_help_names_every_choice(kith: Kith) -> None:
    said = kith("--help").out
    assert f"Face detector: {' or '.join(DETECTORS)}." in said
    assert f"What Kith speaks here: {' or '.join(LANGUAGES)}." in said


def test_a_docstring_is_unwrapped() -> None:
    assert unwrapped("One.\n\n    Two lines\n    of one.\n    ") == "One.\n\nTwo lines of one."
