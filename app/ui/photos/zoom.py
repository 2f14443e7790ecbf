"""Where a picture lies in a widget: fitted into it, or enlarged and shifted."""

from PySide6.QtCore import QPointF, QRectF, QSizeF

_MOST = 8.0
"""How many times as large as fitted a picture is shown at the most."""


class Zoom:
    """How a picture is enlarged.

    Attributes:
        factor: How many times as large as fitted, 1 to 8.
    """

    def __init__(self) -> None:
        self.factor = 1.0
        self._shift = QPointF()

    def place(self, picture: QSizeF, room: QSizeF) -> QRectF:
        """Where the picture lies: in the middle, shifted no farther than to its own edge."""
        if picture.isEmpty() or room.isEmpty():
            return QRectF()
        fitted = min(room.width() / picture.width(), room.height() / picture.height())
        size = picture * (fitted * self.factor)
        most = (size - room) / 2
        across = min(max(self._shift.x(), -max(0.0, most.width())), max(0.0, most.width()))
        down = min(max(self._shift.y(), -max(0.0, most.height())), max(0.0, most.height()))
        self._shift = QPointF(across, down)
        spot = QRectF(QPointF(), size)
        spot.moveCenter(QPointF(room.width() / 2, room.height() / 2) + self._shift)
        return spot

    def by(self, times: float, at: QPointF, middle: QPointF) -> None:
        """Enlarge or reduce, while what lies at a point stays there.

        Args:
            times: How many times as large as now.
            at: The point, in the widget.
            middle: The widget's.
        """
        before = self.factor
        self.factor = min(max(1.0, before * times), _MOST)
        away = at - middle
        self._shift = away - (away - self._shift) * (self.factor / before)

    def shift(self, by: QPointF) -> None:
        """Move the picture by so many pixels."""
        self._shift += by

    def reset(self) -> bool:
        """Fit the picture again; whether it was enlarged."""
        enlarged = self.factor > 1.0
        self.factor, self._shift = 1.0, QPointF()
        return enlarged
