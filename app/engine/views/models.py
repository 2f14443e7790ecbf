"""A model that was added."""

from dataclasses import dataclass

from app.core.comparison import ModelComparison


@dataclass(frozen=True, slots=True)
class AddedModel:
    """A model that was added from a file.

    Attributes:
        model: Identifier.
        name: As shown.
        size: Side of its crop in pixels.
        layout: "NCHW" or "NHWC".
        order: "RGB" or "BGR".
        normalisation: As its name is in `AddModelFile`; "" where the file said it.
        found_out: Whether that was found out by trying.
        rivals: How many other ways were as good.
        convincing: Whether it tells people apart at all.
        obstacle: Why it cannot decide yet, in words fit to show, or "".
        comparison: How it does against the model that decides; None where it cannot decide yet.
    """

    model: str
    name: str
    size: int
    layout: str
    order: str
    normalisation: str
    found_out: bool
    rivals: int
    convincing: bool
    obstacle: str
    comparison: ModelComparison | None
