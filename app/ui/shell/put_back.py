"""The page where what opens an encrypted gallery is gone or damaged: its copy can be put back."""

from pathlib import Path

from PySide6.QtCore import Signal

from app.core.errors import KithError
from app.domain.recasting import Recast
from app.engine.recasting import RecastChild
from app.keys import header
from app.keys.errors import LockedError
from app.keys.unlocking import key_of, open_with
from app.ui.link.memory import Memory
from app.ui.look.texts import as_sentences, sentences, tr
from app.ui.shell.secret_page import SecretPage
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.problem import Problem


def _without_copy(lost: str, folder: Path) -> tuple[str, ...]:
    """What there is to know where the copy is lost, too, and what can be done: a paragraph each."""
    return (
        sentences(lost, tr("Its copy in backups is gone or damaged, too.")),
        tr("Without either of them nothing opens the gallery, no passphrase and no recovery code."),
        tr("Put it back from where you keep a copy of the data folder, then try again."),
        tr("Where there is none, move {folder} aside: Kith then begins anew.", folder=folder),
    )


class PutBack(SecretPage):
    """Says what is gone or damaged, and puts its copy back once that has opened the gallery.

    It asks for the passphrase or the recovery code where the system's keyring does not have the key. Whether
    the copy opens the gallery is tried by a process of its own.

    Attributes:
        problem: Why the copy was not put back.
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
        super().__init__(memory, tr("The gallery cannot be opened"), tr("Put the copy back"))
        self._data_dir = data_dir
        self.told = ""
        self.problem = Problem()
        self.again = button(tr("Try again"), self._look)
        self.body.addWidget(self.problem)
        self.row.insertWidget(self.row.indexOf(self.go), self.again)
        self._heard.connect(self._take)
        self._look()

    def _look(self) -> None:
        """Say what is lost, and offer what there is; go on where nothing is lost any more."""
        error = header.why_lost(self._data_dir)
        if error is None:
            self.accept()
            return
        lost, copy = as_sentences(error.what, error.why), header.load_copy(self._data_dir)
        self.sentence.setText(
            sentences(lost, tr("A copy of it is kept: it is put back once it has opened the gallery."))
            if copy is not None
            else "\n\n".join(_without_copy(lost, self._data_dir))
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

    def _lack_key(self, error: LockedError) -> None:
        self._show(copy=True, asks=True)
        self.hint.tell(as_sentences(error.why, error.remedy))

    def _go_on(self) -> None:
        wait_for(self.go, tr("It is tried whether the copy opens the gallery"))
        RecastChild(self._data_dir, "put back", None, self._heard.emit)

    def _get_key(self) -> None:
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
