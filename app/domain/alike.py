"""Somebody new who looks like a person who is enrolled already."""

from dataclasses import dataclass
from math import floor, log10
from typing import Any

from app.core.errors import GalleryError
from app.core.text import Number, Text, say


@dataclass(frozen=True, slots=True)
class Alike:
    """A person whom somebody new looks like.

    Attributes:
        person: Their identifier.
        name: Theirs.
        one_in: Of so many strangers one would look as much like them; 0 where the names alone are alike.
    """

    person: int
    name: str
    one_in: int = 0

    @classmethod
    def at(cls, person: int, name: str, rate: float) -> "Alike":
        """Say a rate of strangers as one in so many, as a round number."""
        many = 1 / rate
        step = 10 ** floor(log10(many))
        return cls(person, name, int(many // step * step))

    @property
    def text(self) -> Text:
        """What is said of it, a clause without a full stop."""
        if not self.one_in:
            return say("There is already someone whose name is nearly the same: {name}", name=self.name)
        return say(
            "This looks like {name} (one in {count} strangers would)",
            name=self.name,
            count=Number(self.one_in, 0),
        )


@dataclass(frozen=True, slots=True)
class AlikePair:
    """Two people enrolled who may be one.

    Attributes:
        first: The one.
        second: The other.
        one_in: Of so many strangers one would look as much like the other as they do.
    """

    first: int
    second: int
    one_in: int


class LooksEnrolled(GalleryError):  # noqa: N818 - a question rather than a failure
    """Somebody new looks like a person who is enrolled. Nothing was stored; the user is to say who it is.

    Attributes:
        alike: Whom they look like.
    """

    def __init__(self, alike: Alike) -> None:
        self.alike = alike
        super().__init__(
            alike.text,
            remedy=say("Add these to {name}, or say that they are two people", name=alike.name),
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return LooksEnrolled, (self.alike,)
