"""The newest frame of a source that does not wait: older ones are dropped, never queued."""

from collections.abc import Generator, Iterator
from threading import Condition, Thread
from time import monotonic, sleep

from app.core.errors import SourceError
from app.core.progress import CancelToken
from app.core.text import say
from app.vision.sources import Frame, VideoSource

_PATIENCE = 15.0
"""Seconds without a frame after which a camera counts as hung."""
_LATE = 0.1
"""Seconds behind a video's own time from which on its frames are passed over."""
_LONGEST_LEAP = 0.5
"""Seconds after which a late frame is shown all the same: a video may be decoded slower than it plays."""


def frames_of(source: str, cancel: CancelToken, *, in_time: bool = False) -> Iterator[Frame]:
    """Iterate over the newest frames of a source, from opening it to letting go of it.

    Args:
        source: A camera's number, an address or a video's path.
        cancel: Polled at each frame.
        in_time: Whether a file is played at its own pace, with late frames passed over; else every frame of
            it comes as soon as it is asked for.

    Raises:
        SourceError: It cannot be opened, or broke.
        Cancelled: The user asked to stop.
    """
    with VideoSource(source) as video:
        began = asked = monotonic()
        for frame in newest_frames(video):
            cancel.check()
            if in_time and not video.live:
                now = monotonic()
                ahead = frame.time - (now - began)
                if ahead < -_LATE and now - asked < _LONGEST_LEAP:
                    continue
                _wait(ahead, cancel)
            yield frame
            asked = monotonic()


def newest_frames(source: VideoSource) -> Generator[Frame, None, None]:
    """Iterate over a source: every frame of a file, but only ever the newest of a camera or stream.

    A camera is read on a thread of its own, so that a slow reader, or a driver that hangs, cannot make the
    picture lag.

    Raises:
        SourceError: The source broke, ended without a frame, or delivers nothing any more.
    """
    if not source.live:
        yield from source
        return
    slot = _Slot()
    Thread(target=slot.fill, args=(source,), name="camera", daemon=True).start()
    try:
        while (frame := slot.take()) is not None:
            yield frame
    finally:
        slot.close()


def _wait(seconds: float, cancel: CancelToken) -> None:
    """Sleep, but not past a cancelling by more than a moment."""
    until = monotonic() + seconds
    while (left := until - monotonic()) > 0:
        cancel.check()
        sleep(min(left, 0.05))


class _Slot:
    """Room for one frame between the camera's thread and the reader's."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._frame: Frame | None = None
        self._error: Exception | None = None
        self._closed = False

    def fill(self, source: VideoSource) -> None:
        """Read the source until it breaks or the reader has gone."""
        error: Exception | None = None
        try:
            for frame in source:
                with self._changed:
                    self._frame = frame
                    self._changed.notify()
                    if self._closed:
                        return
        except Exception as broken:  # noqa: BLE001 - raised again where the frames are taken
            error = broken
        with self._changed:
            self._error, self._closed = error, True
            self._changed.notify()

    def take(self) -> Frame | None:
        """Wait for a frame newer than the last taken; None after the end."""
        with self._changed:
            arrived = self._changed.wait_for(lambda: self._frame or self._closed, _PATIENCE)
            frame, self._frame = self._frame, None
            if frame is not None:
                return frame
            if self._error is not None:
                raise self._error
            if not arrived:
                raise SourceError(
                    say("the camera does not answer"), remedy=say("Unplug it, plug it in and start again")
                )
            return None

    def close(self) -> None:
        """Tell the camera's thread to stop after its next frame."""
        with self._changed:
            self._closed = True
