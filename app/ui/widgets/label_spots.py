"""Where labels go beside the boxes that they name: near them, inside the picture, and clear of each other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF

if TYPE_CHECKING:  # the window's first painting does not wait for it
    import numpy as np
    import numpy.typing as npt

    _Sides = npt.NDArray[np.float64]
    """Rectangles (n, 4): left, top, right, bottom."""


def label_spots(
    boxes: Sequence[QRectF],
    sizes: Sequence[QSizeF],
    place: QRectF,
    gap: float,
    reserved: Sequence[QRectF] = (),
) -> list[QRectF]:
    """Where the label of each box goes: over as little of another label as can be, then of a box.

    Above its box it stands if nothing speaks against that, else below, beside, or within it.

    Args:
        boxes: In the order in which they choose; the first are the most important.
        sizes: Of their labels.
        place: What all labels stay inside.
        gap: Pixels between a box and its label.
        reserved: What labels keep clear of as of each other.
    """
    import numpy as np

    faces = _sides(boxes)
    taken = np.vstack((_sides(reserved), np.zeros((len(boxes), 4))))
    found, count = [], len(reserved)
    for box, size in zip(boxes, sizes, strict=True):
        spots = [_inside(spot, place) for spot in _around(box, size, gap)]
        sides = _sides(spots)
        cost = np.stack((_shared(sides, faces), _shared(sides, taken[:count])))
        best = spots[int(np.lexsort(cost)[0])]  # the last of them is the most important; equal ones in order
        taken[count] = _sides([best])
        found.append(best)
        count += 1
    return found


def crowded(spots: Sequence[QRectF]) -> list[bool]:
    """Whether each lies over one before it that itself does not: there is no room for it."""
    free: list[QRectF] = []
    told = []
    for spot in spots:
        told.append(any(spot.intersects(other) for other in free))
        free += [] if told[-1] else [spot]
    return told


def _around(box: QRectF, size: QSizeF, gap: float) -> list[QRectF]:
    width, height = size.width(), size.height()
    right = box.right() - width
    corners = (
        (box.left(), box.top() - height - gap),
        (box.left(), box.bottom() + gap),
        (right, box.top() - height - gap),
        (right, box.bottom() + gap),
        (box.right() + gap, box.top()),
        (box.left() - width - gap, box.top()),
        (box.left(), box.top() - 2 * (height + gap)),
        (box.left(), box.bottom() + height + 2 * gap),
        (box.left() + gap, box.top() + gap),
        (box.left() + gap, box.bottom() - height - gap),
    )
    return [QRectF(x, y, width, height) for x, y in corners]


def _inside(spot: QRectF, place: QRectF) -> QRectF:
    x = max(place.left(), min(spot.x(), place.right() - spot.width()))
    y = max(place.top(), min(spot.y(), place.bottom() - spot.height()))
    return QRectF(x, y, min(spot.width(), place.width()), spot.height())


def _sides(rects: Sequence[QRectF]) -> "_Sides":
    import numpy as np

    listed = [(one.left(), one.top(), one.right(), one.bottom()) for one in rects]
    return np.array(listed, np.float64).reshape(-1, 4)


def _shared(spots: "_Sides", others: "_Sides") -> "npt.NDArray[np.float64]":
    """How much of each spot the others cover (n,), in square pixels, each other counted for itself."""
    import numpy as np

    low = np.maximum(spots[:, None, :2], others[None, :, :2])
    high = np.minimum(spots[:, None, 2:], others[None, :, 2:])
    areas: npt.NDArray[np.float64] = np.prod(np.maximum(high - low, 0), axis=2).sum(axis=1)
    return areas
