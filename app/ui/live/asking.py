"""Who a face is: asked beside it or beside the picture, or answered by a key."""

from functools import partial

from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from app.domain.decision import State
from app.domain.live import LiveFace
from app.engine.requests.enrolling import DenyTrack, EnrolTrack
from app.ui.live.popover import NamePopover
from app.ui.live.sightings import Sighting, Sightings, title
from app.ui.live.stages import Stages
from app.ui.live.tiles import Tiles
from app.ui.live.video import LiveVideo
from app.ui.shell.context import Context


class Asking(QObject):
    """Opens the popover, and passes on what was answered.

    Attributes:
        popover: Where a face is named.
        video: The picture that was asked about last.
    """

    def __init__(
        self, context: Context, page: QWidget, tiles: Tiles, stages: Stages, sightings: Sightings
    ) -> None:
        super().__init__(page)
        self.popover = NamePopover(context, page)
        self._page = page
        self._context, self._tiles, self._stages, self._sightings = context, tiles, stages, sightings
        self.video = tiles.current.video
        self._about: LiveFace | None = None
        tiles.face_chosen.connect(self.about_track)
        self.popover.closed.connect(self._closed)
        self.popover.named.connect(sightings.told)
        self.popover.ignored.connect(self._ignore)

    def about_track(self, track: int) -> None:
        """Ask who a face in the picture is."""
        video = self._tiles.video_of(track)
        if video is not None and (face := video.face(track)) is not None:
            known = [one.picture for one in self._sightings.here if one.is_at(track)]
            self._ask(face, known[0] if known else QPixmap(), video, video.on_widget(face.box))

    def about(self, one: Sighting) -> None:
        """Open the page of somebody known; ask who a stranger is, though they may have left."""
        if one.state is State.NAME:
            known = self._context.people.find(one.title)
            person = known.id if known is not None else one.face.person
            self._context.go("people", *(() if person is None else ("person", person)))
        elif self._stages.on_video and self._tiles.video_of(one.face.track) is not None:
            self.about_track(one.face.track)
        else:
            video = self._tiles.current.video
            self._ask(one.face, one.picture, video, QRectF(video.width(), 0, 0, 0))

    def settle(self, place: int) -> None:
        """Say which of two names is right: of the face asked about, else of the one to settle next."""
        face = self._asked() or self._tiles.current.video.to_settle()
        if face is not None and face.state is State.UNSURE and len(face.candidates) > place:
            self.popover.close_it()
            self._context.change(EnrolTrack(face.track, face.candidates[place][0]))

    def deny(self) -> None:
        """Say that a face is not whom it is taken for."""
        if self.popover.track is not None:
            self.popover.deny()
        elif (face := self._meant()) is not None and face.state is not State.UNKNOWN:
            names = (face.name,) if face.name else tuple(name for name, _ in face.candidates[:2])
            self._context.change(DenyTrack(face.track, names))

    def ignore(self) -> None:
        """Ignore a face for the rest of the run, or no more."""
        if self.popover.track is not None:
            self.popover.ignore()
        elif (face := self._meant()) is not None:
            self._put_aside(face, aside=face not in self._sightings.ignored)

    def _ask(self, face: LiveFace, picture: QPixmap, video: LiveVideo, beside: QRectF) -> None:
        self._about, self.video = face, video
        video.hold(face.track)
        room = self._page if video.window() is self._page.window() else self._tiles  # more than a low picture
        self.popover.lie_over(room)
        beside = beside.translated(video.mapTo(room, QPointF()))
        ask = partial(self.popover.ask_about, face, title(face), picture, beside)
        ask(ignored=face in self._sightings.ignored)

    def _asked(self) -> LiveFace | None:
        track = self.popover.track
        return None if track is None else self.video.face(track) or self._about

    def _meant(self) -> LiveFace | None:
        """The face that the keyboard is at, else the only one in the picture."""
        video = self._tiles.current.video
        return video.chosen() or (video.faces[0] if len(video.faces) == 1 else None)

    def _ignore(self, track: int, ignored: bool) -> None:
        face = self.video.face(track) or self._about
        if face is not None:
            self._put_aside(face, aside=ignored)

    def _put_aside(self, face: LiveFace, *, aside: bool) -> None:
        ignored = self._sightings.ignored
        (ignored.add if aside else ignored.take_back)(face)
        self._tiles.update()

    def _closed(self) -> None:
        self.video.hold(None)
        self.video.setFocus()
