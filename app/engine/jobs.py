"""Long jobs: a thread and a workspace each, with progress, cancelling and an account of how they ended."""

from dataclasses import replace
from datetime import UTC, datetime
from threading import Lock, Thread, current_thread
from time import monotonic

from app.core.errors import Cancelled, KnownError
from app.core.log import Code, Log
from app.core.progress import CancelToken
from app.core.text import Text, quote
from app.domain.changes import Changes
from app.domain.job import JobStatus, Outcome
from app.engine.context import EngineContext, Handle, RequestContext, Wishes
from app.engine.loading import load_models_code
from app.engine.memory import give_back_after
from app.engine.priority import give_way
from app.engine.protocol import Call, Failed, JobDone, JobStarted, Result
from app.engine.requests.base import Job

_log = Log(__name__)

_BESIDE = -1_000_000
"""From here on downwards are the numbers of what is listed without being a job."""
_KEPT = 100
"""Past jobs remembered."""
_TELL_SECONDS = 1.0
"""Time between two broadcasts of what a running job has written."""
_TURN_SECONDS = 0.1
"""Time between two looks of a waiting job at whether it was cancelled."""


class Jobs:
    """The jobs of this engine, running and past."""

    def __init__(self, engine: EngineContext, handle: Handle) -> None:
        self._engine, self._handle = engine, handle
        self._lock = Lock()
        self._running: dict[int, _Run] = {}
        self._turns: dict[type[Job[object]], Lock] = {}
        self._cards: dict[int, JobStatus] = {}
        self._beside = _BESIDE

    def start(self, call: Call, job: Job[object]) -> None:
        """Run a job on a thread of its own; those of one kind take turns."""
        run = _Run(call.id, job, self._engine, self._handle)
        with self._lock:
            self._running[call.id] = run
            turn = self._turns.setdefault(type(job), Lock())
        Thread(target=self._see_through, args=(run, turn), name=f"job {call.id}", daemon=True).start()

    def cancel(self, number: int) -> None:
        """Ask a job to stop; one that has ended meanwhile is left alone."""
        with self._lock:
            run = self._running.get(number)
        if run is not None:
            _log.info("job is to stop", job=number)
            run.cancel.cancel()

    def wishes(self, number: int) -> Wishes:
        """What can be asked of an enrolment from a source; of one that has ended nothing comes of it."""
        with self._lock:
            run = self._running.get(number)
        return Wishes() if run is None else run.wishes

    def note_failure(self, title: Text, error: KnownError, outcome: Outcome = "failed") -> None:
        """List something that failed beside the jobs, such as telling of a visit; on any thread."""
        with self._lock:
            self._beside -= 1
            number = self._beside
        card = JobStatus(number, title, datetime.now(UTC), outcome=outcome, detail=error.text)
        self._note(card)
        self._engine.send(JobDone(card))

    def cards(self) -> tuple[JobStatus, ...]:
        """All of them, newest first."""
        with self._lock:
            return tuple(reversed(self._cards.values()))

    def end(self) -> None:
        """Ask all to stop."""
        with self._lock:
            for run in self._running.values():
                run.cancel.cancel()

    def waits(self, job: Job[object]) -> bool:
        """Whether the same job was asked for before and has not begun."""
        with self._lock:
            return any(run.job == job and not run.begun for run in self._running.values())

    def idle(self) -> bool:
        """Whether none is running."""
        with self._lock:
            return not self._running

    def at_work(self) -> bool:
        """Whether any has begun on what should come to a safe point before this process ends."""
        with self._lock:
            return any(run.begun for run in self._running.values())

    def _see_through(self, run: "_Run", turn: Lock) -> None:
        if not run.job.awaited:
            give_way()
        began = monotonic()
        _log.info("job started", job=run.id, kind=type(run.job))
        job = run.job
        card = JobStatus(run.id, job.title, datetime.now(UTC), kind=type(job).__name__, erases=job.erases)
        self._note(card)
        self._engine.send(JobStarted(card))
        reply = self._engine.answer(run.id, lambda: run.work(turn))
        card = _ended(card, reply)
        if card.erases and card.outcome == "done":
            self._drop_past()
        self._note(card)
        # before it is told: details may be copied at once
        _log.info("job ended", job=run.id, outcome=Code(card.outcome), seconds=monotonic() - began)
        self._engine.send(reply)
        self._engine.send(JobDone(card))
        with self._lock:
            del self._running[run.id]
        if not run.job.awaited:
            give_back_after(current_thread())

    def _drop_past(self) -> None:
        with self._lock:
            self._cards = {number: card for number, card in self._cards.items() if card.outcome is None}

    def _note(self, card: JobStatus) -> None:
        with self._lock:
            self._cards[card.id] = card
            for past in list(self._cards)[:-_KEPT]:
                del self._cards[past]


class _Run:
    """One job under way.

    Attributes:
        id: Its number.
        job: What is asked.
        cancel: Set to stop it.
        wishes: What is asked of it on the way.
        begun: Whether it is past waiting for its turn and loading code.
    """

    def __init__(self, number: int, job: Job[object], engine: EngineContext, handle: Handle) -> None:
        self.id = number
        self.job = job
        self.cancel = CancelToken()
        self.wishes = Wishes()
        self.begun = False
        self._engine, self._handle = engine, handle

    def work(self, turn: Lock) -> object:
        """Do it when its turn has come."""
        while not turn.acquire(timeout=_TURN_SECONDS):
            self.cancel.check()
        try:
            return self._work()
        finally:
            turn.release()

    def _work(self) -> object:
        """Broadcast what it writes, even where it fails halfway."""
        load_models_code()
        self.cancel.check()
        self.begun = True
        teller = _Teller(self._engine)
        workspace = self._engine.workspace(announce=teller.note)
        context = RequestContext(
            self.id, workspace, self._engine, self.cancel, self.wishes, teller.now_and_then
        )
        workspace.progress = context.progress
        try:
            return self._handle(context, self.job)
        finally:
            teller.tell()
            workspace.close()


class _Teller:
    """Broadcasts what was written since it last did, so that a long import does not keep the window busy."""

    def __init__(self, engine: EngineContext) -> None:
        self._engine = engine
        self._written = Changes()
        self._told = monotonic()

    def note(self, changes: Changes) -> None:
        """Keep what was written until it is told."""
        self._written |= changes

    def now_and_then(self) -> None:
        """Tell if some time has passed."""
        if monotonic() - self._told >= _TELL_SECONDS:
            self.tell()

    def tell(self) -> None:
        """Tell of everything new."""
        self._told = monotonic()
        written, self._written = self._written, Changes()
        if written != Changes():
            self._engine.changed(written)


def _ended(card: JobStatus, reply: Result | Failed) -> JobStatus:
    if isinstance(reply, Result):
        return replace(card, outcome="done")
    if isinstance(reply.error, Cancelled):
        return replace(card, outcome="cancelled")
    return replace(card, outcome="failed", detail=quote(str(reply.error)))
