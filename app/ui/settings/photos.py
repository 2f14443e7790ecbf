"""What is read of folders of photos."""

from app.ui.look.texts import tr
from app.ui.settings.choices import Choices
from app.ui.settings.section import Section


class PhotosSection(Section):
    """Whether videos are read, and whether it is kept where photos were taken."""

    def __init__(self, choices: Choices) -> None:
        super().__init__(tr("Photos"))
        self._choices = choices
        self.videos = self.add_switch(
            tr("Read videos in folders, too"),
            tr("About one picture a second is looked at, at most 600 of each video."),
            lambda on: choices.change(videos=on),
        )
        self.places = self.add_switch(
            tr("Keep where photos were taken"),
            tr(
                "The coordinates in a photo are shown beside it and written into tables. Photos read before "
                "tell theirs as their folder is read again; turning this off forgets them all."
            ),
            lambda on: choices.change(places=on),
        )
        choices.stored.connect(self._show)
        choices.saved.connect(self._written)

    def _show(self) -> None:
        if (now := self._choices.now) is not None:
            for switch, on in ((self.videos, now.videos), (self.places, now.places)):
                switch.setEnabled(True)
                switch.setChecked(on)

    def _written(self, name: str) -> None:
        if name in ("videos", "places"):
            self.say_saved()
