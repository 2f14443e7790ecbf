"""Decoding pictures from outside in processes of their own, which can do little else and end when they must.

A decoder is a lot of C that reads what anybody may have written. Here it has neither files nor network,
950 MB of memory and a few seconds; a file that takes two of them down is refused, and the next one has a new
process. Pixels come back through shared memory.
"""

import atexit
import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from trainer.arrays import Picture
from trainer.errors import HarmfulPictureError, PictureError
from trainer.pictures.decoding import Decoded
from trainer.pictures.exif import Tags
from trainer.pictures.header import Header
from trainer.pictures.line import SHARED
from trainer.pictures.process import GoneError, Process
from trainer.pictures.room import Room, Stop, turn
from trainer.pictures.turning import Area
from trainer.text import say
from trainer.text_data import from_data

Answer = TypeVar("Answer")

SECONDS = 5.0
"""For how long a picture may be computed, of a file of `_USUAL` bytes; a larger one for so much longer."""
_USUAL = 50_000_000
_ROOM = 1_000_000_000
"""Bytes that pictures which are decoded at once may take together; one that takes more is decoded alone."""
_REMEMBERED = 1000
_MOST_PACKETS = 2
_MODULE = "trainer.pictures.child"


class Decoder:
    """Processes that decode: as many as are needed at once, but one more than there are processors at most.

    It may be used from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[Process] = []
        self._all: set[Process] = set()
        self._turns = threading.Semaphore((os.cpu_count() or 1) + 1)
        self._room = Room(_ROOM)
        self._harmful: dict[bytes, HarmfulPictureError] = {}

    def decode_at(self, data: bytes, longest: int | None = None, stop: Stop = None) -> Decoded:
        """Decode a picture no larger than needed; see `trainer.pictures.decoding.decode_at`.

        Args:
            data: The file's bytes.
            longest: Pixels that the longer side must have at least.
            stop: Is called time and again meanwhile, and raises an error to stop at once.

        Raises:
            HarmfulPictureError: It takes too long, or brings the decoder down.
            PictureError: It is damaged, too large, or no picture.
        """
        asked = {"tags": False, "longest": longest, "parts": None}
        return self._ask(data, asked, _decoded, stop)[0]

    def decode_parts(self, data: bytes, parts: Sequence[Area], stop: Stop = None) -> list[Decoded]:
        """Decode parts of a picture; see `trainer.pictures.decoding.decode_parts`.

        Args:
            data: The file's bytes.
            parts: Each in pixels of the upright picture at full size; some dozens, which together have no
                more of them than it has.
            stop: As for `decode_at`.

        Raises:
            PictureError: As `decode_at` does.
        """
        asked = {"tags": False, "longest": None, "parts": list(parts)}
        return self._ask(data, asked, _decoded, stop)

    def tags(self, data: bytes, stop: Stop = None) -> Tags:
        """What a picture's tags say; see `trainer.pictures.decoding.tags`.

        Raises:
            PictureError: As `decode_at` does.
        """
        return self._ask(data, {"tags": True}, _tags, stop)

    def header(self, data: bytes, stop: Stop = None) -> Header:
        """What a picture's file says of itself; see `trainer.pictures.header.read`.

        Raises:
            PictureError: As `decode_at` does.
        """
        return self._ask(data, {"tags": False, "header": True}, _header, stop)

    def start(self) -> None:
        """Start a first process, so that it is ready when it is needed."""
        with self._lock:
            if not self._all:
                self._all.add(process := Process(_MODULE))
                self._idle.append(process)

    def close(self) -> None:
        """End all processes. Whoever asks again gets new ones."""
        with self._lock:
            ended, self._all, self._idle = self._all, set(), []
        for process in ended:
            process.kill()

    def forget(self) -> None:
        """Start afresh in a process that was forked off: those there are belong to its parent."""
        Decoder.__init__(self)

    def _ask(
        self, data: bytes, asked: dict[str, Any], read: Callable[[Process, Any], Answer], stop: Stop
    ) -> Answer:
        if len(data) > SHARED:
            raise PictureError(say("the file is too large"), remedy=say("Save a smaller copy and use that"))
        if self._harmful and (known := self._harmful.get(_key(data))):
            raise HarmfulPictureError(known.what, why=known.why, remedy=known.remedy)
        asked["seconds"] = SECONDS * max(1.0, len(data) / _USUAL)
        with turn(self._turns, stop):
            try:
                answer = self._twice(data, asked, read, stop)
            except GoneError as gone:
                raise self._refused(data, gone, asked["seconds"]) from None
        if isinstance(answer, PictureError):
            raise answer
        return answer

    def _twice(
        self, data: bytes, asked: dict[str, Any], read: Callable[[Process, Any], Answer], stop: Stop
    ) -> Answer | PictureError:
        """What a process says; another one is asked where it ended, which need not be the picture's fault.

        Raises:
            GoneError: The picture takes them down, or takes too long.
        """
        try:
            return self._answer(data, asked, read, stop)
        except GoneError as gone:
            if gone.slow or not gone.started:
                raise
            return self._answer(data, asked, read, stop)

    def _answer(
        self, data: bytes, asked: dict[str, Any], read: Callable[[Process, Any], Answer], stop: Stop
    ) -> Answer | PictureError:
        """What a process says; a new one is asked where it had just ended by itself.

        Raises:
            GoneError: The picture takes it down.
        """
        while True:
            process = self._take()
            try:
                answer = process.ask(data, asked, self._room, stop)
                found = _error(answer) if "error" in answer else read(process, answer)
                process.rest(len(data))
            except (KeyError, TypeError, ValueError, AttributeError) as error:  # none of ours says so
                self._drop(process)
                raise GoneError from error
            except BaseException as error:
                self._drop(process)
                if isinstance(error, GoneError) and error.idle:
                    continue
                raise
            with self._lock:
                if process in self._all:
                    self._idle.append(process)
            return found

    def _take(self) -> Process:
        with self._lock:
            if self._idle:
                return self._idle.pop()
            process = Process(_MODULE)
            self._all.add(process)
            return process

    def _drop(self, process: Process) -> None:
        process.kill()
        with self._lock:
            self._all.discard(process)

    def _refused(self, data: bytes, gone: GoneError, seconds: float) -> PictureError:
        """What to say of a picture that took a process down; it is not tried again."""
        if not gone.started:
            return PictureError(
                say("no picture can be read now"),
                why=gone.why(seconds),
                remedy=say("Close something, or install Kith again"),
            )
        error = HarmfulPictureError(
            say("the picture is damaged, or made to do harm"),
            why=gone.why(seconds),
            remedy=say("Save it anew with another program, if you know where it comes from"),
        )
        with self._lock:
            self._harmful[_key(data)] = error
            while len(self._harmful) > _REMEMBERED:
                del self._harmful[next(iter(self._harmful))]
        return error


def _key(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _decoded(process: Process, answer: dict[str, Any]) -> list[Decoded]:
    width, height, scale, turned = (int(answer[name]) for name in ("width", "height", "scale", "turn"))
    said, found, at = _said(answer), [], 0
    for part in answer["parts"]:
        rows, columns, x, y = map(int, part)
        image = process.pixels(rows, columns, at)
        at += image.size
        found.append(Decoded(image, width, height, scale, (x, y), turned, said))
    process.rest(at)
    return found


def _header(process: Process, answer: dict[str, Any]) -> Header:
    width, height, turned, *sizes = map(int, (*answer["header"], *answer["packets"]))
    if width < 1 or height < 1 or turned not in range(1, 9) or len(sizes) > _MOST_PACKETS:
        raise ValueError("no header")
    packets, at = [], 0
    for size in sizes:
        packets.append(process.held(size, at))
        at += size
    process.rest(at)
    return Header(width, height, turned, tuple(packets))


def _tags(_: Process, answer: dict[str, Any]) -> Tags:
    return _said(answer)


def _said(answer: dict[str, Any]) -> Tags:
    turned, taken, place = answer["tags"]
    where = None if place is None else (float(place[0]), float(place[1]))
    return Tags(int(turned), None if taken is None else datetime.fromisoformat(taken), where)


def _error(answer: dict[str, Any]) -> PictureError:
    what, why, remedy = map(from_data, answer["error"])
    return PictureError(what, why=why, remedy=remedy)


_DECODER = Decoder()
decode_at, decode_parts, tags = _DECODER.decode_at, _DECODER.decode_parts, _DECODER.tags
header = _DECODER.header
start, close = _DECODER.start, _DECODER.close
atexit.register(close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_DECODER.forget)


def decode(data: bytes, stop: Stop = None) -> Picture:
    """Decode a picture's bytes, a JPEG of more than 64 megapixels at a fraction of its size.

    Raises:
        PictureError: As `Decoder.decode_at` does.
    """
    return decode_at(data, None, stop).image
