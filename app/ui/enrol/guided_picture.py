"""The camera's picture with an oval whose five arcs fill as poses are seen, and the next instruction."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent

from app.domain.pose import POSES
from app.ui.look.texts import tr
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import REST, in_column
from app.ui.widgets.picture import ACCENT, Picture
from app.ui.widgets.pose_ring import draw_arc

_WAITING, _WANTED = QColor(255, 255, 255, 120), QColor(255, 255, 255, 235)
_MOST_ENLARGED = 1.4
"""Who sits before the camera is in the middle; this much keeps others who look on in view."""
_SHADOW = QColor(0, 0, 0, 80)
"""Below each arc, so that it stands out from a bright picture."""


class GuidedPicture(Picture):
    """Shows frames of an enrolment.

    Attributes:
        instruction: What to do next, over the lower edge.
    """

    def __init__(self) -> None:
        super().__init__()
        self._poses: Mapping[str, bool] = dict.fromkeys(POSES, False)
        self.instruction = label("", "instruction", wrap=True)
        self.instruction.setAlignment(Qt.AlignmentFlag.AlignCenter)
        in_column(
            REST, (self.instruction, 0, Qt.AlignmentFlag.AlignHCenter), on=self, margins=(16, 16, 16, 24)
        )
        self.setAccessibleName(tr("Picture of the camera"))

    def show_poses(self, poses: Mapping[str, bool]) -> None:
        """Fill the arcs of the poses seen."""
        self._poses = poses
        self.update()

    def instruct(self, text: str) -> None:
        """Say what to do next."""
        if self.instruction.text() != text:
            self.instruction.setText(text)
            self.setAccessibleDescription(text)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the instruction on one line where there is room for it."""
        super().resizeEvent(event)
        self._fit()

    def place(self) -> QRectF:
        """Where the frame is: somewhat larger than the widget where that hides only its sides."""
        place = super().place()
        wanted = min(self.height() / max(place.height(), 1.0), _MOST_ENLARGED)
        if self.image.isNull() or wanted <= 1:
            return place
        size = place.size() * wanted
        corner = QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2)
        return QRectF(corner, size)

    def paint_over(self, painter: QPainter) -> None:
        """Paint the oval: what was seen filled, what is wanted next bright."""
        oval = self._oval()
        wanted = next((pose for pose in POSES if not self._poses[pose]), None)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pose in POSES:
            seen = self._poses[pose]
            colour = ACCENT if seen else _WANTED if pose == wanted else _WAITING
            width = 9 if seen else 6
            for ink, broad in ((_SHADOW, width + 4), (colour, width)):
                draw_arc(painter, oval, pose, QPen(ink, broad), mirrored=self.mirrored)

    def _fit(self) -> None:
        wanted = self.instruction.fontMetrics().horizontalAdvance(self.instruction.text()) + 56
        self.instruction.setFixedWidth(max(1, min(self.width() - 32, wanted)))

    def _oval(self) -> QRectF:
        place = self.place()
        height = 0.72 * min(place.height(), self.height() - 96)
        oval = QRectF(0, 0, 0.76 * height, height)
        oval.moveCenter(place.center())
        oval.moveTop(min(oval.top(), self.height() - 96 - height))
        return oval
