"""Help and wrong usage: in the language asked for, on the command line or by the system."""

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.cli.english import found_english
from trainer import cli, language
from trainer.cli.main import main, make_parser

_SIGNS = re.compile(r"--?[a-z-]+|\{[^}]+\}|Aufruf: [^:]*?\n\n|\([^()]*\)", re.DOTALL)
"""Options, kinds of values with the line that has both, and defaults."""


def _commands() -> list[str]:
    actions = make_parser()._subparsers._group_actions  # type: ignore[union-attr] # argparse tells it nowhere
    (commands,) = [one for one in actions if isinstance(one, argparse._SubParsersAction)]
    return list(commands.choices)


COMMANDS = [[], *([name] for name in _commands())]


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    language.use("en")


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int | str | None, str]:
    with pytest.raises(SystemExit) as left:
        main(words)
    shown = capsys.readouterr()
    return left.value.code, shown.out + shown.err


def test_all_commands_are_asked_for_their_help() -> None:
    assert {"train", "evaluate", "cluster", "export"} <= {name for names in COMMANDS for name in names}


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_is_german(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, shown = typed(capsys, *words, "--language", "de", "--help")
    assert code == 0
    assert "Aufruf: " in shown
    assert "Zeigt diese" in shown or "Diese Hilfe" in shown
    assert found_english(_SIGNS.sub(" ", shown), *_commands()) == []


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_is_english(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, shown = typed(capsys, *words, "--help")
    assert code == 0
    assert "Usage: python -m trainer" in shown
    assert "Show this message" in shown


def test_the_systems_language_is_spoken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert "Einstellungen" in typed(capsys, "train", "--help")[1]
    assert "Settings" in typed(capsys, "train", "--language=en", "--help")[1]


@pytest.mark.parametrize(
    ("words", "english", "german"),
    [
        ("nonsense", "invalid choice: 'nonsense'", "COMMAND erwartet train|"),
        ("train x --out y --stepz 4", "Did you mean '--steps'", "War '--steps'"),
        ("train x --out y --qqq", "No such option '--qqq'", "Die Option '--qqq' gibt es nicht."),
        ("train x y --out z", "more arguments than", "mehr Argumente, als"),
        ("train x", "required: --out", "Nicht alles Nötige ist da: data, --out"),
        ("train x --out y --steps some", "invalid int value", "--steps erwartet N."),
        ("train x --out y --steps", "expected one argument", "--steps erwartet N."),
        ("train x --out y --miner none", "invalid choice: 'none'", "--miner erwartet batch-all|"),
        ("train x --out y --held-out 7", "more than 0 and less than 1", "mehr als 0 und weniger als 1"),
        ("evaluate x --hardest 0 a.png", "--hardest: N is a whole number", "N ist eine ganze Zahl ab 1"),
        ("evaluate x --hardest 2 a.gif", "FILE ends in .png or .jpg", "FILE endet auf .png oder .jpg"),
        ("evaluate x --hardest 2", "expected 2 arguments", "--hardest erwartet N FILE."),
        ("export x.onnx --weight y", "Did you mean '--weights'?", "War '--weights' gemeint?"),
    ],
)
def test_what_is_typed_wrongly_is_told_and_ends_with_2(
    words: str, english: str, german: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for spoken, told, hint in (("en", english, "for help"), ("de", german, "Hilfe gibt")):
        code, shown = typed(capsys, *words.split(), "--language", spoken)
        assert code == 2
        assert told in shown
        assert hint in shown.splitlines()[-1]
        assert "--help" in shown.splitlines()[-1]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        *(
            (["train", "none", "--out", "x", "--held-out", share], "a share is more than 0 and less than 1")
            for share in ("7", "x", "nan")
        ),
        *(
            (["cluster", "none", "--threshold", value], "a similarity is a number, such as 0.4")
            for value in ("x", "nan")
        ),
    ],
)
def test_a_number_that_an_option_cannot_take_is_told(
    words: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, shown = typed(capsys, *words)
    assert (code, shown.splitlines()[0].partition(": ")[2]) == (2, f"{words[-2]}: {why}")


@pytest.mark.parametrize("words", [["--language", "fr", "train"], ["evaluate", "x", "--language=fr"]])
def test_a_language_that_is_not_spoken_is_refused(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, shown = typed(capsys, *words)
    assert code == 2
    assert "There is no language 'fr'. Choose en or de." in shown


@pytest.mark.parametrize(
    "words",
    [
        "train x --out y --resume --overwrite",
        "train x --out y --test z --split session",
        "train x --out y --test z --held-out 0.3",
        "find-rate x --split none --held-out 0.3",
        "train x --out y --steps 5 --epochs 2",
        "evaluate x --weights y --pairs z --held-out",
        "export x --weights y --hub --licence mit --overwrite",
    ],
)
def test_options_that_contradict_each_other_are_refused(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, shown = typed(capsys, *words.split())
    assert code == 2
    assert "contradict each other" in shown


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("export x --weights y --licence mit", "--licence needs --hub."),
        ("export x --weights y --base-model z", "--base-model needs --hub."),
        ("evaluate x --weights y --overwrite", "--overwrite needs --figure or --hardest."),
        ("find-rate x --overwrite", "--overwrite needs --csv or --figure."),
        ("compare x --overwrite", "--overwrite needs --out."),
        ("cluster x --weights y --overwrite", "--overwrite needs --out."),
    ],
)
def test_an_option_that_means_nothing_without_another_is_refused(
    words: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, shown = typed(capsys, *words.split())
    assert code == 2
    assert why in shown


def test_the_readmes_commands_are_understood() -> None:
    readme = Path(cli.__file__).parents[1] / "README.md"
    lines = readme.read_text(encoding="utf-8").splitlines()
    commands = [
        line.partition("-m trainer ")[2] for line in lines if line.startswith(("python -m", "torchrun"))
    ]
    assert len(commands) > 15
    for words in commands:
        given = make_parser().parse_args(shlex.split(words, comments=True))
        given.parser.refuse_contradiction(given)
        given.parser.refuse_alone(given)
