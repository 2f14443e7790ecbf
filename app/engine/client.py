"""The window's end of the engine: requests out, results and events in, frames on demand. Nothing blocks."""

import itertools
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from subprocess import Popen, TimeoutExpired
from threading import Lock, Thread, current_thread
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from app.core.errors import EngineStoppedError, KithError, KnownError, StartError
from app.core.log import Log
from app.core.text import say
from app.domain.live import TILES
from app.engine.child import start_child
from app.engine.protocol import Call, EngineLost, EngineRestarted, Event, Failed, Reply, Result
from app.engine.requests.base import Request

if TYPE_CHECKING:
    from app.engine.frames import FrameReader, SharedFrame

Value = TypeVar("Value")

_log = Log(__name__)

_HOST = "app.engine.host"
_GOODBYE_SECONDS = 1.8
_MOST_DEATHS = 5
"""Deaths within a minute after which the engine is not started again."""


class Pending(Future[Value]):
    """The result to come of a request.

    Attributes:
        id: The request's number, which a job's events carry and `Cancel` takes.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.id = number
        self.set_running_or_notify_cancel()  # from here on only the engine can end it


class Client:
    """A running engine, started anew when it dies.

    Results arrive in the futures that `request` returns, events at `on_event`, both on a thread of its own.
    A future fails with the `KithError` to show, or with `Cancelled` where a job was asked to stop.
    """

    def __init__(self, data_dir: Path, on_event: Callable[[Event], None], device: str = "auto") -> None:
        self._given = {"data_dir": data_dir, "device": device}
        self._on_event = on_event
        self._lock = Lock()
        self._numbers = itertools.count(1)
        self._pending: dict[int, Pending[Any]] = {}
        self._frames: list[FrameReader] = []
        self._host: _Host | None = None
        self._supervisor: Thread | None = None
        self._refusal: KithError | None = None

    def start(self) -> None:
        """Start the engine, and return before it runs; requests may follow at once."""
        with self._lock:
            if self._supervisor is not None:
                return
            self._refusal = None
            self._host = self._host or _Host()
            self._supervisor = Thread(target=self._keep, name="engine client", daemon=True)
            self._supervisor.start()

    def request(self, request: Request[Value]) -> Pending[Value]:
        """Ask for something; before `start` it waits. The future fails if the engine dies meanwhile."""
        pending: Pending[Value] = Pending(next(self._numbers))
        with self._lock:
            refusal = self._refusal
            if refusal is None:
                self._host = self._host or _Host()
                self._pending[pending.id] = pending
                self._host.send(Call(pending.id, request))
                return pending
        pending.set_exception(refusal)
        return pending

    def newest_frame(self, tile: int = 0) -> "SharedFrame | None":
        """The newest frame of live view, or of enrolment; None if there is none newer than the last."""
        return self._frames[tile].newest() if self._frames else None

    def close(self) -> None:
        """End the engine, whatever it is doing, within three seconds. What it acknowledged is kept."""
        with self._lock:
            self._refusal = KnownError(say("Kith is closing"))
            host, supervisor = self._host, self._supervisor
        if host is not None:
            host.end()
        if supervisor is not None and supervisor is not current_thread():
            supervisor.join(0.5)
        with self._lock:
            abandoned, self._pending = self._pending, {}
        for pending in abandoned.values():  # asked of an engine that was never started
            pending.set_exception(self._refusal)
        for frames in self._frames:
            frames.close()
        self._frames = []

    def _make_frames(self) -> None:
        """Make the memory that frames come through; what that loads, the window need not wait for."""
        from app.engine.frames import FrameReader

        with self._lock:
            if self._refusal is None:
                self._frames = self._frames or [FrameReader() for _ in range(TILES)]

    def _keep(self) -> None:
        """Listen to the engine, and start it anew when it dies, until `close` or too many deaths."""
        self._make_frames()
        deaths: deque[float] = deque(maxlen=_MOST_DEATHS)
        while (host := self._host) is not None:
            host.listen(self._given | {"frames": [one.name for one in self._frames]}, self._take)
            code = host.end()
            deaths.append(monotonic())
            often = len(deaths) == _MOST_DEATHS and deaths[-1] - deaths[0] < 60
            closing = self._refusal is not None
            self._replace(often)
            if not closing:
                _log.error("the engine died", exit_code=code, often=often)
            if self._host is not None:
                self._on_event(EngineRestarted(code))

    def _replace(self, often: bool) -> None:
        """Fail what the dead engine was asked, and put a new one in its place unless that is pointless."""
        lost = StartError(
            say("Kith's engine cannot be kept running"),
            why=say("it stopped {count} times within a minute", count=_MOST_DEATHS),
            remedy=say("Start it again, or start Kith anew"),
        )
        with self._lock:
            closing = self._refusal is not None
            if often and not closing:
                self._refusal = lost
            renew = self._refusal is None
            abandoned, self._pending = self._pending, {}
            self._host = _Host() if renew else None
            if not renew:
                self._supervisor = None
        for pending in abandoned.values():
            pending.set_exception(self._refusal or _died())
        if often and not closing:
            self._on_event(EngineLost(lost))

    def _take(self, message: Event | Reply) -> None:
        """Resolve a reply, pass on an event."""
        if not isinstance(message, (Result, Failed)):
            self._on_event(message)
            return
        with self._lock:
            pending = self._pending.pop(message.id, None)
        if pending is None:
            return
        if isinstance(message, Result):
            pending.set_result(message.value)
            return
        if message.details:
            message.error.add_note(message.details)
        pending.set_exception(message.error)


class _Host:
    """One life of the engine's process. A thread writes to it, so that no request ever waits."""

    def __init__(self) -> None:
        self._outbox: SimpleQueue[Call | None] = SimpleQueue()
        self._process: Popen[bytes] | None = None
        self._lock = Lock()
        self._ended = False

    def send(self, call: Call) -> None:
        """Queue a call."""
        self._outbox.put(call)

    def listen(self, given: Mapping[str, object], take: Callable[[Event | Reply], None]) -> None:
        """Start the process with what it is given, and pass on what it says until it is gone."""
        with self._lock:
            if self._ended:
                return
            self._process, pipe = start_child(_HOST, given)
        writer = Thread(target=self._write, args=(pipe,), name="engine writer", daemon=True)
        writer.start()
        while (message := _receive(pipe)) is not None:
            take(message)
        self._outbox.put(None)
        writer.join()
        pipe.close()

    def _write(self, pipe: Connection) -> None:
        try:
            while (call := self._outbox.get()) is not None:
                pipe.send(call)
            pipe.send(None)
        except OSError:
            pass  # it is gone, as the listening thread learns too

    def end(self) -> int:
        """Say goodbye, wait a moment, then kill; return the exit code."""
        with self._lock:
            self._ended = True
            process = self._process
        if process is None:
            return 0
        self._outbox.put(None)
        try:
            return process.wait(_GOODBYE_SECONDS)
        except TimeoutExpired:
            process.kill()
            return process.wait()


def _receive(pipe: Connection) -> Event | Reply | None:
    """The next message; None once the other end is gone, even in the middle of one."""
    try:
        message: Event | Reply = pipe.recv()
    except (EOFError, OSError):
        return None
    return message


def _died() -> KithError:
    return EngineStoppedError(
        say("Kith's engine stopped before this was done"),
        why=say("it crashed or was ended"),
        remedy=say("It is being started again: try once more"),
    )
