"""The test at the end of an enrolment from a camera or video, as the command line tells it."""

from typing import Any

from app.cli import output
from app.core.text import say
from app.domain.self_test import SelfTest


def document(test: SelfTest) -> dict[str, Any]:
    """It as JSON has it."""
    nearest = None if test.separation is None else test.separation.nearest
    return {
        "frames": test.frames,
        "recognised": test.right,
        "nearest": nearest and {"name": nearest.name, "one_in": nearest.one_in},
        "advice": list(test.advice),
    }


def tell(test: SelfTest) -> None:
    """It as a line, and what to do on another where it is weak."""
    outcome = test.outcome
    if test.nearest:
        outcome = say("{outcome}; {nearest}", outcome=outcome, nearest=test.nearest)
    output.tell(say("{text}.", text=outcome))
    if test.remedy:
        output.note(say("{text}.", text=test.remedy))
