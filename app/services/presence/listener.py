"""Listens to live view and keeps who came and went, on a thread of its own, while the user wants it."""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Self

from app.core.errors import GalleryError, StorageError
from app.core.log import Log
from app.core.text import masked, plain
from app.domain.live import LiveFrame
from app.gallery import people
from app.services.presence import over
from app.services.presence.actions.action import Action
from app.services.presence.actions.chosen import Chosen, actions, chosen
from app.services.presence.actions.couriers import Couriers, Failed
from app.services.presence.book import Book, Told
from app.services.presence.watch import Arrived, Left, Rules, Sighting, Watch, sighting
from app.services.workspace import Workspace

_log = Log(__name__)

_KEEP_UP = timedelta(seconds=10)
"""Time between two notes of who is still there: what a crash may cost at the end of a visit."""
_TICK_SECONDS = 1.0
_DAY = timedelta(days=1)

Tell = Callable[[Sequence[Told]], None]


class Listener:
    """Takes every frame of a source; unless presence is on in the settings, nothing comes of it."""

    def __init__(
        self,
        workspace: Workspace,
        source: str,
        *,
        rules: Rules | None = None,
        recorded_from: datetime | None = None,
        tell: Tell = lambda _: None,
        failed: Failed = lambda *_: None,
    ) -> None:
        """Begin to listen.

        Args:
            workspace: Whose settings are asked at each frame, and whose gallery holds the visits.
            source: What is watched; its passwords are not kept.
            rules: When someone has arrived, and when they are gone.
            recorded_from: When a video began that is not watched in its own time; None for the time of now.
            tell: Hears of visits begun and ended, on the thread that keeps them.
            failed: Hears of actions that failed, on threads of theirs.
        """
        self._workspace, self._source = workspace, plain(masked(source))
        self._rules, self._recorded_from, self._tell = rules or Rules(), recorded_from, tell
        self._failed = failed
        self._keeper: _Keeper | None = None
        self._chosen: Chosen = {}
        self._couriers = Couriers([])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def hear(self, frame: LiveFrame) -> None:
        """Take a frame in; waits for the gallery only where presence has just been turned off."""
        if not self._workspace.settings.presence:
            self._end_visits()
            self._tell_those({})
            return
        self._tell_those(chosen(self._workspace.settings))
        if self._keeper is None:
            book = Book(self._workspace.db, self._source, self._rules.gap)
            clock = _now if self._recorded_from is None else None
            self._keeper = _Keeper(self._workspace, book, Watch(self._rules), self._told, clock)
        self._keeper.take(sighting(frame, self._at(frame)))

    def close(self) -> None:
        """End all visits where their people were seen last, and wait a little for those who are told."""
        self._end_visits()
        self._couriers.close()
        self._couriers, self._chosen = Couriers([]), {}

    def _end_visits(self) -> None:
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.end()

    def _tell_those(self, now: Chosen) -> None:
        """Tell those who are chosen by now; others are told what is left for them, which nobody waits for."""
        if now == self._chosen:
            return
        if self._chosen:
            Thread(target=self._couriers.close, name="presence actions", daemon=True).start()
        made: list[Action] = []
        if now:
            root, here = self._workspace.folder.root, self._keeper is not None
            made = actions(self._workspace.settings, root, self._source, self._people, anyone_here=here)
        self._couriers, self._chosen = Couriers(made, self._failed), now

    def _told(self, told: Sequence[Told]) -> None:
        self._tell(told)
        self._couriers.tell(told)

    def _people(self) -> Collection[int]:
        with self._workspace.db.read() as session:
            return people.names(session).keys()

    def _at(self, frame: LiveFrame) -> datetime:
        if self._recorded_from is None:
            return _now()
        return self._recorded_from + timedelta(seconds=frame.time)


class _Keeper:
    """The thread that keeps the visits of a source while presence is on."""

    def __init__(
        self,
        workspace: Workspace,
        book: Book,
        watch: Watch,
        tell: Tell,
        clock: Callable[[], datetime] | None,
    ) -> None:
        self._workspace, self._book, self._watch, self._tell = workspace, book, watch, tell
        self._clock = clock
        self._sightings: SimpleQueue[Sighting | None] = SimpleQueue()
        self._due: list[Arrived | Left] = []
        self._written = self._swept = self._failed = datetime.min.replace(tzinfo=UTC)
        self._thread = Thread(target=self._run, name="presence", daemon=True)
        self._thread.start()

    def take(self, sighting: Sighting) -> None:
        """Queue who is in a frame."""
        self._sightings.put(sighting)

    def end(self) -> None:
        """End all visits, and return once that is written."""
        self._sightings.put(None)
        self._thread.join()

    def _run(self) -> None:
        try:
            self._listen()
        except Exception as error:  # noqa: BLE001 - live view goes on; visits that stand open end by themselves
            _log.error("presence broke", error=error)

    def _listen(self) -> None:
        while True:
            self._sweep()
            try:
                sighting = self._sightings.get(timeout=_TICK_SECONDS)
            except Empty:
                if self._clock is not None:
                    now = self._clock()
                    self._write(self._watch.pass_time(now), now)
                continue
            if sighting is None:
                self._write([*self._watch.end()], datetime.max.replace(tzinfo=UTC))
                return
            self._write(self._watch.see(sighting), sighting.at)

    def _write(self, events: Sequence[Arrived | Left], at: datetime) -> None:
        """Write what is due; where the gallery cannot be written, it stays due."""
        self._due += events
        here = self._watch.here
        if not self._due and not (here and at - self._written >= _KEEP_UP):
            return
        if self._failed <= at < self._failed + timedelta(seconds=_TICK_SECONDS):
            return
        try:
            told = self._book.write(self._due, here)
        except StorageError as error:
            _log.warning("visits were not written", error=error, due=len(self._due))
            self._failed = at
            return
        self._due, self._written = [], at
        self._tell(told)

    def _sweep(self) -> None:
        """Once a day, and at first, by the settings of now; however the clock was moved."""
        now = _now()
        if abs(now - self._swept) < _DAY:
            return
        self._swept = now
        try:
            if (late := over.erase(self._workspace)) is not None:
                raise late
        except GalleryError as error:
            _log.warning("what is over was not swept", error=error)


def _now() -> datetime:
    return datetime.now(UTC)
