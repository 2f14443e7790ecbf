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
def asked_with_options() -> Iterator[None]:
    """Tell by which options to answer where somebody looks like a person who is enrolled.

    Raises:
        UsageError: They do.
    """
    try:
        yield
    except LooksEnrolled as question:
        raise UsageError(
            question.what,
            remedy=say(
                "If it is {name}, say --add-to {quoted} (or kith merge, if both are enrolled); "
                "if they are two people, say --keep-apart",
                name=question.alike.name,
                quoted=repr(question.alike.name),
            ),
        ) from question
