"""Where the frames of a tile are shown: one holder at a time writes them to shared memory, small enough."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import Lock

from app.core.errors import KnownError
from app.core.text import say
from app.domain.arrays import Image
from app.engine.frames import MAX_PIXELS, FrameWriter

_COARSE = 0.5
"""Scale below which pixels would be passed over if not averaged, which takes four times as long."""
_ROUNDING = 1e-6


class Screen:
    """The writer's end of the ring. Frames are numbered through, whoever shows them."""

    def __init__(self, writer: FrameWriter) -> None:
        self._writer = writer
        self._held = Lock()
        self._numbers = count(1)

    @contextmanager
    def held(self, patience: float) -> Iterator[None]:
        """Be the one who shows frames.

        Args:
            patience: Seconds to wait for whoever does now.

        Raises:
            KnownError: They still do.
        """
        if not self._held.acquire(timeout=patience):
            raise KnownError(
                say("the camera is in use"),
                why=say("live view or an enrolment has not let go of it"),
                remedy=say("End that first, or wait a moment"),
            )
        try:
            yield
        finally:
            self._held.release()

    def show(self, image: Image) -> tuple[int, float]:
        """Show a frame, RGB (H, W, 3), scaled down if it is too large.

        Returns:
            Its number, and the scale.
        """
        height, width = image.shape[:2]
        scale = min(1.0, math.sqrt(MAX_PIXELS / (height * width)))
        if scale < 1:
            import cv2

            size = (int(width * scale + _ROUNDING), int(height * scale + _ROUNDING))
            how = cv2.INTER_AREA if scale < _COARSE else cv2.INTER_LINEAR
            image = cv2.resize(image, size, interpolation=how).astype("uint8", copy=False)
        number = next(self._numbers)
        self._writer.put(number, image)
        return number, scale
