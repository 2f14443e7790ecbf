"""How the user wants to train: whom, how deep, how long; remembered from run to run."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.person import Person
from app.domain.training import DEPTHS, EFFORTS, Effort, TrainingOptions
from app.ui.link.memory import Memory
from app.ui.look.texts import listed, tr

_LEFT_OUT, _DEPTH, _EFFORT = "training/left_out", "training/depth", "training/effort"
_WITHOUT = "training/without"
_MOST_NAMES = 3


class Preferences(QObject):
    """The choices for the next training.

    Attributes:
        options: All of them.

    Signals:
        changed: They are others.
    """

    changed = Signal()

    def __init__(self, memory: Memory, parent: QObject) -> None:
        super().__init__(parent)
        self._memory = memory
        left_out = memory.text(_LEFT_OUT).split()
        self.options = TrainingOptions(
            frozenset(int(one) for one in left_out if one.isdecimal()),
            _among(DEPTHS, memory.text(_DEPTH)),
            _among(EFFORTS, memory.text(_EFFORT)),
        )

    @property
    def without(self) -> bool:
        """Whether the training begun last is to delete models that learnt of people who were forgotten."""
        return bool(self._memory.text(_WITHOUT))

    def begin(self, *, without: bool) -> None:
        """Remember which kind of training is begun."""
        self._memory.keep(_WITHOUT, "yes" if without else "")

    def choose(self, **values: Any) -> None:
        """Change some of them."""
        options = replace(self.options, **values)
        if options != self.options:
            self.options = options
            self._memory.keep(_LEFT_OUT, " ".join(map(str, sorted(options.leave_out))))
            self._memory.keep(_DEPTH, options.depth)
            self._memory.keep(_EFFORT, options.effort)
            self.changed.emit()


def _among(choices: Sequence[Any], word: str) -> Any:
    """The remembered word where it is one of them; else the usual."""
    usual = "usual" if "usual" in choices else choices[0]
    return word if word in choices else usual


def effort_name(effort: Effort) -> str:
    """How long, in words."""
    return {"quick": tr("quick"), "usual": tr("usual time"), "long": tr("thorough")}[effort]


def left_out(options: TrainingOptions, people: Sequence[Person]) -> str:
    """Who is left out, in words; "" where nobody is."""
    names = [card.name for card in people if card.id in options.leave_out and card.faces]
    if not names:
        return ""
    shown = listed(names[:_MOST_NAMES])
    if len(names) > _MOST_NAMES:
        shown = tr("{names} and {count} more", names=shown, count=len(names) - _MOST_NAMES)
    return tr("Left out as you wish: {names}", names=shown)
