"""How much may be decoded at once: so many bytes, not so many pictures."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Stop = Callable[[], None] | None
"""Is called while something is waited for, and raises an error to wait no longer."""
POLL_SECONDS = 0.05


class Room:
    """So many bytes, which those who decode at the same time share."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._used = 0
        self._changed = threading.Condition()

    def take(self, size: int, stop: Stop) -> None:
        """Wait until so many bytes are free, or all, for whoever needs more than there are.

        Raises:
            Exception: What `stop` raises.
        """
        with self._changed:
            while self._used and self._used + size > self._most:
                if stop:
                    stop()
                self._changed.wait(POLL_SECONDS)
            self._used += size

    def give_back(self, size: int) -> None:
        """Let others have them."""
        with self._changed:
            self._used -= size
            self._changed.notify_all()


@contextmanager
def turn(turns: threading.Semaphore, stop: Stop) -> Iterator[None]:
    """Hold one of so many turns.

    Raises:
        Exception: What `stop` raises, while there is none.
    """
    while not turns.acquire(timeout=POLL_SECONDS):
        if stop:
            stop()
    try:
        yield
    finally:
        turns.release()
