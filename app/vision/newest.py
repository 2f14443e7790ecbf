"""The frames of a source as they are wanted: of a camera only the newest, of a video all, or in time."""

from collections.abc import Iterator
from time import monotonic

from app.core.progress import CancelToken
from app.vision.sources import Frame, VideoSource, is_live
from app.vision.sources.watchdog import Tell, live_frames

_LATE = 0.1
"""Seconds behind a video's own time from which on its frames are passed over."""
_LONGEST_LEAP = 0.5
"""Seconds after which a late frame is shown all the same: a video may be decoded slower than it plays."""


def frames_of(
    source: str, cancel: CancelToken, *, in_time: bool = False, tell: Tell | None = None
) -> Iterator[Frame]:
    """Iterate over the newest frames of a source, from opening it to letting go of it.

    Args:
        source: A camera's number or device, an address or a video's path.
        cancel: Polled at each frame.
        in_time: Whether a file is played at its own pace, with late frames passed over; else every frame of
            it comes as soon as it is asked for.
        tell: Hears that a camera or stream was lost and that it is back; without it a loss is an error.

    Raises:
        SourceError: It cannot be opened, or broke.
        Cancelled: The user asked to stop.
    """
    return live_frames(source, cancel, tell) if is_live(source) else _file_frames(source, cancel, in_time)


def _file_frames(source: str, cancel: CancelToken, in_time: bool) -> Iterator[Frame]:
    with VideoSource(source) as video:
        began = asked = monotonic()
        for frame in video:
            cancel.check()
            if in_time:
                now = monotonic()
                ahead = frame.time - (now - began)
                if ahead < -_LATE and now - asked < _LONGEST_LEAP:
                    continue
                cancel.wait(ahead)
                cancel.check()
            yield frame
            asked = monotonic()
