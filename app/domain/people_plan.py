"""Many people who are to be enrolled at once, a folder each."""

from dataclasses import dataclass

from app.core.text import NOTHING, Text
from app.domain.failure import Failure


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """Somebody to be enrolled.

    Attributes:
        name: What they are called, after their folders.
        folders: Paths of those that hold their pictures.
        pictures: How many are in them.
        usable: Whether they can be enrolled at all.
        odd: What is worth knowing before, in words, or "".
    """

    name: str
    folders: tuple[str, ...]
    pictures: int
    usable: bool = True
    odd: Text = NOTHING


@dataclass(frozen=True, slots=True)
class PeoplePlan:
    """Who is to be enrolled from the folders inside a folder.

    Attributes:
        folder: Its path.
        people: By name; where folders hold several people's folders, those inside are taken for people.
        several: Paths of the folders that do.
        outer: Who it would be if each of these were one person's after all; empty where there are none.
        rejected: Pictures in nobody's folder, by the folder that they lie in.
    """

    folder: str
    people: tuple[PlannedPerson, ...]
    several: tuple[str, ...] = ()
    outer: tuple[PlannedPerson, ...] = ()
    rejected: tuple[Failure, ...] = ()
