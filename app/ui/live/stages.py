"""What stands where the picture is: the picture, or what to do while there is none."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from app.core.errors import KithError, KnownError
from app.core.text import say
from app.ui.look.texts import tr
from app.ui.widgets.buttons import button
from app.ui.widgets.empty import EmptyState, in_the_middle
from app.ui.widgets.layouts import in_column
from app.ui.widgets.problem import Problem


@dataclass(frozen=True, slots=True)
class Actions:
    """The ways on that a page without a picture offers.

    Attributes:
        start: Watch the source.
        choose: Choose another source.
        enrol: Enrol someone with the camera.
        photos: Go to the photos.
    """

    start: Callable[[], None]
    choose: Callable[[], None]
    enrol: Callable[[], None]
    photos: Callable[[], None]


class Stages(QStackedWidget):
    """One of: the picture, the first run, a rest, the end of a video, a failure."""

    def __init__(self, video: QWidget, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        self._start = button(tr("Start"), actions.start, "primary", icon="play")
        self._again = button(tr("Start again"), actions.start, "primary", icon="play")
        self._enrol = button(tr("Enrol with the camera"), actions.enrol, "primary")
        self._holder = in_column()
        holder = QWidget()
        holder.setLayout(self._holder)
        self._video = self.addWidget(holder)
        self.take_back(video)
        self._first = self.addWidget(self._first_run())
        self._rest = self.addWidget(self._resting())
        self._over = self.addWidget(self._ended())
        self._problem = Problem()
        self._failed = self.addWidget(in_the_middle(self._problem))

    def show_video(self) -> None:
        """Show the picture."""
        self.setCurrentIndex(self._video)

    def show_first_run(self) -> None:
        """Teach the first step: nobody is enrolled yet."""
        self.setCurrentIndex(self._first)

    def show_rest(self) -> None:
        """Offer to start: nothing is being watched."""
        self.setCurrentIndex(self._rest)

    def show_over(self) -> None:
        """Say that the video has come to its end."""
        self.setCurrentIndex(self._over)

    def show_failure(self, error: KithError | None) -> None:
        """Tell why a source could not be watched, or broke off."""
        again = button(tr("Try again"), self._actions.start, "primary")
        choose = button(tr("Choose another source"), self._actions.choose)
        self._problem.show_error(error or KnownError(say("live view broke off")), [again, choose])
        self.setCurrentIndex(self._failed)

    def take_back(self, video: QWidget) -> None:
        """Put the picture back that was borrowed."""
        self._holder.addWidget(video)

    def main_button(self) -> QPushButton | None:
        """The one to press next, if there is any."""
        shown = {self._first: self._enrol, self._rest: self._start, self._over: self._again}
        return shown.get(self.currentIndex())

    @property
    def on_video(self) -> bool:
        """Whether the picture is shown."""
        return self.currentIndex() == self._video

    @property
    def on_first_run(self) -> bool:
        """Whether the first step is taught."""
        return self.currentIndex() == self._first

    def _first_run(self) -> QWidget:
        return EmptyState(
            "video-camera",
            tr("Show Kith its first face"),
            tr(
                "Enrol yourself with the camera: it takes about fifteen seconds. "
                "Or point Kith at a folder of photos and name the people it finds."
            ),
            [self._enrol, button(tr("Choose a photo folder…"), self._actions.photos)],
            tr("Faces never leave this computer. You can forget anyone at any time."),
        )

    def _resting(self) -> QWidget:
        return EmptyState(
            "video-camera",
            tr("See who is in view"),
            tr("Watch a camera, a video file or a camera on the network, and Kith names whom it knows."),
            [self._start],
            tr(
                "The camera is off until you start it, and whenever you leave this page. "
                "A name is a likeness, no proof of who somebody is: let none open a door or an account."
            ),
        )

    def _ended(self) -> QWidget:
        choose = button(tr("Choose another source"), self._actions.choose)
        return EmptyState(
            "check-circle", tr("The video is over"), tr("It was shown to its end."), [self._again, choose]
        )
