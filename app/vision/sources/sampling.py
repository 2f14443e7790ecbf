"""Single pictures of a video file: some spread over all of it, or the one of a moment."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from app.core.errors import SourceError
from app.core.text import Number, say
from app.domain.arrays import Image
from app.vision.sources.video import Frame, VideoSource

_STEP = 1.0
"""Seconds from one picture to the next."""
_MOST = 600
"""Pictures of a video; in a longer one they lie farther apart."""
_FAR = 4.0
"""Seconds from which on the next picture is sought, which is dearer than reading up to one that is near."""
_PASSED = 600
"""Pictures read at most, from the one that was sought, until the one of a moment comes."""
_HARDLY = 1e-3
"""Seconds by which times may differ in their rounding."""


def sampled(source: VideoSource) -> Iterator[Frame]:
    """Yield pictures of a video: one a second, and of one longer than ten minutes 600 over all of it.

    Raises:
        SourceError: It holds no picture that can be read, or breaks off after those that were yielded.
    """
    step = max(_STEP, source.seconds / _MOST)
    return _sought(source, step) if step > _FAR else _read_through(source, step)


def frame_at(path: Path, seconds: float) -> Image:
    """The picture (H, W, 3) that a video shows at a time, or its last.

    Raises:
        SourceError: It cannot be read there.
    """
    shown = None
    with VideoSource(str(path)) as source:
        source.seek(max(0.0, seconds))
        for frame in islice(source, _PASSED):
            shown = frame.image
            if frame.time >= seconds - _HARDLY:
                break
    if shown is None:
        raise SourceError(say("the video shows nothing at this time"), remedy=say("Import its folder again"))
    return shown


def _read_through(source: VideoSource, step: float) -> Iterator[Frame]:
    due, count = 0.0, 0
    for frame in source:
        if frame.time >= due - _HARDLY:
            yield frame
            count += 1
            if count % _MOST == 0:  # it does not say how long it lasts
                step *= 2
            due = frame.time + step


def _sought(source: VideoSource, step: float) -> Iterator[Frame]:
    at = last = 0.0
    while at < source.seconds:
        source.seek(at)
        frame = next(iter(source), None)
        if frame is None:
            break
        yield frame
        last = frame.time
        at = max(at, last) + step
    if source.seconds - last > 2 * step:
        lasted, whole = Number(last, 1), Number(source.seconds, 1)
        raise SourceError(say("It breaks off after {lasted} of {whole} seconds", lasted=lasted, whole=whole))
