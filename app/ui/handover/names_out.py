"""Writing names beside photos: what would be written is said before."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QWidget

from app.core.errors import Cancelled, KithError
from app.domain.failure import Failure
from app.domain.handover import NamesWritten
from app.engine.requests.handover import WriteNames
from app.ui.link.job import JobFollower
from app.ui.look.texts import shown, tr, tr_n
from app.ui.shell.context import Context
from app.ui.widgets.buttons import say, wait_for
from app.ui.widgets.failures import Failures
from app.ui.widgets.labels import label
from app.ui.widgets.question import Question


class WriteDialog(Question):
    """How many names go where, and whether into the files too.

    Attributes:
        in_files: Whether names are written into JPEG files themselves.
        told: What would be written, in words.
    """

    def __init__(self, context: Context, parent: QWidget, people: tuple[int, ...] | None) -> None:
        sentence = tr(
            "Other programs read names from XMP: a small file beside each photo. What they wrote there stays."
        )
        super().__init__(parent, _heading(people), sentence)
        self._context, self._over, self._people = context, parent, people
        self._job = JobFollower(context.bridge, self)
        self.in_files = QCheckBox(tr("Write into JPEG files themselves instead"))
        self.told = label("", "muted", wrap=True)
        warned = tr("This changes the photos' files: their pictures stay the same, byte for byte.")
        self._warned = label(warned, "small", wrap=True)
        self._left = label("", "small", wrap=True)
        for one in (self.in_files, self._warned, self.told, self._left):
            self.body.addWidget(one)
        self._on = self.add_buttons(tr("Write"), self._write)
        self.in_files.toggled.connect(self._look)
        self._job.turned.connect(self._go_on)
        self._asked = False
        self._look()

    def _look(self) -> None:
        """Say what would be written."""
        self._warned.setVisible(self.in_files.isChecked())
        self.told.setText(tr("Looking at the photos…"))
        self._left.setText("")
        wait_for(self._on, tr("It is looked at first what there is to write"))
        self._asked = self._job.running
        if not self._job.running:
            self._job.start(self._request(dry_run=True), self._tell, self._failed)

    def _go_on(self) -> None:
        """The other choice was made while the photos were looked at."""
        if self._asked and not self._job.running:
            self._look()

    def _request(self, *, dry_run: bool) -> WriteNames:
        return WriteNames(self._people, self.in_files.isChecked(), dry_run)

    def _tell(self, found: NamesWritten) -> None:
        names = tr_n("{n} name", "{n} names", found.names)
        photos = tr_n("{n} photo", "{n} photos", found.photos)
        self.told.setText(tr("{names} in {photos}.", names=names, photos=photos))
        self._left.setText(_left_out(found.failed))
        say(self._on, tr_n("Write {n} file", "Write {n} files", found.written))
        wait_for(self._on, "" if found.written else tr("All is written already"))

    def _failed(self, error: KithError | Cancelled) -> None:
        self.told.setText(shown(error.text) if isinstance(error, KithError) else tr("Stopped"))

    def _write(self) -> None:
        context, over = self._context, self._over

        def written(found: NamesWritten) -> None:
            said = tr_n("Wrote {n} file", "Wrote {n} files", found.written)
            context.notices.say(said)
            if found.failed:
                Failures(over, said, found.failed, context.bridge.data_dir).open()

        context.bridge.ask(self._request(dry_run=False), written, context.notices.error)
        self.accept()


def _heading(people: tuple[int, ...] | None) -> str:
    if people is None:
        return tr("Write names beside photos")
    return tr_n(
        "Write names beside the photos of {n} person",
        "Write names beside the photos of {n} people",
        len(people),
    )


def _left_out(failed: Sequence[Failure]) -> str:
    if not failed:
        return ""
    return tr_n(
        "{n} photo is left out: {file}: {reason}.",
        "{n} photos are left out, such as {file}: {reason}.",
        len(failed),
        file=Path(failed[0].path).name,
        reason=failed[0].reason,
    )
