"""What is printed: in the user's language, and nothing in it is obeyed by the terminal."""

from pathlib import Path

import pytest
from rich.console import Console

from app.cli import output
from app.core.errors import UsageError
from app.core.text import Listed, Number, percent, quote, say, say_n
from app.domain.failure import Failure

HOSTILE = [
    "[bold]no markup[/]",
    "[/]",
    "[bold",
    "back\\",
    "\\[red]",
    "{name}",
    "{0.__class__}",
    ":smiley:",
    "Zoë 写真 🙂",
    "[link=https://example.org]here[/link]",
]


@pytest.fixture
def coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Console(highlight=False, emoji=False, force_terminal=True, color_system="standard")
    monkeypatch.setattr(output, "stdout", terminal)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_printed_as_it_is(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    output.tell(
        say("Forgot {name}, {names}.", name=output.bold(name), names=Listed((name, output.dim(name))))
    )
    assert capsys.readouterr().out == f"Forgot {name}, {name}, {name}.\n"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_in_a_table_is_printed_as_it_is(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    table = output.Table(quote(name), say("faces"), right=[1])
    table.row(output.bold(name), 1234)
    table.show()
    heading, row = capsys.readouterr().out.splitlines()
    assert heading.split("  ")[0].rstrip() == row.split("  ")[0].rstrip() == name
    assert row.endswith("1,234")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_failed_input_is_named_as_it_is(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    output.complain_of([Failure(f"rtsp://{name}", quote(name))])
    output.complain(UsageError(quote(f"it is {name}"), why=quote(name), remedy=quote(name)))
    assert capsys.readouterr().err == f"rtsp://{name}: {name}\nIt is {name} ({name})\n{name}.\n"


@pytest.mark.parametrize(
    ("name", "printed"),
    [("a\x1b[31mb", "a\\x1b[31mb"), ("a\r\nb", "a\\r\\nb"), ("\u202egnp.exe", "\\u202egnp.exe")],
)
def test_a_terminal_obeys_nothing_in_a_name(
    name: str, printed: str, capsys: pytest.CaptureFixture[str], coloured: None
) -> None:
    output.tell(say("{path}: {name}", path=Path(name), name=name))
    assert capsys.readouterr().out == f"{printed}: {printed}\n"


def test_styles_stand_where_the_value_stands(capsys: pytest.CaptureFixture[str], coloured: None) -> None:
    names = Listed((output.bold("Ana"), output.yellow(say("{names}?", names=Listed(("Bo", "Cy"), "or")))))
    output.tell(output.dim(say("{count}: {names}", count=1, names=names)))
    assert capsys.readouterr().out == (
        "\x1b[2m1: \x1b[0m\x1b[1;2mAna\x1b[0m\x1b[2m, \x1b[0m\x1b[2;33mBo or Cy?\x1b[0m\n"
    )


@pytest.mark.usefixtures("german")
def test_words_and_values_follow_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    faces = say_n("{n} face", "{n} faces", 1234)
    output.tell(say("{faces}: {paths}", faces=faces, paths=Listed((percent(0.5), Number(2.5, 2)), "and")))
    output.tell(output.bold(say("the same person")))
    table = output.Table(say("person"), say("faces"), right=[1])
    table.row("faces", 1234)
    table.show()
    assert capsys.readouterr().out == (
        "1.234 Gesichter: 50,0 % und 2,50\ndieselbe Person\nPerson  Gesichter\nfaces       1.234\n"
    )


def test_a_line_is_not_wrapped_and_keeps_its_breaks(capsys: pytest.CaptureFixture[str]) -> None:
    output.tell(say("{path}: {faces}", path="x" * 300, faces="y"))
    output.note(quote("one\ntwo"))
    said = capsys.readouterr()
    assert said.out == "x" * 300 + ": y\n"
    assert said.err == "one\\ntwo\n"  # what somebody else says is a value
