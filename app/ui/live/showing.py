"""Frames on their way to the picture: blurred, mirrored, or left out while the picture is frozen."""

from datetime import datetime
from time import monotonic, time

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from app.core.language import language
from app.domain.live import LiveFrame
from app.ui.link.bridge import Bridge
from app.ui.live.blur import Blur
from app.ui.live.sightings import Sightings
from app.ui.live.video import LiveVideo
from app.ui.live.view_button import ViewButton
from app.ui.look.texts import tr
from app.ui.widgets.picture import as_image


class Showing(QObject):
    """Shows each frame as the user wants it, and freezes the picture; live view goes on behind.

    Attributes:
        newest: What was seen last, shown or not.

    Signals:
        shaped: Size of the newest frame.
    """

    shaped = Signal(QSize)

    def __init__(
        self, bridge: Bridge, tile: int, video: LiveVideo, sightings: Sightings, view: ViewButton
    ) -> None:
        super().__init__(video)
        self._bridge, self._tile, self._source = bridge, tile, ""
        self._video, self._sightings, self._view = video, sightings, view
        self._blur = Blur()
        self._picture, self._since = QImage(), ""
        self.newest: LiveFrame | None = None
        view.changed.connect(self._adopt)
        self._adopt()

    def look_at(self, source: str) -> None:
        """Another source is shown, as it was before."""
        self._source = source
        self._adopt()

    def begin(self) -> None:
        """Another source, or the same anew."""
        self.newest, self._picture = None, QImage()
        self.go_on()

    def see(self, seen: LiveFrame) -> None:
        """Take the newest frame, with the newest faces, whatever came between."""
        self.newest = seen
        if (frame := self._bridge.newest_frame(self._tile)) is not None:
            self._picture = self._blur.over(as_image(frame.image), seen.faces, monotonic())
            self.shaped.emit(self._picture.size())
        self._sightings.see(seen, self._picture, time())
        if not self._video.frozen:
            self._video.message = ""
            self._video.show_image(self._picture)
            self._video.show_faces(seen)

    def freeze(self) -> None:
        """Let the picture stand, or go on."""
        if self._video.frozen:
            self.go_on()
        elif self.newest is not None:
            self._since = language().clock(datetime.now().time())
            self._video.frozen = tr("Frozen at {time} · live view goes on behind", time=self._since)
            self._video.update()

    def end(self) -> None:
        """Say of a picture that stands that nothing goes on behind it any more."""
        if self._video.frozen:
            self._video.frozen = tr("Frozen at {time} · the video has ended", time=self._since)
            self._video.update()

    def go_on(self) -> None:
        """Show what is newest from now on."""
        self._video.frozen = ""

    def _adopt(self) -> None:
        """Show the picture as is wanted now, the one that stands too."""
        self._video.mirrored = self._view.mirrors(self._source)
        self._video.show_hud(shown=self._view.hud.isChecked())
        if self._view.blur.isChecked() and not self._blur.on:
            self._sightings.blur()
            self._blur.on = True
            self._video.show_image(self._blur.over(self._video.image, self._video.faces, monotonic()))
        self._blur.on = self._view.blur.isChecked()
