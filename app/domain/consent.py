"""What somebody agreed to when they were enrolled."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from app.core.language import shown
from app.core.text import Text, quote, say

VERSION = 2
"""Of the words that are agreed to now."""
PURPOSES = (
    say("recognising them"),
    say("seeing who is here"),
    say("sorting photos"),
)
"""What a face is kept for, most often first; it may also be said in the user's own words."""
MOST = 200
"""Characters that a purpose may have."""


class Way(StrEnum):
    """Where it was said that somebody agrees."""

    WINDOW = "window"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Consent:
    """That somebody agreed that their face is kept.

    Attributes:
        purpose: What for: one of `PURPOSES`, or the user's own words.
        until: The last day on which it may be kept, or None where no end was agreed.
        way: Where it was said.
        version: Which words were agreed to.
        given_at: When, in UTC.
        withdrawn_at: When it was withdrawn, or None where it stands.
    """

    purpose: Text = PURPOSES[0]
    until: date | None = None
    way: Way = Way.WINDOW
    version: int = VERSION
    given_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    withdrawn_at: datetime | None = None

    @property
    def term(self) -> Text:
        """Until when, in words."""
        return say("until they withdraw") if self.until is None else say("until {day}", day=self.until)

    def agreed(self, name: Text | str) -> Text:
        """The words that somebody of that name agreed to.

        Raises:
            KeyError: They are of a newer Kith.
        """
        return _WORDS[self.version](name, self)

    def holds(self, today: date) -> bool:
        """Whether it is neither withdrawn nor over."""
        return self.withdrawn_at is None and (self.until is None or today <= self.until)

    def renews(self, other: "Consent") -> bool:
        """Whether it says what another says: of the two, the earlier is enough."""
        return (self.purpose, self.until, self.version) == (other.purpose, other.until, other.version)


@dataclass(frozen=True, slots=True)
class Lapsed:
    """Somebody who agrees no more, or soon: they withdrew, or the term is over or about to be.

    Attributes:
        person: Their number.
        name: Theirs.
        consent: What they agreed to last.
    """

    person: int
    name: str
    consent: Consent

    @property
    def reason(self) -> Text:
        """Why, in words."""
        if self.consent.withdrawn_at is not None:
            return say("withdrew on {day}", day=self.consent.withdrawn_at.astimezone().date())
        return say("agreed {term}", term=self.consent.term)


def years_on(day: date, years: int) -> date:
    """The same day so many years later; of 29 February the last of that month."""
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year + years, day=28 if leap else day.day)


def purpose_of(words: str) -> Text:
    """What a face is kept for, as it was written: one of `PURPOSES`, or the user's own words.

    Raises:
        ValueError: They are empty, or too long.
    """
    said = " ".join(words.split())
    if not said or len(said) > MOST:
        raise ValueError(words)
    alike = (one for one in PURPOSES if said.casefold() in {one.casefold(), shown(one).casefold()})
    return next(alike, quote(said))


def _first(name: Text | str, consent: Consent) -> Text:
    return say(
        "{name} agrees that their face is kept on this computer for this: {purpose}, {term}.",
        name=name,
        purpose=consent.purpose,
        term=say("without end") if consent.until is None else consent.term,
    )


def _second(name: Text | str, consent: Consent) -> Text:
    return say(
        "{name} agrees that their face is kept on this computer {term}, for {purpose}.",
        name=name,
        purpose=consent.purpose,
        term=consent.term,
    )


_WORDS = {1: _first, 2: _second}
"""By version. Words that were agreed to are never changed: others are a new version."""
