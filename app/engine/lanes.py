"""A lane: one thread that answers requests one after the other."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING

from app.core.log import Log
from app.engine.context import EngineContext, Handle, RequestContext
from app.engine.protocol import Call

if TYPE_CHECKING:
    from app.services.workspace import Workspace

_log = Log(__name__)

_IDLE_SECONDS = 2.0
_SLOW_SECONDS = 1.0
"""From how long on an answer that the window waits for is noted as slow."""


class Lane:
    """A thread with a workspace, which it opens at the first need, and tries again if that failed.

    Attributes:
        thread: That answers.
    """

    def __init__(
        self, name: str, engine: EngineContext, handle: Handle, on_idle: Callable[[], None] = lambda: None
    ) -> None:
        """Start the thread.

        Args:
            name: Its name.
            engine: Where answers go.
            handle: Does what a request asks.
            on_idle: Called on it whenever nothing is left to do, and every two seconds while that is so.
        """
        self._engine, self._handle = engine, handle
        self._on_idle = on_idle
        self._calls: SimpleQueue[Call | None] = SimpleQueue()
        self._workspace: Workspace | None = None
        self.thread = Thread(target=self._run, name=name, daemon=True)
        self.thread.start()

    def put(self, call: Call) -> None:
        """Queue a call."""
        self._calls.put(call)

    def end(self) -> None:
        """Stop after what is queued."""
        self._calls.put(None)

    def _run(self) -> None:
        while (call := self._next()) is not None:
            self._answer(call)
        if self._workspace is not None:
            self._workspace.close()

    def _next(self) -> Call | None:
        wait = 0.0
        while True:
            try:
                return self._calls.get(timeout=wait)
            except Empty:
                self._on_idle()
            wait = _IDLE_SECONDS

    def _answer(self, call: Call) -> None:
        began = monotonic()
        reply = self._engine.answer(call.id, lambda: self._work(call))
        self._engine.send(reply)
        took = monotonic() - began
        tell = _log.warning if took >= _SLOW_SECONDS else _log.debug
        tell("request answered", id=call.id, kind=type(call.request), seconds=took)

    def _work(self, call: Call) -> object:
        self._workspace = self._engine.workspace(self._workspace)
        return self._handle(RequestContext(call.id, self._workspace, self._engine), call.request)
