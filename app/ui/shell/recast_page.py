"""What stands in the place of the window while the gallery is encrypted, decrypted or given another key."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QProgressBar

from app.core.errors import KithError
from app.core.progress import Progress
from app.domain.recasting import Recast, Recasting, gone_text
from app.engine.recasting import RecastChild
from app.keys import header
from app.keys.key import hold
from app.keys.unlocking import Fresh, discard
from app.ui.link.memory import Memory
from app.ui.look.texts import sentences, shown, tr
from app.ui.shell.plain_page import PlainPage
from app.ui.widgets.buttons import button, stopping, wait_for
from app.ui.widgets.labels import label
from app.ui.widgets.problem import Problem

_WHOLE = 1000


class RecastPage(PlainPage):
    """Has one change made, shows how far it is, and says what came of it.

    Where an earlier one was broken off, it asks first whether to go on.

    Attributes:
        told: What to say once the window is there again.
        go: Goes on with what was broken off.
        leave: Leaves it as it was before, or closes the page once the change failed.
        stop: Breaks it off.
    """

    _heard = Signal(object)

    def __init__(self, data_dir: Path, memory: Memory, what: Recasting, fresh: Fresh | None = None) -> None:
        """Make the page; shown, it begins.

        Args:
            data_dir: The data folder, whose engine has ended.
            memory: Where the window's place and size are remembered.
            what: What to do.
            fresh: The new key, where there is to be one.
        """
        super().__init__(memory, _heading(what))
        self._data_dir, self._what, self._fresh = data_dir, what, fresh
        self._child: RecastChild | None = None
        self.told = ""
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.heading.text())
        self._far = label("", "small")
        self._problem = Problem()
        self.go = button(tr("Go on"), self._begin, "primary")
        self.leave = button(tr("Leave it as it was"), self.reject)
        self.stop = button(tr("Stop"), self._stop)
        for part in (self._bar, self._far, self._problem):
            self.body.addWidget(part)
        for one in (self.leave, self.stop):
            self.row.addWidget(one)
        self.row.addStretch()
        self.row.addWidget(self.go)
        self._heard.connect(self._take)
        self._show(asks=what == "go on")
        self.go.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin, unless it is to be asked first."""
        super().showEvent(event)
        if self._what != "go on" and self._child is None:
            self._begin()

    def reject(self) -> None:
        """Closed while the change goes on, break it off first."""
        if self._child is not None:
            self._stop()
        else:
            super().reject()

    def _show(self, *, asks: bool = False, works: bool = False, failed: bool = False) -> None:
        self.go.setVisible(asks)
        self.leave.setVisible(asks or failed)
        self._problem.setVisible(failed)
        for part in (self.stop, self._bar, self._far):
            part.setVisible(works)
        self.sentence.setText(
            tr("Nothing is lost: it can go on, or be left as it was before.")
            if asks
            else tr("It can be broken off at any moment, and nothing is lost. Please leave Kith open.")
        )
        self.sentence.setVisible(not failed)

    def _begin(self) -> None:
        self._bar.setRange(0, 0)
        self._show(works=True)
        if self._fresh is not None:
            hold(self._fresh.header.id, self._fresh.key)
        self._child = RecastChild(self._data_dir, self._what, self._fresh, self._heard.emit)

    def _stop(self) -> None:
        if self._child is not None:
            wait_for(self.stop, stopping())
            self._child.cancel()

    def _take(self, message: object) -> None:
        if isinstance(message, Progress):
            self._bar.setRange(0, _WHOLE)
            self._bar.setValue(message.done * _WHOLE // max(1, message.total))
            self._far.setText(shown(message.label))
            return
        self._child = None
        if isinstance(message, Recast):
            self._end(message)
        elif isinstance(message, KithError):
            self._drop_key()
            self._problem.show_error(message)
            self.heading.setText(_heading("go on"))
            self.leave.setText(tr("Close"))
            self._show(failed=True)
        else:
            self._drop_key()
            self.told = tr("Broken off: the gallery is as it was.")
            self.accept()

    def _end(self, done: Recast) -> None:
        kept = tr("{text}.", text=header.in_words(header.holder(self._data_dir)))
        self.told = sentences(kept, shown(gone_text(done.gone)) if done.gone else "")
        self.accept()

    def _drop_key(self) -> None:
        """Nothing needs it any more, unless the process died in the middle."""
        if self._fresh is not None and not header.is_broken_off(self._data_dir):
            discard(self._fresh)


def _heading(what: Recasting) -> str:
    return {
        "on": tr("The gallery is being encrypted"),
        "off": tr("The gallery is being decrypted"),
        "rekey": tr("The gallery gets a new key"),
        "go on": tr("Changing the encryption was broken off"),
        "put back": tr("The copy is put back"),
    }[what]
