"""Somebody's best face in the ring of the poses that their samples cover."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.pose import POSES
from app.ui.link.thumbnails import Thumbnails
from app.ui.look import theme
from app.ui.look.texts import listed, tip, tr
from app.ui.widgets.face_grid import paint_inside
from app.ui.widgets.pose_ring import draw_arc, pose_word

_SIZE = QSize(92, 116)
_RING, _GAP = 4, 5


class Portrait(QWidget):
    """An oval picture; an arc of the ring is solid where the pose is covered, else dotted."""

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._thumbnails = thumbnails
        self._face: int | None = None
        self._poses: Mapping[str, int] = {}
        self.setFixedSize(_SIZE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        thumbnails.arrived.connect(self._arrived)

    def show_face(self, face: int | None) -> None:
        """Show a face, or none."""
        self._face = face
        self.update()

    def show_poses(self, poses: Mapping[str, int]) -> None:
        """Draw the ring; nothing is known of any pose where there are no figures."""
        self._poses = poses
        covered = listed(pose_word(pose) for pose in POSES if poses.get(pose))
        words = tr("Poses covered: {poses}", poses=covered) if covered else ""
        self.setToolTip(tip(words))
        self.setAccessibleName(words or tr("Portrait"))
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the face, and the ring around it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(_RING, _RING, -_RING, -_RING)
        inner = ring.adjusted(_GAP, _GAP, -_GAP, -_GAP)
        shape = QPainterPath()
        shape.addEllipse(inner)
        picture = None if self._face is None else self._thumbnails.get(self._face)
        paint_inside(painter, shape, inner.toRect(), picture)
        for pose, count in self._poses.items():
            pen = QPen(theme.color("accent"), _RING) if count else QPen(theme.color("muted"), 1.5)
            pen.setStyle(Qt.PenStyle.SolidLine if count else Qt.PenStyle.DotLine)
            draw_arc(painter, ring, pose, pen)
        painter.end()

    def _arrived(self, faces: frozenset[int]) -> None:
        if self._face in faces:
            self.update()
