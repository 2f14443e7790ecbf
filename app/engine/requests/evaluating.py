"""Requests about how well faces are recognised."""

from dataclasses import dataclass
from pathlib import Path

from app.core.text import say
from app.domain.evaluation import Evaluation
from app.engine.requests.base import Job, SlowRequest


@dataclass(frozen=True, slots=True)
class Evaluate(Job[Evaluation]):
    """Judge a model, or two on the same pairs; nothing is stored.

    Attributes:
        model: Which, by its identifier.
        against: A second one, or "".
        folder: A folder with one for each person; None for the people enrolled.
    """

    what = say("Evaluating")
    model: str
    against: str = ""
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class SaveEvaluation(SlowRequest[None]):
    """Write what was found: as a page if the file's name ends in .html, else as a CSV table.

    Attributes:
        found: What to write.
        file: Where to.
        locale: The reader's, which names the language of a page.
    """

    found: Evaluation
    file: Path
    locale: str
