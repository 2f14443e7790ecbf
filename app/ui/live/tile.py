"""One of the sources being watched: its picture, how it goes, and a cross to be rid of it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui.link.bridge import Bridge
from app.ui.live.session import LiveSession
from app.ui.live.showing import Showing
from app.ui.live.sightings import Sightings
from app.ui.live.video import LiveVideo
from app.ui.live.view_button import ViewButton
from app.ui.look.texts import tip, tr
from app.ui.widgets.buttons import button, icon_button, say
from app.ui.widgets.layouts import in_column

_MARGIN = 10
_CROSS = QSize(30, 30)


class Tile(QWidget):
    """A source and its picture. Among others it says which it is, and what became of it, by itself.

    Attributes:
        number: As the engine counts tiles.
        address: What is watched, or is to be; "" before anything was chosen.
        name: As shown.
        session: Live view of it.
        video: The picture.
        showing: What brings frames onto it.

    Signals:
        closed: The user wants it no more.
    """

    closed = Signal()

    def __init__(self, number: int, bridge: Bridge, sightings: Sightings, view: ViewButton) -> None:
        super().__init__()
        self.number, self.address, self.name = number, "", ""
        self.session = LiveSession(bridge, self, number)
        self.video = LiveVideo(sightings.ignored)
        self.showing = Showing(bridge, number, self.video, sightings, view)
        self._sightings = sightings
        self._among = False
        in_column(self.video, on=self)
        self._close = icon_button("x", tr("Watch this no more"), self.closed.emit)
        self._close.setFixedSize(_CROSS)
        self._again = button(tr("Try again"), self.start)
        for one in (self._close, self._again):
            one.setParent(self)
            one.hide()
        self.session.changed.connect(self._show_stage)
        self.session.faces.connect(self.showing.see)

    def watch(self, address: str, name: str) -> None:
        """Watch another source."""
        self.address, self.name = address, name
        self.start()

    def start(self) -> None:
        """Watch the source, anew if it is watched already."""
        self.showing.look_at(self.address)
        self.session.start(self.address)

    def be_among(self, *, others: bool) -> None:
        """Stand beside others, or alone, where all of the page tells of this source."""
        self._among = others
        self.video.caption = self.name if others else ""
        called = tr("Live picture of {name}", name=self.name) if others else tr("Live picture")
        self.video.setAccessibleName(called)
        self._close.setVisible(others)
        self._close.setAccessibleName(tr("Close {name}", name=self.name))
        self._show_end()
        self.video.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cross in its corner."""
        super().resizeEvent(event)
        self._close.move(self.width() - _CROSS.width() - _MARGIN, _MARGIN)
        self._place_again()

    def _show_stage(self) -> None:
        stage = self.session.stage
        if stage == "starting":
            self.video.say(tr("Starting {name}…", name=self.name))
            self.showing.begin()
        elif stage != "running":
            self._sightings.leave(self.number)
            self.showing.end() if stage == "ended" and not self._among else self.showing.go_on()
        self.video.lose(self.session.error if stage == "lost" else None)
        self._show_end()

    def _show_end(self) -> None:
        """Say over the picture what became of the source, unless the page does."""
        stage = self.session.stage
        ended = self._among and stage in ("ended", "failed")
        if ended and stage == "ended":
            self.video.say(tr("The video is over"))
        elif ended:
            self.video.lose(self.session.error, for_good=True)
        say(self._again, tr("Start again") if stage == "ended" else tr("Try again"))
        self._again.setToolTip(tip(self.name))
        self._again.setVisible(ended)
        self._place_again()

    def _place_again(self) -> None:
        self._again.adjustSize()
        left = (self.width() - self._again.width()) // 2
        self._again.move(left, self.height() - self._again.height() - _MARGIN)
