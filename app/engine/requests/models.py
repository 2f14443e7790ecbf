"""Requests about models of the user's own: adding from a file, comparing, exporting, renaming, deleting."""

from dataclasses import dataclass
from pathlib import Path

from app.core.text import Text, say
from app.domain.changes import Changes
from app.domain.comparison import ModelComparison
from app.domain.model import AddedModel
from app.engine.requests.base import Job, Request


@dataclass(frozen=True, slots=True)
class AddModelFile(Job[AddedModel]):
    """Add any recogniser from its ONNX file; it does not decide yet.

    Attributes:
        file: The file.
        name: What to call it.
        licence: Of its weights, in words; "" where the file may say.
        order: "RGB" or "BGR"; None lets it be found out.
        normalisation: "127.5", "128", "255", "imagenet" or "raw"; None likewise.
    """

    file: Path
    name: str = ""
    licence: str = ""
    order: str | None = None
    normalisation: str | None = None

    @property
    def title(self) -> Text:
        """What the job does, fit to show."""
        return say("Adding {file}", file=self.name or self.file.name)


@dataclass(frozen=True, slots=True)
class CompareModels(Job[ModelComparison]):
    """Let two models name everyone enrolled, and compare."""

    what = say("Comparing two models")
    base: str
    other: str


@dataclass(frozen=True, slots=True)
class ExportModel(Job[tuple[Path, ...]]):
    """Write a model for others into a folder; the files written."""

    what = say("Exporting a model")
    model: str
    folder: Path


@dataclass(frozen=True, slots=True)
class RenameModel(Request[Changes]):
    """Give a model another name."""

    model: str
    name: str


@dataclass(frozen=True, slots=True)
class DeleteModel(Request[Changes]):
    """Delete a model for good; never the one that decides."""

    model: str
