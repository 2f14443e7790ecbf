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
from app.ui.live.video import LiveVideo
from app.ui.shell.context import Context


class Asking(QObject):
    """Opens the popover, and passes on what was answered.

    Attributes:
        popover: Where a face is named.
    """

    def __init__(
        self, context: Context, page: QWidget, video: LiveVideo, stages: Stages, sightings: Sightings
    ) -> None:
        super().__init__(page)
        self.popover = NamePopover(context, page)
        self._page = page
        self._context, self._video, self._stages, self._sightings = context, video, stages, sightings
        self._about: LiveFace | None = None
        video.face_chosen.connect(self.about_track)
        self.popover.closed.connect(self._closed)
        self.popover.named.connect(sightings.told)
        self.popover.ignored.connect(self._ignore)

    def about_track(self, track: int) -> None:
        """Ask who a face in the picture is."""
        if (face := self._video.face(track)) is not None:
            known = [one.picture for one in self._sightings.here if one.face.track == track]
            self._ask(face, known[0] if known else QPixmap(), self._video.on_widget(face.box))

    def about(self, one: Sighting) -> None:
        """Open the page of somebody known; ask who a stranger is, though they may have left."""
        if one.state is State.NAME:
            known = self._context.people.find(one.title)
            person = known.id if known is not None else one.face.person
            self._context.go("people", *(() if person is None else ("person", person)))
        elif self._stages.on_video and self._video.face(one.face.track) is not None:
            self.about_track(one.face.track)
        else:
            self._ask(one.face, one.picture, QRectF(self._video.width(), 0, 0, 0))

    def settle(self, place: int) -> None:
        """Say which of two names is right: of the face asked about, else of the one to settle next."""
        face = self._asked() or self._video.to_settle()
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

    def _ask(self, face: LiveFace, picture: QPixmap, beside: QRectF) -> None:
        self._about = face
        self._video.hold(face.track)
        if self._video.window() is self._page.window():  # the page has more room than a low picture
            self.popover.lie_over(self._page)
            beside = beside.translated(self._video.mapTo(self._page, QPointF()))
        else:
            self.popover.lie_over(self._video)
        ask = partial(self.popover.ask_about, face, title(face), picture, beside)
        ask(ignored=face in self._sightings.ignored)

    def _asked(self) -> LiveFace | None:
        track = self.popover.track
        return None if track is None else self._video.face(track) or self._about

    def _meant(self) -> LiveFace | None:
        """The face that the keyboard is at, else the only one in the picture."""
        faces = self._video.faces
        return self._video.chosen() or (faces[0] if len(faces) == 1 else None)

    def _ignore(self, track: int, ignored: bool) -> None:
        face = self._video.face(track) or self._about
        if face is not None:
            self._put_aside(face, aside=ignored)

    def _put_aside(self, face: LiveFace, *, aside: bool) -> None:
        ignored = self._sightings.ignored
        (ignored.add if aside else ignored.take_back)(face)
        self._video.update()

    def _closed(self) -> None:
        self._video.hold(None)
        self._video.setFocus()
