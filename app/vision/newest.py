"""The frames of a source as they are wanted: of a camera only the newest, of a video as it is played."""

from collections.abc import Iterator

from app.core.playing import EVERY_FRAME, Playback
from app.core.progress import CancelToken
from app.vision.sources import Frame, is_live
from app.vision.sources.playing import played
from app.vision.sources.watchdog import Tell, live_frames


def frames_of(
    source: str, cancel: CancelToken, *, playback: Playback | None = None, tell: Tell | None = None
) -> Iterator[Frame]:
    """Iterate over the frames of a source, from opening it to letting go of it.

    Args:
        source: A camera's number or device, an address, or the path of a video or of a folder of pictures.
        cancel: Polled at each frame.
        playback: How a video or folder is played; without it every frame comes as soon as it is asked for.
        tell: Hears that a camera or stream was lost and that it is back; without it a loss is an error.

    Raises:
        SourceError: It cannot be opened, or broke.
        Cancelled: The user asked to stop.
    """
    if is_live(source):
        return live_frames(source, cancel, tell)
    return played(source, cancel, playback or Playback(EVERY_FRAME))
