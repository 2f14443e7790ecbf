"""Where something is in a picture."""

from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in pixels of its picture: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float

    @property
    def area(self) -> float:
        """Square pixels; an inside-out box has none."""
        return max(self.w, 0.0) * max(self.h, 0.0)

    def iou(self, other: "Box") -> float:
        """Intersection over union with another box, 0 to 1."""
        width = min(self.x + self.w, other.x + other.w) - max(self.x, other.x)
        height = min(self.y + self.h, other.y + other.h) - max(self.y, other.y)
        if width <= 0 or height <= 0:
            return 0.0
        overlap = width * height
        return overlap / (self.area + other.area - overlap)

    def scaled(self, scale: float) -> "Box":
        """The same rectangle in a picture so many times as large."""
        return Box(*(scale * value for value in self))

    def grown(self, factor: float) -> "Box":
        """The same middle, with sides so many times as long."""
        return Box(
            self.x + self.w * (1 - factor) / 2,
            self.y + self.h * (1 - factor) / 2,
            self.w * factor,
            self.h * factor,
        )

    def rounded(self) -> list[int]:
        """Return `[x, y, w, h]` in whole pixels, for reports."""
        return [round(v) for v in self]
