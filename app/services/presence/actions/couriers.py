"""Carries visits to actions: a thread each, with a queue, a pace, and new tries with growing pauses."""

from collections.abc import Callable, Sequence
from queue import Empty, Full, Queue
from threading import Event, Thread
from time import monotonic

from app.core.errors import KnownError
from app.core.log import Log
from app.core.text import Text, say
from app.services.presence.actions.action import Action, ActionError, HopelessError
from app.services.presence.book import Told

_log = Log(__name__)

_WAITING = 100
"""Visits that may wait for an action that does not get on; older ones are dropped."""
_PACE = 0.25
"""Seconds between two deliveries, at least."""
_PATIENCE = 3.0
"""Seconds to wait for the last deliveries: less than the next source waits for the camera."""
_PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)
"""Seconds between one try and the next."""

Failed = Callable[[Text, KnownError], None]
"""Hears which action failed, fit to show, and why; on the action's own thread."""


class Couriers:
    """Tells every action of every visit."""

    def __init__(
        self, actions: Sequence[Action], failed: Failed = lambda *_: None, pauses: Sequence[float] = _PAUSES
    ) -> None:
        """Start a thread for each action.

        Args:
            actions: What to tell of visits.
            failed: Hears of each failure once: when it is first tried again, and when it is given up.
            pauses: Seconds between tries.
        """
        self._couriers = [_Courier(action, failed, pauses) for action in actions]

    def tell(self, told: Sequence[Told]) -> None:
        """Queue visits begun and ended; never waits."""
        for courier in self._couriers:
            for one in told:
                courier.put(one)

    def close(self, patience: float = _PATIENCE) -> None:
        """Deliver what is queued, each once, and return then or after so many seconds."""
        deadline = monotonic() + patience
        for courier in self._couriers:
            courier.end()
        for courier in self._couriers:
            courier.thread.join(max(0.0, deadline - monotonic()))


class _Courier:
    """The thread of one action."""

    def __init__(self, action: Action, failed: Failed, pauses: Sequence[float]) -> None:
        self._action, self._failed, self._pauses = action, failed, pauses
        self._queue: Queue[Told] = Queue(_WAITING)
        self._ending = Event()
        self.thread = Thread(target=self._run, name="presence action", daemon=True)
        self.thread.start()

    def put(self, told: Told) -> None:
        try:
            self._queue.put_nowait(told)
        except Full:
            self._queue.get_nowait()
            self._queue.put_nowait(told)
            _log.warning("a visit was not passed on", action=self._action.code, waiting=_WAITING)

    def end(self) -> None:
        self._ending.set()

    def _run(self) -> None:
        try:
            self._begin()
            while (told := self._next()) is not None:
                self._deliver(told)
                self._ending.wait(_PACE)
        except Exception as error:  # noqa: BLE001 - the other actions and live view go on
            _log.error("an action broke", action=self._action.code, error=error)
        finally:
            self._action.close()

    def _begin(self) -> None:
        try:
            self._action.begin()
        except KnownError as error:
            self._tell(error, told=True, given_up=False)

    def _next(self) -> Told | None:
        """The next visit; None once all are delivered and no more will come."""
        while True:
            try:
                return self._queue.get(timeout=0.1)
            except Empty:
                if self._ending.is_set():
                    return None

    def _deliver(self, told: Told) -> None:
        for place, pause in enumerate((*self._pauses, None)):
            try:
                self._action.deliver(told)
            except KnownError as error:
                hopeless = isinstance(error, HopelessError) or not isinstance(error, ActionError)
                last = pause is None or hopeless or self._ending.is_set()
                self._tell(error, told=last or place == 0, given_up=last)
                if last or self._ending.wait(pause):
                    return
            else:
                return

    def _tell(self, error: KnownError, *, told: bool, given_up: bool) -> None:
        _log.warning("an action failed", action=self._action.code, error=error, given_up=given_up)
        if told:
            self._failed(say("Telling {action} of a visit", action=self._action.name), error)
