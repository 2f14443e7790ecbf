"""What is known of a face, in words: asked for only for faces in view."""

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QCursor, QHelpEvent
from PySide6.QtWidgets import QToolTip

from app.domain.face import Quality, StoredFace
from app.domain.grade import Grade, grade_of
from app.engine.requests.faces import GetFaces
from app.ui.link.bridge import Bridge
from app.ui.look.texts import listed, number, tr
from app.ui.widgets.face_grid import FaceGrid

_KEPT = 1000
_SHARP, _SOFT = 120.0, 20.0
"""Variances of the Laplacian, in grey levels squared."""
_FRONTAL, _TURNED = 20.0, 45.0
"""Degrees."""


def face_text(card: StoredFace) -> str:
    """How fit a face is for recognition, led by why it cannot be recognised, if so."""
    quality = quality_text(card.quality)
    if not card.unrecognisable:
        return quality
    return tr("{trouble} ({quality})", trouble=card.unrecognisable, quality=quality)


def quality_text(quality: Quality) -> str:
    """How fit a face is for recognition: sharp, frontal, 84 px between the eyes (good)."""
    parts = [_sharpness(quality.sharpness), _pose(quality), _light(quality.exposure)]
    eyes = tr("{count} px between the eyes", count=number(quality.eyes))
    if (grade := grade_of(quality)) is not None:
        eyes = tr("{eyes} ({grade})", eyes=eyes, grade=grade_text(grade))
    return listed(filter(None, [*parts, eyes]))


def grade_text(grade: Grade) -> str:
    """How near a face was, in a word."""
    return tr("good") if grade is Grade.GOOD else tr("usable")


def _sharpness(value: float) -> str:
    if value >= _SHARP:
        return tr("sharp")
    return tr("a little soft") if value >= _SOFT else tr("blurred")


def _pose(quality: Quality) -> str:
    angle = max(abs(quality.yaw), abs(quality.pitch))
    if angle <= _FRONTAL:
        return tr("frontal")
    return tr("turned") if angle <= _TURNED else tr("turned far away")


def _light(exposure: float) -> str:
    """Only said where it is worth knowing."""
    if exposure < 0.15:
        return tr("dark")
    return tr("very bright") if exposure > 0.85 else ""


class FaceFacts(QObject):
    """Tells the quality of the face under the mouse in its tooltip."""

    def __init__(self, grid: FaceGrid, bridge: Bridge) -> None:
        super().__init__(grid)
        self._grid, self._bridge = grid, bridge
        self._cards: dict[int, StoredFace] = {}
        self._hovered: int | None = None
        self._viewport = grid.viewport()
        self._viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer when the mouse rests on a face."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self._grid.indexAt(event.pos()).row()
            self._hovered = self._grid.faces.faces[row] if row >= 0 else None
            self._tell_or_ask()
            return True
        return super().eventFilter(watched, event)

    def _tell_or_ask(self) -> None:
        card = self._cards.get(self._hovered) if self._hovered is not None else None
        if card is not None:
            QToolTip.showText(QCursor.pos(), face_text(card), self._viewport)
        elif self._hovered is not None:
            first, last = self._grid.shown_rows()
            wanted = self._grid.faces.faces[first : last + 1]
            self._bridge.ask(GetFaces(wanted), self._take)

    def _take(self, cards: tuple[StoredFace, ...]) -> None:
        if len(self._cards) > _KEPT:
            self._cards.clear()
        self._cards.update({card.id: card for card in cards})
        if shiboken6.isValid(self._viewport) and self._viewport.underMouse() and self._hovered in self._cards:
            self._tell_or_ask()
