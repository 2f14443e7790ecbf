"""How many frames a source gives, how many of them are shown, and how many are passed over."""

from collections import deque
from time import monotonic

_SECONDS, _LEAST = 1.0, 0.1
"""Over which rates are taken, and at the least: the first frames come in a burst."""


class Pace:
    """Counts frames as they are shown.

    Attributes:
        dropped: Frames that were passed over.
    """

    def __init__(self) -> None:
        self.dropped = 0
        self._shown: deque[tuple[float, int]] = deque()

    def note(self, number: int) -> None:
        """A frame of this number is shown now."""
        now = monotonic()
        if self._shown:
            self.dropped += max(0, number - self._shown[-1][1] - 1)
        self._shown.append((now, number))
        while now - self._shown[0][0] > _SECONDS:
            self._shown.popleft()

    @property
    def fps(self) -> float:
        """Frames a second that are shown; 0 where it is not known yet."""
        return self._per_second(len(self._shown) - 1)

    @property
    def rate(self) -> float:
        """Frames a second that the source gives, likewise."""
        return self._per_second(self._shown[-1][1] - self._shown[0][1]) if self._shown else 0.0

    def _per_second(self, frames: int) -> float:
        passed = self._shown[-1][0] - self._shown[0][0] if self._shown else 0.0
        return max(0.0, frames / passed) if passed >= _LEAST else 0.0
