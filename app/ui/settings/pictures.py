"""Whether pictures of faces are kept beside what is compared."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.core.errors import Cancelled, KithError
from app.domain.pictures import Pictures, would_drop_text
from app.engine.requests.faces import DropPictures, KeepPictures, KeptPictures
from app.ui.look.texts import shown, tr, tr_n
from app.ui.settings.section import Section
from app.ui.shell.context import Context
from app.ui.widgets.labels import label
from app.ui.widgets.question import Question


class PicturesSection(Section):
    """One switch, which asks before anything is deleted.

    Attributes:
        switch: Whether none are kept.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Pictures of faces"))
        self._context = context
        self.switch = self.add_switch(
            tr("Keep no pictures of faces"),
            tr(
                "Only what is compared is kept: vectors, quality figures and places. A face is shown from "
                "its photo while that is there; another model needs the photos, too."
            ),
            self._chosen,
        )

    def read(self) -> None:
        """Ask whether they are kept."""
        self._context.bridge.ask(KeptPictures(), self._show, lambda _: None)

    def _show(self, found: Pictures) -> None:
        if isValid(self):
            self.switch.setEnabled(True)
            self.switch.setChecked(not found.kept)

    def _chosen(self, none: bool) -> None:
        if none:
            self.switch.setChecked(False)
            AskDrop(self, self._context, self._drop).open()
        else:
            self._context.bridge.ask(KeepPictures(), self._kept, self._context.notices.error)

    def _kept(self, _: object) -> None:
        self.say_saved()
        self.read()

    def _drop(self) -> None:
        notices = self._context.notices

        def done(count: int) -> None:
            notices.say(tr_n("Deleted {n} picture of a face", "Deleted {n} pictures of faces", count))
            self.read()

        self.switch.setEnabled(False)
        self._context.bridge.ask(DropPictures(), done, self._failed)

    def _failed(self, error: KithError | Cancelled) -> None:
        self._context.notices.error(error)
        self.read()


class AskDrop(Question):
    """Whether pictures are to go, with how many that are.

    Attributes:
        found: How many.
    """

    def __init__(self, parent: QWidget, context: Context, then: Callable[[], object]) -> None:
        sentence = tr(
            "Faces stay, with their names and what is compared, and are recognised as before. A face without "
            "a photo is shown as an empty field from then on, and no other model can read it. Copies in the "
            "data folder are deleted, too."
        )
        super().__init__(parent, tr("Keep no pictures of faces"), sentence)
        self._then = then
        self.found = label(tr("Counting"), "strong", wrap=True)
        self.body.addWidget(self.found)
        self.body.addWidget(label(tr("This cannot be undone."), "muted"))
        self._delete = self.add_buttons(tr("Delete the pictures"), self._agreed, "danger")
        self._delete.setEnabled(False)
        context.bridge.ask(KeptPictures(), self._tell, context.notices.error)

    def _tell(self, found: Pictures) -> None:
        if isValid(self):
            self.found.setText(shown(would_drop_text(found)))
            self._delete.setEnabled(True)

    def _agreed(self) -> None:
        self.accept()
        self._then()
