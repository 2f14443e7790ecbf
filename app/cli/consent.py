"""What people agreed to, as the command line asks it: options of the commands that enrol."""

from datetime import date
from typing import Annotated

import typer

from app.cli import output
from app.cli.session import parsed_day
from app.core.errors import UsageError
from app.core.text import say
from app.domain.consent import MOST, Consent, Way, purpose_of

Purpose = Annotated[
    str | None,
    typer.Option(
        "--consent",
        metavar="PURPOSE",
        help=say("Keep that they agree, and what for: 'seeing who is here', or in your own words."),
    ),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="YYYY-MM-DD", help=say("The last day that they agree to.")),
]


def consent_of(purpose: str | None, until: str | None) -> Consent | None:
    """What the options say, or None where nothing is to be kept, which is told.

    Raises:
        UsageError: There is a day without a purpose, or one of them makes no sense.
    """
    last = None if until is None else parsed_day(until)
    if purpose is None:
        if last is not None:
            raise UsageError(say("--until says nothing without --consent"))
        output.note(say("No consent is kept with this. To keep one: --consent PURPOSE"))
        return None
    if last is not None and last < date.today():
        raise UsageError(say("{day} is over", day=last), remedy=say("Name a day to come"))
    try:
        return Consent(purpose_of(purpose), last, Way.COMMAND)
    except ValueError as error:
        raise UsageError(
            say("a purpose has 1 to {most} characters", most=MOST),
            remedy=say("Say what the face is kept for"),
        ) from error
