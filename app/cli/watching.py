"""The command that watches: who is in view, and how the source is."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated, Any

import typer

from app.cli import output
from app.cli.exits import DONE, PARTLY
from app.cli.photos import between
from app.cli.session import Json, Rate, options, register, typed, up_to_date, workspace
from app.core import language
from app.core.errors import KithError, KnownError, SourceError
from app.core.playing import Playback, Playing
from app.core.text import Listed, Text, capital, say
from app.domain.live import LiveFace, LiveFrame
from app.domain.source import Lost, device_of

_WATCHED = say("A camera's number or device, a video, a folder of pictures, or a stream's address.")
_Source = Annotated[str, typer.Option(help=_WATCHED)]
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
    source: _Source = "0",
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
    from app.services.presence.listener import Listener
    from app.services.recognise.live import Pipeline
    from app.vision.sources import is_live

    watcher, begun = Watcher(json=json), False
    with workspace(false_accepts) as opened, typed(source):
        up_to_date(opened)
        opened.adopt(replace(opened.settings, presence=presence or opened.settings.presence))
        in_own_time = is_live(source) or speed or loop
        began = None if in_own_time else datetime.now(UTC)  # a file is not watched in its own time
        tell = None if once else watcher.tell
        playback = Playback(Playing(loop=loop, speed=speed), start)
        try:
            every = Pipeline(opened).watch(source, options().cancel, playback=playback, tell=tell)
            with Listener(
                opened, device_of(source), recorded_from=began, failed=watcher.tell_failure
            ) as listener:
                for seen in islice(every, frames):
                    begun = True
                    listener.hear(seen)
                    output.emit(_frame(seen)) if json else _tell_frame(seen)
        except SourceError as error:
            if not begun:
                raise
            watcher.tell_end(error)
            return PARTLY
    return DONE


def _frame(seen: LiveFrame) -> dict[str, Any]:
    return {
        "frame": seen.number,
        "time": round(seen.time, 3),
        "passers_by": seen.passers_by,
        "faces": [
            {
                "track": face.track,
                "box": face.box.rounded(),
                "name": face.name,
                "state": face.state.value,
                "recognisable": face.recognisable,
                "similarity": None if face.similarity is None else round(face.similarity, 4),
                "stranger": face.stranger,
                "visits": face.visits,
            }
            for face in seen.faces
        ],
    }


def _tell_frame(seen: LiveFrame) -> None:
    faces = tuple(_live_words(face) for face in seen.faces) or (output.dim(say("nobody")),)
    seconds = language.language().number(seen.time, 2).rjust(7)
    time = output.dim(say("{seconds} s", seconds=seconds))
    output.tell(say("{time}  {faces}", time=time, faces=Listed(faces)))


def _live_words(face: LiveFace) -> Text:
    if face.name is not None:
        return output.bold(face.name)
    if face.state == "unsure":
        return between(face.candidates)
    if face.stranger is not None:
        return output.dim(_stranger(face.stranger, face.visits))
    return output.dim(say("unknown") if face.recognisable else say("unknown, not clear enough"))


def _stranger(number: int, visits: int) -> Text:
    if visits < 2:
        return say("unknown {number}", number=number)
    return say("unknown {number}, seen {count} times", number=number, count=visits)


class Watcher:
    """Tells how the source is: in words on standard error, and in JSON as a line with an `event`."""

    def __init__(self, *, json: bool) -> None:
        self._json = json

    def tell(self, lost: Lost | None) -> None:
        """Tell that the source was lost, or is back."""
        if lost is None:
            output.note(say("The source is back."))
            self._emit("back", {})
            return
        what = output.yellow(capital(language.shown(lost.error.what)))
        output.note(say("{what} ({why})", what=what, why=lost.error.why) if lost.error.why else what)
        output.note(say("Trying again until it is back; Ctrl-C ends it."))
        self._emit("lost", {"time": round(lost.time, 3), **_as_data(lost.error)})

    def tell_failure(self, title: Text, error: KnownError) -> None:
        """Tell that something beside watching failed; on any thread."""
        output.note(output.yellow(say("{what} failed: {why}", what=title, why=error.text)))

    def tell_end(self, error: KithError) -> None:
        """Tell that the source broke off, and that this is the end."""
        output.complain(error)
        self._emit("broken off", _as_data(error))

    def _emit(self, event: str, values: dict[str, Any]) -> None:
        if self._json:
            output.emit({"event": event, **values})


def _as_data(error: KithError) -> dict[str, Any]:
    about = output.said(error.why or error.what)
    return {"what": error.what, "why": error.why, "remedy": error.remedy, **about}
