"""How well somebody who was just enrolled is recognised, on frames of which none became a sample."""

from dataclasses import dataclass

from app.core.text import NOTHING, Number, Text, listed, say
from app.domain.samples import Separation

FRAMES = 10
"""Frames that somebody is tested on."""
LEAST = 3
"""Frames below which nothing can be said."""
_STRONG = 0.8
"""Share of the frames from which on somebody is recognised well."""
_FAR = 1000
"""One in so many strangers or fewer is as near as somebody who is far away."""


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What came of it.

    Attributes:
        frames: How many frames there were.
        right: In how many the person was named.
        separation: From whom they are to be told; None where nobody else is enrolled.
        advice: What to do where it is weak, in clauses.
    """

    frames: int = 0
    right: int = 0
    separation: Separation | None = None
    advice: tuple[Text, ...] = ()

    @property
    def weak(self) -> bool:
        """Whether they are recognised too seldom; where there was no test nothing is said to be weak."""
        return self.done and self.right < _STRONG * self.frames

    @property
    def done(self) -> bool:
        """Whether there were frames enough."""
        return self.frames >= LEAST

    @property
    def outcome(self) -> Text:
        """In how many frames they were recognised, as a clause."""
        if not self.done:
            return say("Not tested: the source showed no further frames of them")
        return say("Recognised in {right} of {frames} further frames", right=self.right, frames=self.frames)

    @property
    def remedy(self) -> Text:
        """What to do where it is weak; nothing where it is not."""
        return say("To do better: {advice}", advice=listed(self.advice)) if self.advice else NOTHING

    @property
    def nearest(self) -> Text:
        """How far the nearest other person is, as a clause; nothing where there is none."""
        if not self.done or self.separation is None:
            return NOTHING
        other = self.separation.nearest
        if self.separation.lead:
            return say("{name} looks alike: told apart by a stricter margin", name=other.name)
        if other.one_in <= _FAR:
            return say("the nearest other person, {name}, is far away", name=other.name)
        return say(
            "the nearest other person, {name}, is rather near: one in {count} strangers would be",
            name=other.name,
            count=Number(other.one_in, 0),
        )
