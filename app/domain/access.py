"""What the access log tells: numbers, no names."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class What(StrEnum):
    """What was done with what is known of people.

    `identify` counts the pictures whose faces were compared with everybody enrolled (also in a search for
    faces like one, and in the test at the end of an enrolment), `named` in how many faces of them somebody
    was found. `check` counts the faces that were compared with everybody to tell whether somebody is enrolled
    already, `verify` the pairs of pictures that were compared with each other alone. A live view begins
    (`watch`, the people enrolled) and ends (`watched`, the faces compared), `seen` being how many people it
    named: who came is told by visits, where these are kept, and nowhere else. `import` counts what is read
    in, photos or a library's people, `evaluate` faces.
    """

    EXPORT = "export"
    PERSON = "person"
    FORGET = "forget"
    ERASE = "erase"
    WITHDRAW = "withdraw"
    PICTURES = "pictures"
    RESTORE = "restore"
    IDENTIFY = "identify"
    NAMED = "named"
    CHECK = "check"
    VERIFY = "verify"
    WATCH = "watch"
    WATCHED = "watched"
    SEEN = "seen"
    IMPORT = "import"
    EVALUATE = "evaluate"


_OF_SOME = {What.PERSON, What.FORGET, What.ERASE, What.WITHDRAW, What.NAMED, What.VERIFY, What.IMPORT}
OF_EVERYBODY = frozenset(What) - _OF_SOME
"""What concerns everybody enrolled where it concerns nobody alone."""


@dataclass(frozen=True, slots=True)
class Access:
    """One entry.

    Attributes:
        id: Its number, from 1 without gaps.
        at: When, in UTC.
        what: What was done.
        person: The number of the person, where it was one.
        count: How many people or faces.
    """

    id: int
    at: datetime
    what: What
    person: int | None
    count: int
