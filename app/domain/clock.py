"""Whether the computer's clock is to be believed, by when a gallery was open before.

A clock that is years ahead must not erase what is not due, and one that is set right again must hold nothing
up. So a leap is believed only once the clock has been seen there again, a while later.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.text import NOTHING, Text, say, say_n

SPAN = timedelta(days=30)
"""By how much the clock may differ from when it was seen last before that counts as a leap."""
_SOON, _LATE = timedelta(hours=20), timedelta(days=7)
"""After how long a leap is believed: of up to a year, and of more."""
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Clock:
    """What a gallery knows of the time. All times are in UTC.

    Attributes:
        seen: When it was open last, as far as that is believed.
        leapt: Where the clock was first seen after a leap from there, or None while there was none.
    """

    seen: datetime
    leapt: datetime | None = None

    def at(self, now: datetime) -> "Clock":
        """What is known once the clock has been seen again."""
        if abs(now - self.seen) <= SPAN:
            return Clock(now)
        if self.leapt is None or not timedelta() <= now - self.leapt <= _YEAR:
            return Clock(self.seen, now)
        return self if now < self.leapt + self._wait else Clock(self.leapt).at(now)

    def believed(self, now: datetime) -> datetime:
        """The time by which what erases by itself goes: where the clock leapt ahead, that before the leap."""
        return now if self.leapt is None or self.leapt < self.seen else self.seen

    @property
    def is_doubtful(self) -> bool:
        """Whether it leapt back, or further ahead than anybody is away."""
        return self.leapt is not None and not timedelta() <= self.leapt - self.seen <= _YEAR

    @property
    def told(self) -> Text:
        """How the clock leapt, in words without a stop; nothing where it did not."""
        if self.leapt is None:
            return NOTHING
        days = (self.leapt - self.seen).days
        if days < 0:
            return say_n(
                "the clock of this computer is {n} day behind the time at which the gallery was last open",
                "the clock of this computer is {n} days behind the time at which the gallery was last open",
                -days,
            )
        return say_n(
            "the clock of this computer is {n} day ahead of the time at which the gallery was last open",
            "the clock of this computer is {n} days ahead of the time at which the gallery was last open",
            days,
        )

    @property
    def remedy(self) -> Text:
        """What is to be done about it."""
        if self.leapt is None:
            return NOTHING
        sure = (self.leapt + self._wait).astimezone()
        return say("Set it if it is wrong; if it is right, it is believed from {moment} on", moment=sure)

    @property
    def _wait(self) -> timedelta:
        far = self.leapt is not None and abs(self.leapt - self.seen) > _YEAR
        return _LATE if far else _SOON
