"""What the review asks."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is asked of a question's groups of faces.

    Attributes:
        WHO: Who is this? One group.
        IS: Is this the person? One group; it has the person's name already where that is doubted.
        SAME: Are two groups the same person?
        ODD: Which of up to five groups is not the person? They are to get the name, or bear it in doubt.
        TWO: Are two people, of each a group of faces, one?
        STRANGERS: Which of up to nine groups is somebody you know?
        NAMES: Which of up to nine groups bears a wrong name?
    """

    WHO = "who"
    IS = "is"
    SAME = "same"
    ODD = "odd"
    TWO = "two"
    STRANGERS = "strangers"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the review.

    Attributes:
        kind: What is asked.
        groups: Faces, the best of each group first.
        people: The person asked about, or the two of them.
        candidates: Who else it may be, the likeliest first.
        chance: That the answer is yes, or that none is picked out, from 0 to 1.
        worth: Faces that an answer settles, on average.
        doubted: Whether the faces bear the person's name already, or, of WHO, a wrong one.
        aside: Whether the faces were set aside as a stranger's.
    """

    kind: Kind
    groups: tuple[tuple[int, ...], ...]
    people: tuple[int, ...] = ()
    candidates: tuple[int, ...] = ()
    chance: float = 1.0
    worth: float = 0.0
    doubted: bool = False
    aside: bool = False

    @property
    def faces(self) -> tuple[int, ...]:
        """All faces that it is about."""
        return tuple(face for group in self.groups for face in group)


@dataclass(frozen=True, slots=True)
class Review:
    """All that there is to ask.

    Attributes:
        questions: The one that settles most first.
        answers: How many answers they take, on average, those about strangers left out.
        faces: How many faces these settle, on average.
    """

    questions: tuple[Question, ...] = ()
    answers: int = 0
    faces: int = 0
