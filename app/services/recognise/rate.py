"""How often something happens."""

from collections import deque
from time import monotonic


class Rate:
    """Counts what happened in the last second."""

    def __init__(self) -> None:
        self._ends: deque[float] = deque()

    def tick(self) -> float:
        """Note that it happened once more, and return how often it does a second."""
        now = monotonic()
        self._ends.append(now)
        while now - self._ends[0] > 1:
            self._ends.popleft()
        passed = now - self._ends[0]
        return (len(self._ends) - 1) / passed if passed > 0 else 0.0
