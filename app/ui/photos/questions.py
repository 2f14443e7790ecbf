"""The questions of a review, which are answered, and the way back."""

from collections import Counter
from collections.abc import Collection, Set
from dataclasses import dataclass, replace

from app.domain.question import Kind, Question, Review
from app.ui.photos.replies import PLACES, Answer, Reply

_Key = tuple[str, tuple[tuple[int, ...], ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Step:
    question: Question
    answer: Answer
    reply: Reply


class Questions:
    """What is asked now and next; a new plan takes the old one's place while questions are answered.

    Attributes:
        current: The question asked now, or None where none is left.
        known: Whether there is a plan.
    """

    def __init__(self) -> None:
        self.current: Question | None = None
        self.known = False
        self._queue: list[Question] = []
        self._steps: list[_Step] = []
        self._closed: set[_Key] = set()

    @property
    def following(self) -> Question | None:
        """The one after it, as far as can be told."""
        return self._queue[0] if self._queue else None

    @property
    def done(self) -> int:
        """How many answers were given."""
        return len(self._steps)

    @property
    def left(self) -> int:
        """How many questions there are."""
        return len(self._queue) + (self.current is not None)

    @property
    def runs(self) -> tuple[int, ...]:
        """How many clusters were set aside before each that was given a name, and since."""
        runs = [0]
        for step in self._steps:
            clusters = sum(len(group) > 1 for group in step.question.groups)
            if clusters and step.question.kind in (Kind.WHO, Kind.STRANGERS):
                if step.answer == "stranger":
                    runs[-1] += clusters
                elif step.answer == "named":
                    runs.append(0)
        return tuple(runs)

    def start(self) -> None:
        """Ask anew; what was left open stays so until the window is closed."""
        self.current, self.known, self._queue, self._steps = None, False, [], []

    def take(self, review: Review, since: int) -> None:
        """Go on by a plan that was asked for after so many answers."""
        self.known = True
        stale = {face for step in self._steps[since:] for face in step.question.faces}
        who = (Kind.WHO, Kind.STRANGERS)
        left_open = {face for kind, groups, _ in self._closed if kind in who for face in sum(groups, ())}
        asked = (_without(one, left_open) for one in review.questions)
        self._queue = [one for one in asked if one.groups and _key(one) not in self._closed]
        self._queue += self._checks()
        self._drop(stale)
        if self.current is None:
            self._go_on()
        else:
            self._drop(self.current.faces)

    def answer(self, answer: Answer, reply: Reply) -> None:
        """Note an answer and go on: with what follows from it, or else with what is not about these faces."""
        question = self.current
        if question is None:
            return
        self._steps.append(_Step(question, answer, reply))
        if reply.request is None and not reply.then:
            self._closed.add(_key(question))
        self._drop(question.faces)
        self._queue[:0] = reply.then
        self._go_on()

    def last_was_written(self) -> bool | None:
        """Whether the last answer wrote something; None where there is none to take back."""
        return self._steps[-1].reply.request is not None if self._steps else None

    def back(self, question: Question | None = None) -> None:
        """Ask again what was answered last, or a question whose answer was refused."""
        at = next(
            (at for at in reversed(range(self.done)) if question in (None, self._steps[at].question)), None
        )
        if at is None:
            return
        step = self._steps.pop(at)
        self._closed.discard(_key(step.question))
        if self.current is not None and self.current not in step.reply.then:
            self._queue.insert(0, self.current)
        self._drop(step.question.faces)
        self.current = step.question

    def settled(self) -> Counter[Answer]:
        """Faces settled, by the last answer about them; of those skipped the questions."""
        count: Counter[Answer] = Counter()
        last: dict[int, Answer] = {}
        for step in self._steps:
            if step.answer == "skipped":
                count["skipped"] += 1
            elif step.answer == "told":
                count["told"] += step.reply.settled
            else:
                last.update(dict.fromkeys(step.question.faces, step.answer))
        return count + Counter(last.values())

    def _checks(self) -> list[Question]:
        """Is a name wrong of those that clusters were given in one answer, and no other told of since?"""
        named: list[tuple[int, ...]] = []
        for step in self._steps:
            if step.reply.then:
                continue
            named = _but(step.question, named)
            if step.answer == "named" and step.question.kind is Kind.WHO and len(step.question.faces) > 1:
                named.append(step.question.faces)
        if self.current is not None:
            named = _but(self.current, named)
        return [
            Question(Kind.NAMES, tuple(named[start : start + PLACES]))
            for start in range(0, len(named), PLACES)
        ]

    def _drop(self, faces: Collection[int]) -> None:
        """Ask no more about faces; of a crowd, strangers or named, the others are asked about still."""
        gone = set(faces)
        self._queue = [
            left
            for one in self._queue
            if (left := _without(one, gone)).groups and gone.isdisjoint(left.faces)
        ]

    def _go_on(self) -> None:
        self.current = self._queue.pop(0) if self._queue else None


def _without(question: Question, gone: Set[int]) -> Question:
    """A crowd without some of its groups; any other question as it is."""
    if question.kind not in (Kind.STRANGERS, Kind.NAMES):
        return question
    return replace(question, groups=tuple(one for one in question.groups if gone.isdisjoint(one)))


def _but(question: Question, groups: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Those groups that a question is not about."""
    about = set(question.faces)
    return [group for group in groups if about.isdisjoint(group)]


def _key(question: Question) -> _Key:
    return question.kind, question.groups, question.people
