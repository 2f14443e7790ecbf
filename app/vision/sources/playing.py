"""Playing a video or a folder of pictures: in its own time, at any speed, paused, from any place, again."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from time import monotonic

from app.core.playing import Playback
from app.core.progress import CancelToken
from app.vision.sources.recording import Recording, open_recording
from app.vision.sources.video import Frame

_LATE = 0.1
"""Seconds behind its time from which on a frame is passed over."""
_LONGEST_LEAP = 0.5
"""Seconds after which a late frame is shown all the same: a video may be decoded slower than it plays."""
_POLL_SECONDS = 0.05


def played(source: str, cancel: CancelToken, playback: Playback) -> Iterator[Frame]:
    """Iterate over the frames of a recording as they are due, numbered through whatever is sought.

    Args:
        source: The path of a video, or of a folder of pictures.
        cancel: Polled while waiting.
        playback: How it is played.

    Raises:
        SourceError: It cannot be opened, or breaks off.
        Cancelled: The user asked to stop.
    """
    with closing(open_recording(source)) as recording:
        playback.seconds = recording.seconds
        yield from _Player(recording, cancel, playback).frames()


class _Player:
    """A recording on the reader's thread, with the clock that says when a frame is due."""

    def __init__(self, recording: Recording, cancel: CancelToken, playback: Playback) -> None:
        self._recording, self._cancel, self._playback = recording, cancel, playback
        self._how = playback.how
        self._wall = self._asked = monotonic()
        self._media = 0.0
        self._at = 0.0
        self._count = 0
        self._fresh = False

    def frames(self) -> Iterator[Frame]:
        while True:
            wish = self._playback.take_wish()
            if wish is not None:
                self._go_to(wish)
            before = self._count
            yield from self._from_here()
            if self._playback.is_elsewhere:
                continue
            if not self._playback.how.loop or self._count == before:
                return
            self._go_to(0.0)

    def _from_here(self) -> Iterator[Frame]:
        """The frames from here on, until another place is sought."""
        for frame in self._recording:
            shown = self._is_due(frame)
            if self._playback.is_elsewhere:
                return
            number, self._count = self._count, self._count + 1
            if shown:
                self._at, self._fresh = frame.time, False
                yield replace(frame, number=number)
                self._asked = monotonic()

    def _is_due(self, frame: Frame) -> bool:
        """Wait until a frame is to be shown; False if it is too late for that."""
        while True:
            self._cancel.check()
            how = self._playback.how
            if how is not self._how:
                self._how = how
                self._set_clock(self._at)
            if self._playback.is_elsewhere:
                return False
            if self._fresh or (how.speed == 0 and not how.paused):
                return True
            now = monotonic()
            ahead = self._wall + (frame.time - self._media) / (how.speed or 1) - now
            if how.paused or ahead > 0:
                self._playback.wait(_POLL_SECONDS if how.paused else min(ahead, _POLL_SECONDS), how)
                continue
            return ahead >= -_LATE or now - self._asked >= _LONGEST_LEAP

    def _go_to(self, seconds: float) -> None:
        self._recording.seek(seconds)
        self._set_clock(seconds)
        self._at, self._fresh = seconds, True

    def _set_clock(self, seconds: float) -> None:
        """Count on from this place of the recording."""
        self._wall, self._media = monotonic(), seconds
