"""Below the picture of a video or a folder of pictures: where it is, pause, again and again, how fast."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle, QWidget

from app.core.playing import Playing
from app.ui.look.icons import put_icon
from app.ui.look.texts import clock, number, tip, tr
from app.ui.widgets.buttons import icon_button
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import in_row
from app.ui.widgets.popup_list import Combo

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
_STEPS = 1000
_LEAP = 5.0
"""Seconds that a key goes forward or back."""


class PlayBar(QWidget):
    """Shows how a recording is played, and lets that be changed.

    Attributes:
        how: How it is played.

    Signals:
        changed: To be played as `how` says from now on, from a place in seconds, or None: from where it is.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.how = Playing()
        self._seconds = self._at = 0.0
        self._pause = icon_button("pause", tr("Pause"), self.toggle_pause)
        self._place = _Slider()
        self._place.setAccessibleName(tr("Place in the video"))
        self._place.sought.connect(lambda share: self.seek(share * self._seconds))
        self._clock = label("", "muted")
        self._loop = icon_button("repeat", tr("Repeat"), self.toggle_loop)
        self._loop.setProperty("kind", "tab")
        self._loop.setCheckable(True)
        self._speed = Combo()
        self._speed.setAccessibleName(tr("Speed"))
        for speed in SPEEDS:
            self._speed.addItem(tr("{times}x", times=number(speed, 0 if speed >= 1 else 2)), speed)
        self._speed.setCurrentIndex(SPEEDS.index(1.0))
        self._speed.activated.connect(self._choose_speed)
        self._lay_out()

    def begin(self, seconds: float, how: Playing | None = None) -> None:
        """Another recording, or the same anew: so many seconds long, played like this; 0: it is live."""
        self._seconds, self._at = seconds, 0.0
        self._show(how or replace(self.how, paused=False))
        self.setVisible(seconds > 0)

    def show_time(self, seconds: float) -> None:
        """Show where it is, unless it is live."""
        if self._seconds <= 0:
            return
        self._at = seconds
        if not self._place.isSliderDown():
            self._place.setValue(round(_STEPS * seconds / self._seconds))
        self._clock.setText(f"{clock(seconds)} / {clock(self._seconds)}")

    def toggle_pause(self) -> None:
        """Stand still, or go on, if a recording is played."""
        self._become(replace(self.how, paused=not self.how.paused))

    def toggle_loop(self) -> None:
        """Begin again after the end, or not, if a recording is played."""
        self._become(replace(self.how, loop=not self.how.loop))

    def leap(self, direction: int) -> None:
        """Go a little forward or back."""
        self.seek(self._at + direction * _LEAP)

    def seek(self, seconds: float) -> None:
        """Go to a place."""
        if self._seconds > 0:
            self._at = min(max(0.0, seconds), self._seconds)
            self.changed.emit(self._at)

    def _choose_speed(self) -> None:
        self._become(replace(self.how, speed=float(self._speed.currentData())))

    def _become(self, how: Playing) -> None:
        if self._seconds > 0:
            self._show(how)
            self.changed.emit(None)

    def _show(self, how: Playing) -> None:
        self.how = how
        text = tr("Play") if how.paused else tr("Pause")
        self._pause.setAccessibleName(text)
        self._pause.setToolTip(tip(text))
        put_icon(self._pause, "play" if how.paused else "pause")
        self._loop.setChecked(how.loop)
        self._speed.setCurrentIndex(SPEEDS.index(how.speed))

    def _lay_out(self) -> None:
        parts = (self._pause, (self._place, 1), self._clock, self._loop, self._speed)
        in_row(*parts, on=self, margins=(0, 4, 0, 0), spacing=8)


class _Slider(QSlider):
    """A slider that goes where it is clicked.

    Signals:
        sought: The user chose a place; its share of the whole.
    """

    sought = Signal(float)

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, _STEPS)
        self.setPageStep(_STEPS // 20)
        self.setSingleStep(_STEPS // 100)
        self.actionTriggered.connect(lambda _: self.sought.emit(self.sliderPosition() / _STEPS))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        value = QStyle.sliderValueFromPosition(0, _STEPS, round(event.position().x()), self.width())
        self.setValue(value)
        super().mousePressEvent(event)
        self.sought.emit(value / _STEPS)
