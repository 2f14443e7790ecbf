"""The live picture: the newest frame with who is in it, and a face chosen by mouse or keys."""

from collections.abc import Container

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip

from app.core.errors import KithError
from app.domain.decision import State
from app.domain.live import LiveFace, LiveFrame
from app.ui.live import lost
from app.ui.live.hud import Hud
from app.ui.live.overlay import Mark, Overlay, chip
from app.ui.live.sightings import title
from app.ui.look.texts import listed, tip, tr
from app.ui.widgets.picture import ACCENT, RADIUS, Picture

_MARGIN = 14
_CROSS, _TAKEN = 40, 52
"""Pixels in the upper right that are left to the button that closes a picture."""
_FEW = 3
"""Faces up to which each label says what a click does."""
_FORWARD = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)


class LiveVideo(Picture):
    """Shows frames with boxes. The newest faces lie over the newest frame: nothing is ever queued.

    Attributes:
        faces: Those of the newest `LiveFrame`, the largest first.
        hud: Times and counts.
        frozen: What is said while the picture stands, or "".
        message: What is said over the picture instead, or "".
        lost: What happened and what is done about it, while no pictures come any more; else None.
        caption: What is shown, where there are several pictures; else "".

    Signals:
        face_chosen: A face was clicked on, or chosen with Enter; its track.
        opened: A double click or Enter, but at no face.
        entered: The keyboard is here now.
    """

    face_chosen = Signal(int)
    opened = Signal()
    entered = Signal()

    def __init__(self, ignored: Container[LiveFace] = ()) -> None:
        super().__init__()
        self._ignored = ignored
        self.faces: tuple[LiveFace, ...] = ()
        self.hud = Hud()
        self.frozen = ""
        self.message = ""
        self.lost: tuple[str, str] | None = None
        self.caption = ""
        self._captioned = QRectF()
        self._overlay: Overlay | None = None
        self._told: object = None
        self._at: int | None = None
        self._held: int | None = None
        self._over: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Live picture"))

    def show_faces(self, seen: LiveFrame) -> None:
        """Show who is in the newest frame."""
        self.faces = seen.faces
        self.hud.see(seen)
        if self._at is not None and self.face(self._at) is None:
            self._at = None
        self._describe()
        self.update()

    def lose(self, error: KithError | None, *, for_good: bool = False) -> None:
        """Dim the last picture and say why no other comes, for now or for good; None: they come again."""
        self._told = None
        self.lost = None if error is None else lost.words(error, for_good=for_good)
        if self.lost is not None:
            self.message, self.faces, self._at = "", (), None
            self.setAccessibleDescription(" ".join(self.lost))
        self.update()

    def say(self, message: str) -> None:
        """Say something over an empty picture: no frame is shown any more."""
        self.lost = None
        self.message, self.faces, self._at = message, (), None
        self.hud.clear()
        self.clear()

    def show_hud(self, *, shown: bool) -> None:
        """Show or hide times and counts."""
        self.hud.shown = shown
        self.update()

    def hold(self, track: int | None) -> None:
        """Mark the face that is being talked about."""
        self._held = track
        self.update()

    def face(self, track: int) -> LiveFace | None:
        """The face of a track, if it is in view."""
        return next((face for face in self.faces if face.track == track), None)

    def to_settle(self) -> LiveFace | None:
        """The unsure face that the keys 1 and 2 settle: the chosen one, else the largest."""
        unsure = [face for face in self.faces if face.state is State.UNSURE and face not in self._ignored]
        return next((face for face in unsure if face.track == self._at), unsure[0] if unsure else None)

    def chosen(self) -> LiveFace | None:
        """The face that the keyboard is at."""
        return None if self._at is None else self.face(self._at)

    def with_boxes(self) -> QImage:
        """The frame shown, in its own size, with boxes and labels in it."""
        drawn = self.image.copy()
        scale = max(1.0, drawn.height() / 720)
        marks = [self._mark(face, QRectF(*face.box), plain=True) for face in self.faces]
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        Overlay(self.font(), scale).paint(painter, marks, QRectF(drawn.rect()))
        painter.end()
        return drawn

    def paint_over(self, painter: QPainter) -> None:
        """Paint boxes, figures, or what is said instead."""
        if self.message:
            self._paint_message(painter)
        elif self.lost is not None:
            dimmed = QRectF() if self.image.isNull() else self.place()
            taken = _TAKEN if self.caption else 0  # above by its name, below by a button
            room = QRectF(self.rect()).adjusted(0, taken, 0, -taken)
            lost.paint(painter, self.lost, room, dimmed, self.font())
        else:
            self._paint_faces(painter)
        self._paint_caption(painter)

    def _paint_faces(self, painter: QPainter) -> None:
        marks = [self._mark(face, self.on_widget(face.box)) for face in self.faces]
        if self._overlay is None or self._overlay.font != self.font():
            self._overlay = Overlay(self.font())
        self._overlay.paint(painter, marks, self.place(), [self.hud.place, self._captioned])
        corner = QPointF(_MARGIN, self.height() - _MARGIN)
        corner = self.hud.paint(painter, corner, self._small())
        if self.frozen:
            chip(painter, self.frozen, corner, self._small())
            corner -= QPointF(0, 32)
        if not self.faces and not self.image.isNull():
            chip(painter, tr("Nobody in view"), corner, self._small())

    def event(self, event: QEvent) -> bool:
        """Explain the figures under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            told = self.hud.explained() if self.hud.place.contains(event.pos().toPointF()) else ""
            QToolTip.showText(event.globalPos(), tip(told), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over faces."""
        face = self._face_at(event.position())
        self._over = face.track if face else None
        self.setCursor(Qt.CursorShape.PointingHandCursor if face else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the face clicked on."""
        face = self._face_at(event.position())
        if face is not None and event.button() is Qt.MouseButton.LeftButton:
            self._at = face.track
            self.face_chosen.emit(face.track)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the picture, unless a face was clicked on."""
        if self._face_at(event.position()) is None:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from face to face, Enter opens one."""
        key = event.key()
        if key in _FORWARD or key in _BACK:
            self._step(1 if key in _FORWARD else -1, around=True)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._at is not None:
            self.face_chosen.emit(self._at)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the faces, then on."""
        stepped = self.hasFocus() and self._step(1 if forward else -1, around=False)
        return stepped or super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.entered.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def _describe(self) -> None:
        """Tell those who cannot see it who is in view, if others are: putting it into words takes long."""
        faces = [face for face in self.faces if face not in self._ignored]
        told = [
            (face.state, face.name, face.stranger, face.spoofed, [name for name, _ in face.candidates])
            for face in faces
        ]
        if self._told != told:
            self._told = told
            self.setAccessibleDescription(listed(map(title, faces)))

    def _step(self, by: int, *, around: bool) -> bool:
        """Choose the next face, from left to right; whether there is one."""
        tracks = [face.track for face in sorted(self.faces, key=lambda face: self.on_widget(face.box).x())]
        if not tracks:
            return False
        place = tracks.index(self._at) + by if self._at in tracks else 0 if by > 0 else len(tracks) - 1
        if not around and not 0 <= place < len(tracks):
            self._at = None
            self.update()
            return False
        self._at = tracks[place % len(tracks)]
        self.update()
        return True

    def _face_at(self, point: QPointF) -> LiveFace | None:
        found = [
            face for face in self.faces if self.on_widget(face.box).adjusted(-6, -32, 6, 6).contains(point)
        ]
        return min(found, key=lambda face: face.box.area, default=None)

    def _mark(self, face: LiveFace, box: QRectF, *, plain: bool = False) -> Mark:
        if face in self._ignored:
            chosen = not plain and self.hasFocus() and face.track == self._at
            return Mark(face.track, box, face.state, "", chosen=chosen, faint=True)
        called = title(face)
        chosen = face.track == self._held or (self.hasFocus() and face.track == self._at)
        if face.state is State.UNSURE:
            keys = face is self.to_settle() and (self.hasFocus() or not self.caption)
            hint = tr("press 1 or 2") if keys else tr("click to say who")
            called = tr("{names}?", names=called)
        else:
            few = chosen or len(self.faces) <= _FEW or face.track == self._over
            hint = tr("sure") if face.state is State.NAME else _hint(face) if few else ""
        if face.spoofed and face.state is not State.UNKNOWN:
            hint = tr("perhaps a picture")
        hint = "" if plain and not face.spoofed else hint
        return Mark(face.track, box, face.state, called, hint, chosen and not plain, framed=face.spoofed)

    def _paint_caption(self, painter: QPainter) -> None:
        """Say what is shown, in the upper left, and show where the keyboard is, where there are several."""
        self._captioned = QRectF()
        if not self.caption:
            return
        if self.hasFocus():
            painter.setPen(QPen(ACCENT, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)
        corner = QPointF(_MARGIN, _MARGIN + 26)
        self._captioned = chip(painter, self.caption, corner, self._small(), beside=_CROSS)

    def _paint_message(self, painter: QPainter) -> None:
        painter.setPen(Qt.GlobalColor.white)
        font = QFont(self.font())
        font.setPixelSize(15)
        painter.setFont(font)
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.message)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(12)
        return font


def _hint(face: LiveFace) -> str:
    """What an unknown face is told with: why it has no name, or how to give it one."""
    return tr("click to enrol") if face.recognisable else tr("not clear enough to recognise")
