"""The camera's picture with an oval whose five arcs fill as poses are seen, and the next instruction.

Where several people are in view, boxes tell who is followed, or ask who is meant.
"""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QResizeEvent

from app.domain.decision import State
from app.domain.guidance import Guidance
from app.domain.pose import POSES
from app.ui.live.overlay import Mark, Overlay
from app.ui.look.texts import number, tr
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
        name: Who is enrolled.

    Signals:
        face_chosen: A face was clicked on, where there are several; its track.
    """

    face_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.name = ""
        self._poses: Mapping[str, bool] = dict.fromkeys(POSES, False)
        self._guidance: Guidance | None = None
        self.setMouseTracking(True)
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

    def guide(self, guidance: Guidance) -> None:
        """Show how an enrolment stands: the poses seen, and who is in view."""
        self._guidance = guidance
        self.show_poses(guidance.poses)

    def clear(self) -> None:
        """Show no frame any more, and nothing over it but the oval."""
        self._guidance = None
        super().clear()

    def choose(self, place: int) -> None:
        """Choose the face of this number, from 1, where there are several."""
        tracks = [track for track, _ in self._several()]
        if 0 < place <= len(tracks):
            self.face_chosen.emit(tracks[place - 1])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the face clicked on."""
        track = self._at(event.position())
        if track is not None:
            self.face_chosen.emit(track)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where there is something to click on."""
        over = self._at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

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
        if self.image.isNull() or wanted <= 1 or self._crowded():
            return place
        size = place.size() * wanted
        corner = QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2)
        return QRectF(corner, size)

    def paint_over(self, painter: QPainter) -> None:
        """Paint the oval, what was seen filled and what is wanted next bright; and who is in view."""
        if marks := self.marks():
            Overlay(self.font()).paint(painter, marks, self.place())
        if not self._asks():
            self._paint_oval(painter)

    def marks(self) -> list[Mark]:
        """The faces in view as they are drawn, where there are several."""
        return [self._mark(track, box, place) for place, (track, box) in enumerate(self._several(), start=1)]

    def _paint_oval(self, painter: QPainter) -> None:
        oval = self._oval()
        wanted = next((pose for pose in POSES if not self._poses[pose]), None)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pose in POSES:
            seen = self._poses[pose]
            colour = ACCENT if seen else _WANTED if pose == wanted else _WAITING
            width = 9 if seen else 6
            for ink, broad in ((_SHADOW, width + 4), (colour, width)):
                draw_arc(painter, oval, pose, QPen(ink, broad), mirrored=self.mirrored)

    def _crowded(self) -> bool:
        return self._guidance is not None and len(self._guidance.faces) > 1

    def _asks(self) -> bool:
        return self._guidance is not None and self._guidance.asks

    def _several(self) -> list[tuple[int, QRectF]]:
        """The faces in view by their tracks, from left to right on the screen; none where one is alone."""
        faces = self._guidance.faces if self._guidance is not None and self._crowded() else ()
        found = [(track, self.on_widget(box)) for track, box in faces]
        return sorted(found, key=lambda one: one[1].x())

    def _at(self, spot: QPointF) -> int | None:
        return next((track for track, box in self._several() if box.contains(spot)), None)

    def _mark(self, track: int, box: QRectF, place: int) -> Mark:
        if self._asks():
            return Mark(track, box, State.UNKNOWN, number(place))
        followed = self._guidance is not None and track == self._guidance.chosen
        return Mark(track, box, State.NAME if followed else State.UNKNOWN, self.name, faint=not followed)

    def _fit(self) -> None:
        wanted = self.instruction.fontMetrics().horizontalAdvance(self.instruction.text()) + 56
        self.instruction.setFixedWidth(max(1, min(self.width() - 32, wanted)))
        if (layout := self.layout()) is not None:
            layout.activate()  # at once: words of two lines would be cut off until the next event

    def _oval(self) -> QRectF:
        """In the middle; where several are in view, around whom it is about."""
        chosen = self._guidance and self._guidance.chosen
        for track, box in self._several():
            if track == chosen:
                height = 1.7 * box.height()
                around = QRectF(0, 0, 0.76 * height, height)
                around.moveCenter(box.center())
                return around
        place = self.place()
        height = 0.72 * min(place.height(), self.height() - 96)
        oval = QRectF(0, 0, 0.76 * height, height)
        oval.moveCenter(place.center())
        oval.moveTop(min(oval.top(), self.height() - 96 - height))
        return oval
