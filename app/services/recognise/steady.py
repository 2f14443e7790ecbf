"""A steady picture: each frame comes at once, its faces carried from the last frame that was looked at.

Finding faces may take longer than a frame lasts. A thread of its own looks at the newest frame as often as
the machine affords, and the flow of the picture moves what it found along (`app.vision.flow`). Where a
recording leaps there is no flow, and perhaps no further frame for long: the picture waits for that look.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from threading import Condition, Thread
from time import monotonic
from types import TracebackType
from typing import NamedTuple, Self

from app.domain.box import Box
from app.domain.live import LiveFace, LiveFrame
from app.services.recognise.pace import Pace
from app.services.recognise.run import Turns
from app.vision.cut import jumped
from app.vision.flow import Small, carried, small
from app.vision.sources import Frame

_REST = 0.5
"""Seconds of rest for each second of looking: the picture and the rest of the computer need some, too."""
_SOONEST = 1 / 15
"""Seconds from one look to the next at least: in between, faces go where the picture flows."""
_LEAP = 0.25
"""Seconds from one frame of a recording to the next, either way, that are a leap: a place that was sought, or
the next picture of a folder; but not where frames were passed over in between, as the machine is too slow."""


class _Seen(NamedTuple):
    frame: LiveFrame
    picture: Small


def steadily(
    frames: Iterator[Frame], look: Callable[[Frame], LiveFrame], turns: Turns | None = None
) -> Iterator[LiveFrame]:
    """Iterate over frames without waiting until each has been looked at, but for the first and after leaps.

    Args:
        frames: In the order of their source.
        look: Says who is in a frame; called on a thread of its own, one frame at a time.
        turns: Taken for each look, where other sources are looked at, too.

    Raises:
        Exception: What `look` raised.
    """
    pace, shown, last = Pace(), _Shown(), (0, 0.0)
    with _Looker(look, turns or Turns()) as looker:
        for frame in frames:
            came, picture = frame.came or monotonic(), small(frame.image)
            looker.offer(frame, picture)
            seen = looker.newest(frame.number if _leaps(frame, *last) else 0)
            last = frame.number, frame.time
            faces = shown.faces(seen, frame.number, picture, frame.image.shape[1])
            pace.note(frame.number)
            yield replace(
                seen.frame,
                number=frame.number,
                time=frame.time,
                image=frame.image,
                faces=faces,
                fps=pace.fps,
                came=came,
                rate=pace.rate,
                dropped=pace.dropped,
            )


def _leaps(frame: Frame, number: int, time: float) -> bool:
    """Whether a frame lies far from the one before, of this number and time."""
    passed = max(1, frame.number - number)
    return frame.came is None and abs(frame.time - time) >= _LEAP * passed


class _Shown:
    """Where the faces seen last are by now."""

    def __init__(self) -> None:
        self._seen: _Seen | None = None
        self._before: Small | None = None
        self._faces: tuple[LiveFace, ...] = ()
        self._past: dict[int, dict[int, Box]] = {}

    def faces(self, seen: _Seen, number: int, now: Small, width: int) -> tuple[LiveFace, ...]:
        """Faces in a frame, by what was seen last.

        Args:
            seen: That.
            number: Of the frame.
            now: The frame, as `small` makes it.
            width: Of the frame, in pixels.
        """
        before, self._before = self._before, now
        if before is not None:
            self._faces = () if jumped(before, now) else _carried(self._faces, before, now, width)
        if seen is not self._seen:
            self._seen = seen
            self._faces = self._caught_up(seen, now, width)
            self._past = {past: boxes for past, boxes in self._past.items() if past > seen.frame.number}
        self._past[number] = {face.track: face.box for face in self._faces}
        return self._faces

    def _caught_up(self, seen: _Seen, now: Small, width: int) -> tuple[LiveFace, ...]:
        """Faces seen a moment ago: those shown since have gone where these went, new ones with the flow."""
        if jumped(seen.picture, now):
            return ()
        then = self._past.get(seen.frame.number, {})
        shown = {face.track: face.box for face in self._faces}
        new = [face for face in seen.frame.faces if face.track not in then or face.track not in shown]
        flown = {face.track: face for face in _carried(new, seen.picture, now, width)}
        return tuple(
            flown.get(face.track) or replace(face, box=_moved(face.box, then[face.track], shown[face.track]))
            for face in seen.frame.faces
        )


def _carried(faces: Sequence[LiveFace], before: Small, now: Small, width: int) -> tuple[LiveFace, ...]:
    boxes = carried(before, now, [face.box for face in faces], width)
    return tuple(replace(face, box=box or face.box) for face, box in zip(faces, boxes, strict=True))


def _moved(box: Box, start: Box, end: Box) -> Box:
    """A box moved as another was."""
    return Box(box.x + end.x - start.x, box.y + end.y - start.y, box.w, box.h)


class _Looker:
    """Looks at the newest of the frames that it is offered, on a thread of its own."""

    def __init__(self, look: Callable[[Frame], LiveFrame], turns: Turns) -> None:
        self._look, self._turns = look, turns
        self._changed = Condition()
        self._offered: tuple[Frame, Small] | None = None
        self._seen: _Seen | None = None
        self._error: BaseException | None = None
        self._closed = False
        self._thread = Thread(target=self._run, name="live look", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    def offer(self, frame: Frame, picture: Small) -> None:
        """Let a frame be looked at next, in place of one that was not looked at yet."""
        with self._changed:
            self._offered = frame, picture
            self._changed.notify_all()

    def newest(self, number: int) -> _Seen:
        """What was seen last; a look at the frame of this number, or a later one, is waited for."""
        with self._changed:
            self._changed.wait_for(lambda: self._error is not None or self._has_seen(number))
            if self._error is not None:
                raise self._error
            assert self._seen is not None  # noqa: S101 - that was waited for
            return self._seen

    def _has_seen(self, number: int) -> bool:
        return self._seen is not None and self._seen.frame.number >= number

    def _run(self) -> None:
        try:
            while self._is_offered():
                with self._turns.turn():
                    began = monotonic()
                    self._look_at_newest()
                    self._pause(_REST * (monotonic() - began))
                self._pause(began + _SOONEST - monotonic())
        except BaseException as error:  # noqa: BLE001 - raised again where the frames are taken
            with self._changed:
                self._error = error
                self._changed.notify_all()

    def _is_offered(self) -> bool:
        """Wait for a frame; False once none is to be looked at any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._offered is not None or self._closed)
            return not self._closed

    def _look_at_newest(self) -> None:
        with self._changed:
            offered, self._offered = self._offered, None
        if offered is None or self._closed:
            return
        frame, picture = offered
        seen = _Seen(replace(self._look(frame), image=None), picture)
        with self._changed:
            self._seen = seen
            self._changed.notify_all()

    def _pause(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed, seconds)
