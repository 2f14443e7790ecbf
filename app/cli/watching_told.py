"""How `kith watch` tells of its sources: frames on standard output, how a source is on standard error."""

from threading import Lock
from typing import Any

from app.cli import output
from app.cli.photos import between
from app.core import language
from app.core.errors import KithError, KnownError
from app.core.text import Listed, Text, capital, masked, quote, say
from app.domain.decision import IN_COMMON
from app.domain.live import LiveFace, LiveFrame
from app.domain.source import Lost

_line = Lock()
"""Of what is told: sources are watched on threads of their own."""


class Teller:
    """Tells of one source: of its frames, and in JSON of what happens to it as a line with an `event`."""

    def __init__(self, source: str, *, json: bool, alone: bool) -> None:
        """Tell nothing yet.

        Args:
            source: What is watched; its passwords are not told.
            json: Whether frames are told as JSON.
            alone: Whether it is the only source; else each line says which it is about.
        """
        self._source, self._json = masked(source), json
        self._about = {} if alone else {"source": self._source}

    def tell_frame(self, seen: LiveFrame) -> None:
        """Tell who is in a frame."""
        with _line:
            output.emit(self._about | _frame(seen)) if self._json else self._say_frame(seen)

    def tell(self, lost: Lost | None) -> None:
        """Tell that the source was lost, or is back."""
        with _line:
            if lost is None:
                one, several = say("The source is back."), say("{source} is back.", source=self._source)
                output.note(several if self._about else one)
                self._emit("back", {})
                return
            what = output.yellow(capital(language.shown(lost.error.what)))
            output.note(say("{what} ({why})", what=what, why=lost.error.why) if lost.error.why else what)
            output.note(say("Trying again until it is back; Ctrl-C ends it."))
            self._emit("lost", {"time": round(lost.time, 3), **_as_data(lost.error)})

    def tell_failure(self, title: Text, error: KnownError) -> None:
        """Tell that something beside watching failed; on any thread."""
        with _line:
            output.note(output.yellow(say("{what} failed: {why}", what=title, why=error.text)))

    def tell_end(self, error: KithError) -> None:
        """Tell that the source cannot be opened or broke off, and that this is its end."""
        with _line:
            output.complain(error)
            self._emit("broken off", _as_data(error))

    def _say_frame(self, seen: LiveFrame) -> None:
        faces = tuple(live_words(face) for face in seen.faces) or (output.dim(say("nobody")),)
        seconds = language.language().number(seen.time, 2).rjust(7)
        time = output.dim(say("{seconds} s", seconds=seconds))
        said = say("{time}  {faces}", time=time, faces=Listed(faces))
        output.tell(say("{source}  {said}", source=quote(self._source), said=said) if self._about else said)

    def _emit(self, event: str, values: dict[str, Any]) -> None:
        if self._json:
            output.emit({"event": event, **self._about, **values})


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
                "in_common": face.in_common,
                "similarity": None if face.similarity is None else round(face.similarity, 4),
                "spoofed": face.spoofed,
                "sign": face.sign,
                "stranger": face.stranger,
                "visits": face.visits,
            }
            for face in seen.faces
        ],
    }


def live_words(face: LiveFace) -> Text:
    """Who a face in view is, or that it is unknown and why where that can be told."""
    if face.spoofed:
        return output.yellow(_spoofed(face))
    if face.name is not None:
        return output.bold(face.name)
    if face.state == "unsure":
        return between(face.candidates)
    unknown = say("unknown") if face.recognisable else say("unknown, not clear enough")
    told = unknown if face.stranger is None else _stranger(face.stranger, face.visits)
    return output.dim(say("{told} ({why})", told=told, why=IN_COMMON) if face.in_common else told)


def _spoofed(face: LiveFace) -> Text:
    if face.name is None:
        return say("perhaps a picture")
    return say("{name}, perhaps a picture", name=face.name)


def _stranger(number: int, visits: int) -> Text:
    if visits < 2:
        return say("unknown {number}", number=number)
    return say("unknown {number}, seen {count} times", number=number, count=visits)


def _as_data(error: KithError) -> dict[str, Any]:
    about = output.said(error.why or error.what)
    return {"what": error.what, "why": error.why, "remedy": error.remedy, **about}
