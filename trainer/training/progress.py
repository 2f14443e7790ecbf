"""Where a run stands, and how fast it goes."""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from trainer.events import Evaluated
from trainer.metrics.verification import Roc, equal_error_rate


@dataclass(slots=True)
class Progress:
    """Everything that a run counts; with the tensors of `RunState` it is all that a run goes on from.

    Attributes:
        step: Steps taken.
        empty: Steps whose miner found no triplet.
        best_score: Best held-out score so far; -1 before the first look.
        looks: Looks at held-out data since then.
        suspicious: Steps in a row that looked like collapse.
        chunk: Pictures on the device at once.
        miner: The miner in use.
        averaged: Steps taken into the moving average.
        scaler: The loss scaling of fp16.
        evaluations: Every look at held-out data.
    """

    chunk: int
    miner: str
    step: int = 0
    empty: int = 0
    best_score: float = -1.0
    looks: int = 0
    suspicious: int = 0
    averaged: int = 0
    scaler: dict[str, Any] = field(default_factory=dict)
    evaluations: list[Evaluated] = field(default_factory=list)

    def record(
        self, tar: Mapping[float, float], deciding: float, curve: Roc, impostor_pairs: int
    ) -> Evaluated:
        """Count a look at held-out data; the rate at FMR `deciding` decides whether it is the best."""
        best = tar[deciding] > self.best_score
        self.best_score = max(self.best_score, tar[deciding])
        self.looks = 0 if best else self.looks + 1
        self.evaluations.append(
            Evaluated(self.step, dict(tar), best, curve.area, equal_error_rate(curve), impostor_pairs)
        )
        return self.evaluations[-1]

    @property
    def start_is_best(self) -> bool:
        """Whether training went on, and nothing of it was better than its start."""
        looks = self.evaluations
        return len(looks) > 1 and not any(look.best for look in looks[1:])

    def as_dict(self) -> dict[str, Any]:
        """The counts by name, as JSON holds them."""
        return asdict(self)

    def update(self, values: Mapping[str, Any]) -> None:
        """Take over what `as_dict` gave, after a trip through JSON.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: It makes no sense.
        """
        for name in ("chunk", "step", "empty", "looks", "suspicious", "averaged"):
            setattr(self, name, _count(values[name]))
        self.best_score = float(values["best_score"])
        self.miner = str(values.get("miner", self.miner))  # runs were written down before it was counted
        self.scaler = dict(values["scaler"])
        self.evaluations = list(map(Evaluated.from_data, values["evaluations"]))


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(value)
    return value


class Throughput:
    """How fast a run goes, since it was begun or resumed."""

    def __init__(self, first: int) -> None:
        self._first, self._began, self._pictures = first, time.monotonic(), 0

    def after(self, step: int, steps: int, pictures: int) -> tuple[float, float]:
        """Pictures a second, and seconds left, after one more batch."""
        self._pictures += pictures
        passed = max(time.monotonic() - self._began, 1e-9)
        return self._pictures / passed, passed / (step - self._first) * (steps - step)
