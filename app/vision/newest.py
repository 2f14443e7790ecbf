"""The newest frame of a source that does not wait: older ones are dropped, never queued."""

from collections.abc import Generator
from threading import Condition, Thread

from app.core.errors import SourceError
from app.vision.sources import Frame, VideoSource

_PATIENCE = 15.0
"""Seconds without a frame after which a camera counts as hung."""


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
                    "the camera does not answer", remedy="Unplug it, plug it in and start again"
                )
            return None

    def close(self) -> None:
        """Tell the camera's thread to stop after its next frame."""
        with self._changed:
            self._closed = True
