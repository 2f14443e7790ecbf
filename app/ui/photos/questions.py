"""The questions of a review, which are answered, and the way back."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from app.ui.photos.sorted_faces import Row

Answer = Literal["named", "stranger", "not a face", "skipped", "no"]


@dataclass(slots=True)
class _Step:
    """An answer: to which question, what it was, and how many faces it settled."""

    place: int
    row: Row
    answer: Answer
    faces: int
    guessed: bool


@dataclass(slots=True)
class Questions:
    """One question a cluster: those with a suggestion first, each kind the largest first.

    Attributes:
        rows: The clusters asked about.
        place: The question asked now; past the last one when all are answered.
        guessing: Whether the suggestion is asked ("Is this Ines?"), or else the name ("Who is this?").
    """

    rows: list[Row]
    place: int = 0
    guessing: bool = False
    _steps: list[_Step] = field(default_factory=list)

    @classmethod
    def of(cls, rows: tuple[Row, ...]) -> "Questions":
        """Questions about these clusters."""
        asked = sorted(rows, key=lambda row: (row.suggestion is None, -len(row.faces)))
        made = cls(asked)
        made.guessing = made._has_guess()
        return made

    @property
    def current(self) -> Row | None:
        """The cluster asked about, or None at the end."""
        return self.rows[self.place] if self.place < len(self.rows) else None

    @property
    def following(self) -> Row | None:
        """The one after it."""
        return self.rows[self.place + 1] if self.place + 1 < len(self.rows) else None

    def answer(self, answer: Answer) -> None:
        """Note an answer and go on; "no" goes on to the next best guess, or to asking for the name."""
        row = self.current
        if row is None:
            return
        settles = answer not in ("no", "skipped")
        self._steps.append(_Step(self.place, row, answer, len(row.faces) if settles else 0, self.guessing))
        if answer == "no":
            self.rows[self.place] = row.denied()
            self.guessing = self._has_guess()
        else:
            self.pass_over()

    def pass_over(self) -> None:
        """Go on without an answer: others settled it meanwhile."""
        self.place += 1
        self.guessing = self._has_guess()

    def last_was_written(self) -> bool | None:
        """Whether the last answer wrote something; None where there is none to take back."""
        return self._steps[-1].answer != "skipped" if self._steps else None

    def back(self) -> None:
        """Ask again what was answered last."""
        if self._steps:
            step = self._steps.pop()
            self.place, self.guessing = step.place, step.guessed
            self.rows[step.place] = step.row

    def answered(self) -> int:
        """How many questions were answered, those skipped too."""
        return sum(step.answer != "no" for step in self._steps)

    def settled(self) -> Counter[Answer]:
        """Faces settled, by answer; of those skipped the questions."""
        faces: Counter[Answer] = Counter()
        for step in self._steps:
            faces[step.answer] += 1 if step.answer == "skipped" else step.faces
        return faces

    def _has_guess(self) -> bool:
        return self.current is not None and self.current.suggestion is not None
