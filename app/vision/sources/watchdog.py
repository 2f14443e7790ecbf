"""A camera or stream that may be lost and come back: if silent, frozen or broken off it is tried again.

A source is read on a thread of its own and decoded in a process of its own, which is killed as soon as nobody
wants its pictures any more. One that hangs in a driver ends only as the driver returns: its thread is
abandoned, and nobody waits for it.
"""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from threading import Condition, Thread
from time import monotonic

import numpy as np

from app.core.errors import Cancelled, SourceError
from app.core.progress import CancelToken
from app.core.text import say
from app.domain.arrays import Image
from app.domain.source import READER, Lost
from app.vision.sources.address import called
from app.vision.sources.apart import OPEN_SECONDS, Opening, Spare
from app.vision.sources.video import Frame, VideoSource

_POLL_SECONDS = 0.05
_LETTING_GO_SECONDS = 1.0
"""How long letting go of a source is waited for, so that it can be opened anew at once: some cameras allow
but one connection."""
_SLOWEST = 4.5
"""Seconds of silence after which even a slow source is lost."""
_GAPS = 3
"""A source that usually waits long between pictures is lost after so many times as long."""
_REPEATS = 3
"""Times a picture must come again before it counts as repeated, however slow the source is."""
_PROOF = 5
"""Pictures, or those of a second, after which a lost source is back: damaged ones come through singly."""
_MOST_ABANDONED = 8
"""Threads that may hang at a time before no further one is started."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a source may be silent or still, and when it is tried again.

    Attributes:
        first: Seconds until the first picture ever.
        silent: Seconds without a picture from which on it is lost.
        still: Seconds of the very same picture, likewise.
        again: Seconds before each new try; the last holds for all further ones.
        steady: Seconds that a source must have been back for the tries to begin anew.
    """

    first: float = 15.0
    silent: float = 1.5
    still: float = 1.5
    again: tuple[float, ...] = (0.0, 0.5, 1.0, 1.5)
    steady: float = 3.0


USUAL = Patience()
Tell = Callable[[Lost | None], None]
"""Hears that a source was lost, and of None once it is back."""


def live_frames(
    source: str, cancel: CancelToken, tell: Tell | None = None, patience: Patience = USUAL
) -> Generator[Frame, None, None]:
    """Iterate over the newest frames of a camera or stream, for as long as it is wanted.

    Frames are numbered, and their time goes on, over all gaps.

    Args:
        source: A camera's number or device, or an address.
        cancel: Polled while waiting.
        tell: Hears of losses, after which the source is tried again; without it a loss is an error.
        patience: When it is lost, and when it is tried again.

    Raises:
        SourceError: It cannot be opened at all; or it was lost, and nobody is to be told.
        Cancelled: The user asked to stop.
    """
    with closing(_Watch(source, cancel, patience)) as watch:
        yield from _watched(watch, tell)


def _watched(watch: "_Watch", tell: Tell | None) -> Generator[Frame, None, None]:
    lost: SourceError | None = None
    while True:
        try:
            with closing(watch.attempt()) as frames:
                for frame in frames:
                    if lost is not None and tell is not None:
                        tell(None)
                    lost = None
                    yield frame
        except SourceError as error:
            if tell is None or watch.last is None:
                raise
            if lost is None or lost.text != error.text:
                tell(Lost(error, watch.last.time))
            lost = error
        watch.pause()


class _Watch:
    """One source over all attempts at it.

    Attributes:
        last: The newest frame that was given out.
    """

    def __init__(self, source: str, cancel: CancelToken, patience: Patience) -> None:
        self.last: Frame | None = None
        self._source, self._cancel, self._patience = source, cancel, patience
        self._began = 0.0
        self._still = Stillness(patience.still)
        self._gap = 0.0
        self._opening = OPEN_SECONDS
        self._tries = 0
        self._abandoned: list[_Attempt] = []
        self._again = Spare()

    def close(self) -> None:
        """Keep nothing for another attempt."""
        self._again.close()

    def attempt(self) -> Generator[Frame, None, None]:
        """Open the source and give its newest frames until it is lost.

        Raises:
            SourceError: It is.
        """
        self._cancel.check()
        attempt = _Attempt(self._source, self._opening, self._again)
        first, number = 0.0, self._next_number()
        proof = 1 if self.last is None else min(_PROOF, 1 / max(self._gap, 1 / _PROOF))
        self._still.begin()
        try:
            while True:
                frame, at = self._take(attempt)
                if self._still.look(frame.image, at):
                    raise _frozen(self._source)
                if self.last is None:
                    self._began = attempt.began
                first = first or at
                if self._still.repeats or attempt.count < proof:
                    continue
                if at - first >= self._patience.steady:
                    self._tries = 0
                self.last = Frame(number + frame.number, at - self._began, frame.image, at)
                yield self.last
        finally:
            self._learn(attempt)
            self._let_go(attempt)

    def pause(self) -> None:
        """Wait before the next attempt; at first not at all, then longer and longer."""
        again = self._patience.again
        until = monotonic() + again[min(self._tries, len(again) - 1)]
        self._tries += 1
        while (left := until - monotonic()) > 0 or len(self._hanging()) >= _MOST_ABANDONED:
            self._cancel.wait(min(max(left, _POLL_SECONDS), _POLL_SECONDS))
            self._cancel.check()

    def _take(self, attempt: "_Attempt") -> tuple[Frame, float]:
        """The newest frame of an attempt, and when it came."""
        while True:
            taken = attempt.take(_POLL_SECONDS)
            self._cancel.check()
            if taken is not None:
                return taken
            if monotonic() - attempt.heard > self._allowed(attempt):
                raise _silent(self._source, first=self.last is None)

    def _allowed(self, attempt: "_Attempt") -> float:
        """How long the attempt may be silent now."""
        if attempt.count == 0:
            return self._patience.first if self.last is None else self._opening + self._patience.silent
        usual = max(self._gap, attempt.gap)
        return min(max(self._patience.silent, _GAPS * usual), max(_SLOWEST, self._patience.silent))

    def _learn(self, attempt: "_Attempt") -> None:
        """Remember how the source behaves, so that the next attempt is given no more time than it needs."""
        if attempt.count:
            self._gap = attempt.gap
            self._opening = min(OPEN_SECONDS, max(self._patience.silent, 2 * attempt.opening))

    def _let_go(self, attempt: "_Attempt") -> None:
        attempt.abandoned = True
        if attempt.count:
            attempt.thread.join(_LETTING_GO_SECONDS)
        self._abandoned.append(attempt)

    def _hanging(self) -> list["_Attempt"]:
        self._abandoned = [one for one in self._abandoned if one.thread.is_alive()]
        return self._abandoned

    def _next_number(self) -> int:
        return 0 if self.last is None else self.last.number + 1


class _Attempt:
    """One opening of a source, read on a thread of its own into room for one frame.

    Attributes:
        thread: Ends by itself soon after the attempt was abandoned.
        abandoned: Set when nobody waits for frames any more.
        began: When the source was asked to open.
        heard: When the newest frame came, or else that.
        count: Frames that came.
        opening: Seconds until the first.
        gap: Seconds from a frame to the next, as is usual.
    """

    def __init__(self, source: str, opening: float, again: Spare) -> None:
        self.abandoned = False
        self.heard = self.began = monotonic()
        self.count = 0
        self.opening = self.gap = 0.0
        self._changed = Condition()
        self._frame: Frame | None = None
        self._error: Exception | None = None
        self.thread = Thread(target=self._read, args=(source, opening, again), name=READER, daemon=True)
        self.thread.start()

    def take(self, seconds: float) -> tuple[Frame, float] | None:
        """Wait for a frame newer than the last taken, and say when it came.

        Raises:
            SourceError: The source cannot be opened, or broke off.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._frame or self._error, seconds)
            frame, self._frame = self._frame, None
            if frame is not None:
                return frame, self.heard
            if self._error is not None:
                raise self._error
            return None

    def _read(self, source: str, opening: float, again: Spare) -> None:
        how = Opening(opening, self._check, self._starting, again)
        try:
            with VideoSource(source, how) as video:
                for frame in video:
                    self._put(frame)
        except Exception as broken:  # noqa: BLE001 - raised again where the frames are taken
            with self._changed:
                self._error = broken
                self._changed.notify()

    def _check(self) -> None:
        if self.abandoned:
            raise Cancelled

    def _starting(self) -> None:
        """The source is not asked yet: until then time does not count."""
        self._check()
        self.heard = self.began = monotonic()

    def _put(self, frame: Frame) -> None:
        now = monotonic()
        with self._changed:
            passed = now - self.heard
            if self.count == 0:
                self.opening = passed
            elif self.count == 1:
                self.gap = passed
            else:
                self.gap += (passed - self.gap) / 8
            self._frame, self.heard, self.count = frame, now, self.count + 1
            self._changed.notify()


class Stillness:
    """Tells a picture that is repeated from a scene in which nothing moves.

    A sensor's noise makes every picture differ, in the dark and through a codec too: with noise of a third
    of a grey level, encoded as MJPEG, MPEG-4 or VP8, no more than two pictures in a row were equal byte for
    byte. So a source whose pictures differed before and are all equal for a while sends no pictures
    any more. One that never showed anything else, such as a test card, is as it should be; and a picture of
    one colour alone is no sign of anything: a sensor that is covered or blinded may give no other.

    Attributes:
        repeats: Whether the source was frozen, and shows the same picture still.
    """

    def __init__(self, seconds: float) -> None:
        self.repeats = False
        self._seconds = seconds
        self._picture: Image | None = None
        self._flat: bool | None = None
        self._moved = False
        self._times = 0
        self._since = 0.0

    def begin(self) -> None:
        """Another attempt: it has time to show another picture."""
        self._times = 0

    def look(self, image: Image, now: float) -> bool:
        """Take in the newest picture, and say whether the source is frozen."""
        if self._times == 0:
            self._since = now
        if self._picture is None or not _equal(image, self._picture):
            self._moved = self._moved or self._picture is not None
            self._picture, self._since, self._times, self.repeats = image, now, 1, False
            self._flat = None
            return False
        self._times += 1
        frozen = self._moved and self._times > _REPEATS and now - self._since >= self._seconds
        if frozen and self._flat is None:
            self._flat = bool(image.min() == image.max())
        frozen = frozen and not self._flat
        self.repeats = self.repeats or frozen
        return frozen


def _equal(one: Image, other: Image) -> bool:
    """Whether two pictures are the same; most that are not differ in their first rows already."""
    rows = slice(0, None, 32)
    return one.shape == other.shape and np.array_equal(one[rows], other[rows]) and np.array_equal(one, other)


def _silent(source: str, *, first: bool) -> SourceError:
    remedy = say("Check the cable or the connection and start again")
    if first:
        return SourceError(say("{source} does not answer", source=called(source)), remedy=remedy)
    return SourceError(
        say("{source} stopped delivering pictures", source=called(source)),
        why=say("it is silent"),
        remedy=remedy,
    )


def _frozen(source: str) -> SourceError:
    return SourceError(
        say("{source} is frozen", source=called(source)),
        why=say("it sends the same picture again and again"),
        remedy=say("Start the camera, or what sends its pictures, again"),
    )
