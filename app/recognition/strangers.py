"""Strangers of one run: each keeps a number, and has it again on coming back."""

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from app.domain.arrays import Embedding
from app.domain.decision import Thresholds
from app.recognition.alike import needed
from app.recognition.index import Index
from app.recognition.scores import best_people

_AWAY = 2.0
"""Seconds out of view after which coming back is another visit."""
_KEPT = 4
"""Visits of a stranger that are remembered by their looks, the latest ones."""
_MOST = 500
"""Strangers that are remembered, those seen last."""


@dataclass(eq=False, slots=True)
class Stranger:
    """Somebody nobody has enrolled.

    Attributes:
        number: Counts up from 1.
        last: When they were seen last, in seconds.
        visits: How often they came into view.
        looks: One probe (D,) a visit.
    """

    number: int
    last: float
    visits: int = 1
    looks: deque[Embedding] = field(default_factory=lambda: deque(maxlen=_KEPT))


class Strangers:
    """Numbers strangers and knows them again, by the calibrated threshold of two faces."""

    def __init__(self, thresholds: Thresholds) -> None:
        self._thresholds = thresholds
        self._known: dict[int, Stranger] = {}
        self._count = 0

    def recall(self, probe: Embedding, taken: Collection[Stranger]) -> Stranger | None:
        """Return the stranger that a probe (D,) shows, if it is one seen before.

        Args:
            probe: Unit length.
            taken: Who is in view already: nobody is twice in a picture.
        """
        if not self._known:
            return None
        people, scores = best_people(self._index, probe[None], 1 + len(taken))
        least = needed(probe, self._thresholds)
        found = zip(people[0].tolist(), scores[0].tolist(), strict=True)
        fits = (self._known[number] for number, score in found if score >= least)
        return next((one for one in fits if one not in taken), None)

    def meet(self, probe: Embedding, time: float) -> Stranger:
        """Give somebody a number."""
        self._count += 1
        new = self._known[self._count] = Stranger(self._count, time)
        new.looks.append(probe)
        if len(self._known) > _MOST:
            del self._known[min(self._known.values(), key=lambda one: one.last).number]
        self._changed()
        return new

    def see(self, stranger: Stranger, time: float) -> None:
        """Note that a stranger is in view, on another visit if they were away."""
        if time - stranger.last > _AWAY:
            stranger.visits += 1
            stranger.looks += list(stranger.looks)[-1:]
        stranger.last = max(time, stranger.last)

    def learn(self, stranger: Stranger, probe: Embedding) -> None:
        """Remember how a stranger looks on this visit."""
        if stranger.looks:
            stranger.looks[-1] = probe
        else:
            stranger.looks.append(probe)
        self._known[stranger.number] = stranger
        self._changed()

    def merge(self, stranger: Stranger, other: Stranger) -> None:
        """Two numbers turned out to be one person, who keeps the first."""
        stranger.visits = max(stranger.visits, other.visits)
        stranger.last = max(stranger.last, other.last)
        self.forget(other)

    def forget(self, stranger: Stranger) -> None:
        """Somebody is no stranger any more."""
        self._known.pop(stranger.number, None)
        self._changed()

    def adopt(self, thresholds: Thresholds) -> None:
        """Another model reads faces from now on: what strangers looked like to the one before is void."""
        for stranger in self._known.values():
            stranger.looks.clear()
        self._thresholds, self._known = thresholds, {}
        self._changed()

    def _changed(self) -> None:
        self.__dict__.pop("_index", None)

    @cached_property
    def _index(self) -> Index:
        rows = [(one.number, look) for one in self._known.values() for look in one.looks]
        numbers, looks = [number for number, _ in rows], np.stack([look for _, look in rows])
        return Index.build(np.arange(len(rows)), numbers, looks, np.ones(len(rows), np.float32))
