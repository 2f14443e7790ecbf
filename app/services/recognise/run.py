"""What the sources that are watched together share: the networks in turns, strangers, numbers of tracks."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import Condition

from app.recognition.strangers import Strangers
from app.services.recognise.recogniser import Recogniser


class Turns:
    """Lets one source at a time look at a frame; the next is the one that has waited longest.

    A network uses all cores that are given to it: two that run at once are no faster, and whoever asks more
    often would get more of them.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._line: deque[object] = deque()

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return max(0, len(self._line) - 1)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, which lasts until the block is left."""
        ticket = object()
        with self._changed:
            self._line.append(ticket)
            self._changed.wait_for(lambda: self._line[0] is ticket)
        try:
            yield
        finally:
            with self._changed:
                self._line.popleft()
                self._changed.notify_all()


class Run:
    """Sources watched at the same time: a stranger has the same number at each of them.

    Attributes:
        turns: Taken for each look at a frame. What else is here is changed in a turn alone.
        tracks: Numbers of tracks: no two sources use the same.
        now: The latest time of any source; one that joins later counts on from there.
    """

    def __init__(self) -> None:
        self.turns = Turns()
        self.tracks = count(1)
        self.now = 0.0
        self._strangers: Strangers | None = None
        self._model = ""

    def strangers(self, known: Recogniser) -> Strangers:
        """The strangers of the run; if another model than before sees them, what they looked like is void."""
        thresholds = known.policy.thresholds
        if self._strangers is None:
            self._strangers = Strangers(thresholds)
        elif self._model != known.model_id:
            self._strangers.adopt(thresholds)
        self._model = known.model_id
        return self._strangers
