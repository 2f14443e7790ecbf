"""What is said of a face over time: slow to change, so that a name never flickers."""

from app.domain.decision import Decision, State

_TO_CHANGE = {State.NAME: 3, State.UNSURE: 3, State.UNKNOWN: 2}
"""Decisions in a row that must speak against what is shown before it changes."""


class Vote:
    """Hears one decision after the other on one face, and shows one of them.

    The first is shown at once; a later one that says something else takes over only with others in a row.

    Attributes:
        shown: What is said of the face now.
        against: How many decisions in a row said something else.
    """

    def __init__(self) -> None:
        self.shown = Decision(State.UNKNOWN)
        self.against = 0
        self._heard = False

    def hear(self, decision: Decision) -> None:
        """Take in a decision made from more or better views."""
        if _same(decision, self.shown) or not self._heard:
            self.settle(decision)
            return
        self.against += 1
        if self.against >= _TO_CHANGE[self.shown.state]:
            self.settle(decision)

    def settle(self, decision: Decision) -> None:
        """Show a decision at once: what it goes by has changed, not the face."""
        self.shown, self.against, self._heard = decision, 0, True


def _same(one: Decision, other: Decision) -> bool:
    return (one.state, one.person) == (other.state, other.person)
