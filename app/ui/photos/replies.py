"""What each answer to a question of the review does: what is written, and what is asked next."""

from dataclasses import dataclass, replace
from typing import Literal

from app.domain.changes import Changes
from app.domain.question import Kind, Question
from app.engine.requests.base import Request
from app.engine.requests.faces import (
    AssignFaces,
    DenyFaces,
    IgnoreFaces,
    RemoveFaces,
    SayApart,
    SaySame,
)
from app.engine.requests.people import Merge, SayTwo

Answer = Literal["named", "stranger", "not a face", "skipped", "told"]
_ANSWERS: dict[type, Answer] = {AssignFaces: "named", IgnoreFaces: "stranger", RemoveFaces: "not a face"}

SEVERAL = (Kind.ODD, Kind.STRANGERS, Kind.NAMES)
"""Questions about several groups, of which one may be picked out."""
PLACES = 9
"""Groups that are shown together at most: those that the keys 1 to 9 pick."""
SEEN = 6
"""Faces of a group, the best, that are shown and that stand for it where something is said of it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What an answer does.

    Attributes:
        request: What is written, or None.
        then: Questions asked next, before all others.
        settled: Faces that it settles.
    """

    request: Request[Changes] | None = None
    then: tuple[Question, ...] = ()
    settled: int = 0

    @property
    def answer(self) -> Answer:
        """What it comes to; a question left open is known only to who left it."""
        return _ANSWERS.get(type(self.request), "told")


def yes(question: Question) -> Reply | None:
    """Yes, or: all of them; None where that is no answer."""
    faces, people = question.faces, question.people
    if question.kind in (Kind.IS, Kind.ODD):
        return Reply() if question.doubted else Reply(AssignFaces(faces, people[0]), (), len(faces))
    if question.kind is Kind.SAME:
        one, other = question.groups
        best, sizes = (*one[:SEEN], *other[:SEEN]), (len(one), len(other))
        return Reply(SaySame(best, sizes), (), min(sizes))
    if question.kind is Kind.TWO:
        (one, other), larger = question.groups, int(len(question.groups[1]) > len(question.groups[0]))
        return Reply(Merge(people[1 - larger], people[larger], apart=True), (), min(len(one), len(other)))
    return Reply() if question.kind is Kind.NAMES else None


def no(question: Question) -> Reply | None:
    """No, or: none of them; None where that is no answer."""
    if question.kind is Kind.IS:
        then = () if question.aside else (_who(question),)
        return Reply(DenyFaces(question.faces, question.people[0]), then)
    if question.kind is Kind.SAME:
        one, other = question.groups
        return Reply(SayApart(one[:SEEN], other[:SEEN], (len(one), len(other))))
    if question.kind is Kind.TWO:
        return Reply(SayTwo(*question.people))
    if question.kind is Kind.STRANGERS:
        return stranger(question)
    return pick(question, 0) if question.kind is Kind.NAMES and len(question.groups) == 1 else None


def pick(question: Question, place: int) -> Reply | None:
    """The one of that number, from 0: a person it may be, or a group among several."""
    if question.kind in (Kind.WHO, Kind.IS):
        if place >= len(question.candidates):
            return None
        return Reply(AssignFaces(question.faces, question.candidates[place]), (), len(question.faces))
    if question.kind not in SEVERAL or place >= len(question.groups):
        return None
    picked = question.groups[place]
    left = tuple(group for group in question.groups if group != picked)
    rest: tuple[Question, ...] = (replace(question, groups=left),) if left else ()
    if question.kind is Kind.ODD:
        return Reply(DenyFaces(picked, question.people[0]), rest)
    if question.kind is Kind.STRANGERS and all(len(group) > 1 for group in question.groups):
        rest = tuple(Question(Kind.WHO, (group,)) for group in left)  # where one is known, others are
    return Reply(None, (Question(Kind.WHO, (picked,), doubted=question.kind is Kind.NAMES), *rest))


def stranger(question: Question) -> Reply | None:
    """Set all of it aside; None where only part of it may be strangers. Of what is aside it is a no."""
    return no(question) if question.aside else _all(question, IgnoreFaces(question.faces))


def not_a_face(question: Question) -> Reply | None:
    """Take all of it out of view."""
    return _all(question, RemoveFaces(question.faces))


def named(question: Question, person: int) -> Reply:
    """It is somebody known."""
    return Reply(AssignFaces(question.faces, person), (), len(question.faces))


def can_split(question: Question) -> bool:
    """Whether a group may be two people's: one whose name is wrong is told who it is first."""
    named = question.kind is Kind.WHO and question.doubted
    return takes_name(question) and not named and len(question.faces) > 1


def takes_name(question: Question) -> bool:
    """Whether a name is an answer."""
    return question.kind in (Kind.WHO, Kind.IS)


def _all(question: Question, request: Request[Changes]) -> Reply | None:
    if question.kind in (Kind.ODD, Kind.TWO, Kind.NAMES):
        return None
    return Reply(request, (), len(question.faces))


def _who(question: Question) -> Question:
    """The same faces, asked about by numbers and names."""
    return Question(Kind.WHO, question.groups, (), question.candidates)
