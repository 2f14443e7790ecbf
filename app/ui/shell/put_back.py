"""The page where what opens an encrypted gallery is gone or damaged: its copy can be put back."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent

from app.core.errors import KithError, StartError
from app.domain.recasting import Recast
from app.engine.recasting import RecastChild
from app.keys import header
from app.keys.errors import LockedError, WrongSecretError
from app.keys.unlocking import key_of, open_with
from app.ui.link.memory import Memory
from app.ui.look.texts import as_sentences, sentences, tr
from app.ui.shell.plain_page import PlainPage
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.labels import Hint
from app.ui.widgets.line_edit import secret_field
from app.ui.widgets.problem import Problem


class PutBack(PlainPage):
    """Says what is gone or damaged, and puts its copy back once that has opened the gallery.

    It asks for the passphrase or the recovery code where the system's keyring does not have the key. Whether
    the copy opens the gallery is tried by a process of its own.

    Attributes:
        secret: What is typed: the passphrase or the recovery code.
        hint: What was wrong with it.
        problem: Why the copy was not put back.
        go: The button that puts it back.
        again: Looks again, where there is no copy that opens the gallery.
        told: What to say once the window is there.
    """

    _heard = Signal(object)

    def __init__(self, data_dir: Path, memory: Memory) -> None:
        """Make the page.

        Args:
            data_dir: The data folder.
            memory: Where the window's place and size are remembered.
        """
        super().__init__(memory, tr("The gallery cannot be opened"))
        self._data_dir = data_dir
        self.told = ""
        self.secret = secret_field(tr("Passphrase or recovery code"))
        self.hint = Hint(self.secret.textChanged)
        self.problem = Problem()
        self.go = button(tr("Put the copy back"), self._try, "primary")
        self.again = button(tr("Try again"), self._look)
        for part in (self.secret, self.hint, self.problem):
            self.body.addWidget(part)
        self.row.addWidget(button(tr("Quit"), self.reject))
        self.row.addStretch()
        for one in (self.again, self.go):
            self.row.addWidget(one)
        self._heard.connect(self._take)
        self._look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back what was typed: the page is left by its buttons alone."""
        if event.key() == Qt.Key.Key_Escape:
            self.secret.clear()
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        """Say what is lost, and offer what there is; go on where nothing is lost any more."""
        try:
            header.load(self._data_dir)
        except StartError as error:
            lost = as_sentences(error.what, error.why)
        else:
            self.accept()
            return
        copy = header.load_copy(self._data_dir)
        self.sentence.setText(
            sentences(lost, tr("A copy of it is kept: it is put back once it has opened the gallery."))
            if copy is not None
            else sentences(
                lost,
                tr("Its copy in backups is gone or damaged, too."),
                tr("Put it back from where you keep a copy of the data folder, then try again."),
            )
        )
        self._show(copy=copy is not None, asks=copy is not None and copy.headers[0].holder == "passphrase")

    def _show(self, *, copy: bool, asks: bool = False, failed: bool = False) -> None:
        self.secret.setVisible(asks)
        self.hint.tell("")
        self.problem.setVisible(failed)
        self.sentence.setVisible(not failed)
        self.go.setVisible(copy)
        self.again.setVisible(not copy)
        (self.go if copy else self.again).setDefault(True)
        (self.secret if asks else self.go if copy else self.again).setFocus()

    def _try(self) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # a passphrase is stretched for a while
        try:
            self._unlock()
        except WrongSecretError as error:
            self.hint.tell(as_sentences(error.what, error.why))
            self.secret.selectAll()
            self.secret.setFocus()
        except LockedError as error:
            self._show(copy=True, asks=True)
            self.hint.tell(as_sentences(error.why, error.remedy))
        else:
            wait_for(self.go, tr("It is tried whether the copy opens the gallery"))
            RecastChild(self._data_dir, "put back", None, self._heard.emit)
        finally:
            QGuiApplication.restoreOverrideCursor()

    def _unlock(self) -> None:
        """Get at the key of the copy.

        Raises:
            LockedError: It is not to be had so.
        """
        copy = header.load_copy(self._data_dir)
        if copy is None:
            return  # it has gone meanwhile, which the process says
        if self.secret.isVisible():
            open_with(copy, self.secret.text())
        else:
            key_of(copy.headers[0])

    def _take(self, message: object) -> None:
        wait_for(self.go, "")
        if isinstance(message, Recast):
            self.secret.clear()
            self.told = tr("What opens the gallery was put back from its copy.")
            self.accept()
        elif isinstance(message, KithError):
            self.problem.show_error(message)
            self._show(copy=False, failed=True)
