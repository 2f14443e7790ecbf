"""Frames of a tile through shared memory: three slots, the newest wins, and nobody waits for anybody.

The writer goes round the slots. Each has a sequence number that is odd while it is being written (a seqlock):
a reader copies a slot and keeps the copy only if the number was even and the same before and after. The
ring's own counter is raised last, so a writer that dies halfway leaves the frame before as the newest.
"""

import sys
from dataclasses import dataclass
from multiprocessing import resource_tracker, shared_memory
from typing import Any

import numpy as np

from app.domain.arrays import Image

MAX_PIXELS = 1280 * 720
"""Pixels of a frame that fits: more than a window shows of it would be copied for nothing."""

_SLOTS = 3
_HEADER = 64
"""Bytes before the ring's slots and before each slot's pixels."""
_SLOT = _HEADER + MAX_PIXELS * 3
_SEQUENCE, _NUMBER, _HEIGHT, _WIDTH = range(4)
_TRIES = 8


@dataclass(frozen=True, slots=True, eq=False)
class SharedFrame:
    """A frame taken out of the ring.

    Attributes:
        number: As the writer counts.
        image: RGB uint8 (H, W, 3), the reader's own copy.
    """

    number: int
    image: Image


class _Ring:
    """The segment as arrays: a counter of frames written, then each slot's header and pixels."""

    def __init__(self, segment: shared_memory.SharedMemory) -> None:
        self._segment = segment
        self._written = np.ndarray(1, np.uint64, segment.buf)
        starts = [_HEADER + i * _SLOT for i in range(_SLOTS)]
        self._heads = [np.ndarray(4, np.uint64, segment.buf, start) for start in starts]
        self._pixels = [
            np.ndarray(MAX_PIXELS * 3, np.uint8, segment.buf, start + _HEADER) for start in starts
        ]

    def close(self) -> None:
        """Let go of the segment."""
        self._heads, self._pixels = [], []
        self._written = np.zeros(1, np.uint64)
        self._segment.close()


class FrameWriter(_Ring):
    """The engine's end. One thread at a time."""

    def __init__(self, name: str) -> None:
        """Attach to the segment that a `FrameReader` made.

        Raises:
            FileNotFoundError: There is none of that name.
        """
        super().__init__(_attach(name))

    def put(self, number: int, image: Image) -> None:
        """Make a frame the newest.

        Args:
            number: Whatever the reader is to know it by.
            image: RGB uint8 (H, W, 3) of at most `MAX_PIXELS`.

        Raises:
            ValueError: It is larger.
        """
        height, width = image.shape[:2]
        if height * width > MAX_PIXELS:
            raise ValueError(f"a frame of {width}x{height} does not fit")
        count = int(self._written[0])
        head, pixels = self._heads[count % _SLOTS], self._pixels[count % _SLOTS]
        head[_SEQUENCE] = 2 * count + 1
        head[_NUMBER:] = number, height, width
        np.copyto(pixels[: image.size].reshape(image.shape), image)
        head[_SEQUENCE] = 2 * count + 2
        self._written[0] = count + 1


class FrameReader(_Ring):
    """The window's end, which makes the segment and removes it. One thread at a time.

    Attributes:
        name: Of the segment, for the writer.
    """

    def __init__(self) -> None:
        segment = shared_memory.SharedMemory(create=True, size=_HEADER + _SLOTS * _SLOT)
        super().__init__(segment)
        self.name = segment.name
        self._seen = 0

    def newest(self) -> SharedFrame | None:
        """Copy out the newest frame; None if it was taken before, or there is none yet."""
        for _ in range(_TRIES):
            count = int(self._written[0])
            if count == self._seen:
                return None
            if (frame := self._copy(count)) is not None:
                self._seen = count
                return frame
        return None

    def _copy(self, count: int) -> SharedFrame | None:
        """Copy the frame that was written as the `count`th; None if it is being overwritten."""
        slot = (count - 1) % _SLOTS
        head = self._heads[slot].copy()
        if head[_SEQUENCE] != 2 * count:
            return None
        height, width = int(head[_HEIGHT]), int(head[_WIDTH])
        if height * width > MAX_PIXELS:
            return None
        image = self._pixels[slot][: height * width * 3].reshape(height, width, 3).copy()
        if self._heads[slot][_SEQUENCE] != 2 * count:
            return None
        return SharedFrame(int(head[_NUMBER]), image)

    def close(self) -> None:
        """Remove the segment; a writer still attached keeps its memory until it ends."""
        segment = self._segment
        super().close()
        segment.unlink()


def _attach(name: str) -> shared_memory.SharedMemory:
    """Attach without making this process an owner, whose end would remove the segment (bpo-38119)."""
    if sys.version_info >= (3, 13):
        return shared_memory.SharedMemory(name, track=False)
    register: Any = resource_tracker.register
    resource_tracker.register = lambda *_: None
    try:
        return shared_memory.SharedMemory(name)
    finally:
        resource_tracker.register = register
