"""Whether somebody is enrolled already, as the command line asks it: an error that names the options."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from app.core.errors import UsageError
from app.core.text import say
from app.domain.alike import LooksEnrolled

AddTo = Annotated[
    str | None,
    typer.Option(
        "--add-to",
        metavar="NAME",
        help=say("Who it is, if they are enrolled under another name: the faces are added to theirs."),
    ),
]
KeepApart = Annotated[
    bool,
    typer.Option("--keep-apart", help=say("They are nobody else who is enrolled, whomever they look like.")),
]


@contextmanager
def asked_with_options(*, adding: bool = False) -> Iterator[None]:
    """Tell how to answer where somebody looks like a person who is enrolled.

    Args:
        adding: Whether the command takes `--add-to`.

    Raises:
        UsageError: They do.
    """
    try:
        yield
    except LooksEnrolled as question:
        name = question.alike.name
        remedy = (
            say(
                "If it is {name}, say --add-to {quoted}; if they are two people, say --keep-apart",
                name=name,
                quoted=repr(name),
            )
            if adding
            else say(
                "If it is {name}, kith merge makes them one; if they are two people, say --keep-apart",
                name=name,
            )
        )
        raise UsageError(question.what, remedy=remedy) from question
