"""The catalogue: every sentence of the code is in it, whole, with all its values, and compiled."""

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from app.core import errors
from app.core.errors import KithError
from tests.catalogue.__main__ import FOLDER, LANGUAGES, forms, missing, read, updated
from tests.catalogue.extract import (
    REPORTS,
    ROOT,
    Message,
    called,
    is_joined,
    is_line,
    left_as_is,
    messages,
    of_code,
    of_commands,
    registered,
    sentences,
    unsaid,
)
from trainer import errors as trainer_errors

_CARRIERS = (
    {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, KithError)}
    | {name for name, kind in vars(trainer_errors).items() if isinstance(kind, type)}
    | {"Changes", "Progress", "Check"}
)
"""What carries sentences; a joined path or a library's own words are quoted there."""


_IN_ENGLISH = {
    "app/core/crashes.py",  # what the interpreter says, to be recognised
    "app/gallery/sqlite.py",  # what the library says, to be recognised
    "app/recognition/calibration.py",  # how thresholds were found, kept as data
    "app/services/models/card.py",  # documents for a model hub
    "app/services/models/export.py",
    "app/ui/look/stylesheet.py",
    "app/ui/shell/qt_messages.py",  # a line of the log
    "trainer/storage/card.py",  # documents for a model hub
    "trainer/storage/hub.py",
    "trainer/storage/settings_file.py",  # a comment in a file of settings
    "trainer/training/stepper.py",  # what the library says, to be recognised
}
"""Modules with literals of several words that no reader of another language is to see."""
_NOT_FOR_READERS = {"texts.py", "problem.py", "computer.py"}
"""Where lines are joined, for readers of every language or for a bug report, which is in English."""


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def catalogue(language: str) -> Catalog:
    return read(FOLDER / f"{language}.po", language)


@pytest.fixture(scope="module")
def found() -> dict[Message, list[str]]:
    return messages()


@pytest.mark.slow
def test_every_sentence_of_the_code_is_translated(
    found: dict[Message, list[str]], catalogue: Catalog, language: str
) -> None:
    new = updated(catalogue, found, language)
    assert {one.id for one in new} == {one.id for one in catalogue}, "run make translations"
    assert missing(new) == []


def test_translations_keep_the_values(catalogue: Catalog) -> None:
    lost = [
        form for one in catalogue if one.id for form in forms(one) if _places(form) != _places(_last(one.id))
    ]
    assert lost == []


def _last(key: object) -> str:
    """The sentence with all its values: of a count, the plural."""
    return str(key[-1] if isinstance(key, tuple | list) else key)


def _places(text: str) -> list[str]:
    """Names in braces."""
    return sorted({name.strip("0123456789") for _, name, _, _ in Formatter().parse(text) if name is not None})


@pytest.mark.slow
def test_both_forms_of_a_count_take_the_same_values(found: dict[Message, list[str]]) -> None:
    for one in found:
        if one.plural:
            assert _places(one.text) == _places(one.plural), one.text


def test_no_sentence_is_counted_in_one_place_and_not_in_another(found: dict[Message, list[str]]) -> None:
    """A catalogue knows a sentence by its singular."""
    plurals: dict[tuple[str, str], set[str]] = {}
    for one in found:
        plurals.setdefault((one.text, one.context), set()).add(one.plural)
    assert [text for text, known in plurals.items() if len(known) > 1] == []


def test_what_is_compiled_is_what_is_written(catalogue: Catalog, language: str) -> None:
    compiled = read_mo(io.BytesIO((FOLDER / f"{language}.mo").read_bytes()))
    assert _told(compiled) == _told(catalogue)


def _told(catalogue: Catalog) -> set[tuple[str, ...]]:
    return {(one.context or "", _last(one.id), *forms(one)) for one in catalogue if one.id}


@pytest.mark.slow
def test_every_sentence_gets_its_values() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for folder in ("app", "trainer")
        for path in (ROOT / folder).rglob("*.py")
        for call in sentences(ast.parse(path.read_text(encoding="utf-8")))
        if None not in _given(call) and _given(call) != set(_places(_words(call)))
    ]
    assert wrong == []


def _words(call: ast.Call) -> str:
    return "".join(str(arg.value) for arg in call.args[:2] if isinstance(arg, ast.Constant))


def _given(call: ast.Call) -> set[str | None]:
    counted = {"n"} if called(call).endswith("_n") and "{n}" in _words(call) else set()
    return {keyword.arg for keyword in call.keywords} | counted


@pytest.mark.parametrize(
    "parts", ['f"{a} is {b}"', '"a" + b', '"a %s" % b', '"{}".format(b)', '", ".join(b)']
)
def test_joined_pieces_are_told_from_sentences(parts: str) -> None:
    assert is_joined(ast.parse(parts, mode="eval").body)


@pytest.mark.slow
def test_no_error_or_label_is_joined_from_pieces() -> None:
    """What languages order in their own way is one template; mypy sees to it that each is a `Text`."""
    joined = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for folder in ("app", "trainer")
        for path in (ROOT / folder).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).rpartition(".")[2] in _CARRIERS
        and any(is_joined(one) for one in (*call.args, *(keyword.value for keyword in call.keywords)))
    ]
    assert joined == []


@pytest.mark.parametrize("path", sorted(REPORTS.glob("*.j2")), ids=lambda path: path.name)
def test_a_report_says_nothing_in_english_alone(path: Path) -> None:
    terms = {"ROC", "DET"}
    assert set(left_as_is(path.read_text(encoding="utf-8")).split()) <= terms
    assert left_as_is('<p class="x">Left {{ tr("right") }}</p>') == "Left"


@pytest.mark.slow
def test_no_line_of_the_window_or_the_command_line_is_joined_by_hand() -> None:
    """Facts, lists and sentences in a row are values of a text."""
    joined = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for folder in ("ui", "cli")
        for path in (ROOT / "app" / folder).rglob("*.py")
        if path.name not in _NOT_FOR_READERS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.expr) and is_line(node)
    ]
    assert joined == []


@pytest.mark.parametrize("parts", ['f"{a} · {b}"', 'f"{a}: {b}"', '", ".join(b)', 'a + " · "'])
def test_joined_facts_are_told(parts: str) -> None:
    assert is_line(ast.parse(parts, mode="eval").body)


_PRINTERS = {"tell", "note", "Table", "row", "Option", "Argument", "Typer", "prompt", "print"}
"""What puts words before a user of the command line."""
_WORDS = re.compile(r"[A-Za-z]{2}")


def _untranslated(call: ast.Call) -> list[str]:
    """Literals with words that a call of the command line shows as they are."""
    shown = [one.value for one in call.keywords if one.arg in (None, "help")]
    names = _method(call) in ("Option", "Argument")  # that is what stands first there
    return [words for one in [*([] if names else call.args), *shown] for words in _literals(one)]


def _method(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _literals(node: ast.AST) -> Iterator[str]:
    """Those within an expression, except what is said or quoted."""
    if isinstance(node, ast.Call) and called(node) in ("say", "say_n", "quote"):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _WORDS.search(node.value):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from _literals(child)


@pytest.mark.parametrize(
    "call",
    [
        'tell("Hello there")',
        'output.note(dim(f"{n} left"))',
        'table.row("one", 2)',
        'typer.Option("--x", help="Some help.")',
        'output.Table(say("a b"), "some words")',
    ],
)
def test_untranslated_words_are_found(call: str) -> None:
    found = ast.parse(call, mode="eval").body
    assert isinstance(found, ast.Call)
    assert len(_untranslated(found)) == 1


def test_no_words_reach_the_command_line_untranslated() -> None:
    found = [
        (path.name, call.lineno, words)
        for path in (ROOT / "app" / "cli").glob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _method(call) in _PRINTERS
        for words in _untranslated(call)
    ]
    assert found == []


def test_the_help_of_commands_is_found_in_code() -> None:
    source = (
        "def add_to(app):\n    register(app, people)\n"
        'def people():\n    """List\n    everyone."""\ndef other():\n    """Do something else."""\n'
    )
    tree = ast.parse(source)
    assert list(of_commands(tree, set(registered(tree)))) == [Message("List everyone.")]


@pytest.mark.slow
def test_nothing_that_somebody_reads_is_in_english_alone() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): list(unsaid(ast.parse(path.read_text("utf-8"))))
        for folder in ("app", "trainer")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    }
    assert {path: said for path, said in found.items() if said and path not in _IN_ENGLISH} == {}


def test_a_verdict_that_is_not_said_is_found() -> None:
    source = 'verdict = f"{name} is better than before"\nother = say("it is no better")'
    assert list(unsaid(ast.parse(source))) == [" is better than before"]


def test_sentences_are_found_in_code() -> None:
    source = (
        "from app.core.text import say, say_n\n"
        'say("Light", "theme")\n'
        'say("Enrolled {name}", name=name)\n'
        'say_n("{n} face", "{n} faces", count)\n'
        'self.say("not one of ours")\n'
    )
    assert set(of_code(source)) == {
        Message("Light", context="theme"),
        Message("Enrolled {name}"),
        Message("{n} face", "{n} faces"),
    }


@pytest.mark.parametrize(
    "call", ["say(words)", 'say(f"{name} is gone")', 'say("a" + b)', "say_n('{n} x', many, 2)"]
)
def test_only_literals_can_be_translated(call: str) -> None:
    with pytest.raises(ValueError, match="not a literal"):
        list(of_code(f"from app.core.text import say, say_n\n{call}"))


def test_every_sentence_can_be_said(found: dict[Message, list[str]]) -> None:
    """Braces that are no name of a value would raise where it is said."""
    for one in found:
        for words in filter(None, (one.text, one.plural)):
            assert all(name.isidentifier() for name in _places(words) if one.context != "engine"), words
