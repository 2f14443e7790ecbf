"""The command that watches: who is in view of one source, or of several at the same time."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.erasing import note_clock
from app.cli.exits import CANNOT_START, DONE, PARTLY
from app.cli.session import Json, Rate, options, register, typed, up_to_date, with_options, workspace
from app.cli.watching_told import Teller
from app.core.errors import Cancelled, SourceError, StorageError, UsageError
from app.core.playing import Playback, Playing
from app.core.progress import CancelToken
from app.core.settings import Settings
from app.core.text import masked, say
from app.domain.source import device_of
from app.gallery.elsewhere import Elsewhere
from app.keys import choices

if TYPE_CHECKING:
    from app.services.recognise.run import Run
    from app.services.workspace import Workspace

_WATCHED = say(
    "A camera's number or device, a video, a folder of pictures, or a stream's address; may be repeated."
)
_Sources = Annotated[
    list[str], typer.Option("--source", help=_WATCHED, default_factory=lambda: ["0"], show_default="0")
]
_Frames = Annotated[int | None, typer.Option(min=1, help=say("Stop after so many frames."))]
_Once = Annotated[bool, typer.Option(help=say("End with code 1 when a camera or stream is lost."))]
_From = Annotated[float | None, typer.Option("--from", min=0, help=say("Begin a video at so many seconds."))]
_PACE = say("Play a video in its own time (1), slower, or faster.")
_Speed = Annotated[float, typer.Option(min=0, max=16, help=_PACE)]
_Loop = Annotated[bool, typer.Option(help=say("Begin a video again after its end."))]
_KEPT = say("Keep who comes and goes, turned on or not.")
_Presence = Annotated[bool, typer.Option("--presence", help=_KEPT)]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    register(app, watch)


def watch(
    source: _Sources,
    frames: _Frames = None,
    once: _Once = False,
    start: _From = None,
    speed: _Speed = 0,
    loop: _Loop = False,
    presence: _Presence = False,
    json: Json = False,
    false_accepts: Rate = None,
) -> int:
    """Say who is in view, frame by frame. A camera or stream that is lost is tried again until it is back."""
    from app.services.recognise.run import Run
    from app.vision.sources import ready_for

    _check_different(source)
    chosen = partial(with_options, false_accepts=false_accepts, detector=options().detector)
    wanted = _Wanted(frames, once, start, Playing(loop=loop, speed=speed), options().cancel, Run(), chosen)
    watches = [_Watch(one, wanted, Teller(one, json=json, alone=len(source) == 1)) for one in source]
    with ready_for(source[0]), workspace(false_accepts) as opened:
        up_to_date(opened)
        opened.adopt(replace(opened.settings, presence=presence or opened.settings.presence))
        if opened.settings.presence:
            note_clock(opened)
        if len(watches) > 1:
            return _watch_together(watches, opened)
        watches[0].follow(opened)
        return PARTLY if watches[0].broken else DONE


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How sources are watched: each for so many frames, until it is lost, from a place, played like this, and
    with what settings in place of those stored."""

    frames: int | None
    once: bool
    start: float | None
    how: Playing
    cancel: CancelToken
    run: "Run"
    chosen: Callable[[Settings], Settings]


@dataclass(slots=True)
class _Watch:
    """One source being watched.

    Attributes:
        source: As the user gave it.
        begun: Whether it ever gave a frame.
        broken: Whether it broke off.
    """

    source: str
    wanted: _Wanted
    teller: Teller
    begun: bool = False
    broken: bool = False

    def follow(self, opened: "Workspace") -> None:
        """Tell who is in its frames, to its end; one that breaks off is told of.

        Raises:
            SourceError: It cannot be opened.
            Cancelled: The user asked to stop.
        """
        from app.services.presence.listener import Listener
        from app.services.recognise.live import Pipeline
        from app.vision.sources import is_live

        wanted, teller = self.wanted, self.teller
        in_own_time = is_live(self.source) or wanted.how.speed or wanted.how.loop
        began = None if in_own_time else datetime.now(UTC)  # a file is not watched in its own time
        tell = None if wanted.once else teller.tell
        playback = Playback(wanted.how, wanted.start)
        try:
            with typed(self.source):
                every = Pipeline(opened, _News(opened, wanted.chosen), wanted.run).watch(
                    self.source, wanted.cancel, playback=playback, tell=tell
                )
                presence = Listener(
                    opened, device_of(self.source), recorded_from=began, failed=teller.tell_failure
                )
                with closing(every), presence as listener:
                    for seen in islice(every, wanted.frames):
                        self.begun = True
                        listener.hear(seen)
                        teller.tell_frame(seen)
        except SourceError as error:
            if not self.begun:
                raise
            self.broken = True
            teller.tell_end(error)


class _News:
    """Tells whether another program changed who is known, or stored other settings, which it takes over.

    Presence is what it was until it is turned on or off in the settings.
    """

    def __init__(self, opened: "Workspace", chosen: Callable[[Settings], Settings]) -> None:
        self._opened, self._chosen = opened, chosen
        self._elsewhere = Elsewhere()
        self._stored = choices.load(opened.folder.settings)

    def __call__(self) -> bool:
        """Look, if it is time to."""
        if not self._elsewhere.due():
            return False
        with suppress(StorageError):  # the disk is back at the next look, or writing visits tells
            changes = self._elsewhere.look(self._opened.db)
            stored = self._elsewhere.look_at_settings(self._opened.folder.settings, self._stored)
            if stored is not None:
                self._adopt(stored)
            return bool(stored is not None or changes.people or changes.models)
        return False

    def _adopt(self, stored: Settings) -> None:
        before, self._stored = self._stored, stored
        presence = self._opened.settings if stored.presence == before.presence else stored
        self._opened.adopt(replace(self._chosen(stored), presence=presence.presence))


def _check_different(sources: Sequence[str]) -> None:
    """Raise `UsageError` where a source is named twice."""
    devices = [device_of(one) for one in sources]
    for place, one in enumerate(devices):
        if one in devices[:place]:
            raise UsageError(
                say("{source} is named twice", source=masked(one)), remedy=say("Name each source once")
            )


def _watch_together(watches: Sequence[_Watch], opened: "Workspace") -> int:
    """Watch each source on a thread of its own; one that cannot be opened or breaks off disturbs no other."""

    def watch_one(one: _Watch) -> None:
        from app.services.workspace import Workspace

        with Workspace.open(opened.folder.root, device=opened.device, settings=opened.settings) as own:
            try:
                one.follow(own)
            except SourceError as error:
                one.broken = True
                one.teller.tell_end(error)

    _at_once([partial(watch_one, one) for one in watches], watches[0].wanted.cancel)
    if not any(one.begun for one in watches):
        return CANNOT_START
    return PARTLY if any(one.broken for one in watches) else DONE


def _at_once(works: Sequence[Callable[[], None]], cancel: CancelToken) -> None:
    """Do all of it, each on a thread of its own; what fails ends the others, too, and is raised."""

    def do(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException:
            cancel.cancel()
            raise

    with ThreadPoolExecutor(len(works), "watch") as pool:
        done = [pool.submit(do, work) for work in works]
    errors = [error for one in done if (error := one.exception()) is not None]
    for error in sorted(errors, key=lambda one: isinstance(one, Cancelled)):
        raise error
