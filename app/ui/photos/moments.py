"""The moments of a video at which faces are kept, to go from one to the next."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.photo import Photo
from app.ui.look.texts import clock, facts, number, tr
from app.ui.widgets.buttons import icon_button
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import in_row


class Moments(QWidget):
    """Where in a video its viewer is: "0:12 of 1:30, moment 2 of 5"; hidden for a photo.

    Signals:
        chosen: Another moment was asked for; seconds into the video.
    """

    chosen = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._moments: tuple[float, ...] = ()
        self._place = 0
        self._where = label("", "small")
        self._before = icon_button("skip-back", tr("Moment before (Page Up)"), lambda: self.step(-1))
        self._after = icon_button("skip-forward", tr("Next moment (Page Down)"), lambda: self.step(1))
        in_row(self._before, self._where, self._after, on=self, spacing=8)
        self.hide()

    def show_video(self, video: Photo, at: float) -> None:
        """Offer the moments of a video, and say that it is shown at one of them, or in between."""
        self._moments = tuple(sorted({at, *(face.at for face in video.faces if face.at is not None)}))
        self._place = self._moments.index(at)
        count = len(self._moments)
        self._where.setText(
            facts(
                tr("{time} of {whole}", time=clock(at), whole=clock(video.seconds or 0.0)),
                tr("moment {place} of {count}", place=number(self._place + 1), count=number(count)),
            )
        )
        self._before.setEnabled(self._place > 0)
        self._after.setEnabled(self._place + 1 < count)
        self.show()

    def step(self, by: int) -> None:
        """Go to the moment before or after."""
        if self.isVisible() and 0 <= self._place + by < len(self._moments):
            self.chosen.emit(self._moments[self._place + by])
