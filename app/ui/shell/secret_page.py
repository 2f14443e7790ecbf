"""A page that gets at the key of an encrypted gallery, by a passphrase or recovery code if need be."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

from app.keys.errors import LockedError, WrongSecretError
from app.ui.link.memory import Memory
from app.ui.look.texts import as_sentences, tr
from app.ui.shell.plain_page import PlainPage
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import Hint
from app.ui.widgets.line_edit import secret_field


class SecretPage(PlainPage):
    """Where the passphrase or the recovery code is typed; a page says what is opened by it, and what then.

    Attributes:
        secret: What is typed.
        hint: What was wrong with it.
        go: The button that tries it.
    """

    def __init__(self, memory: Memory, heading: str, go: str) -> None:
        """Make the page.

        Args:
            memory: Where the window's place and size are remembered.
            heading: What it is about.
            go: What trying it does, in words.
        """
        super().__init__(memory, heading)
        self.secret = secret_field(tr("Passphrase or recovery code"))
        self.hint = Hint(self.secret.textChanged)
        self.go = button(go, self._try, "primary")
        for one in (self.secret, self.hint):
            self.body.addWidget(one)
        self.row.addWidget(button(tr("Quit"), self.reject))
        self.row.addStretch()
        self.row.addWidget(self.go)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back what was typed: the page is left by its buttons alone."""
        if event.key() == Qt.Key.Key_Escape:
            self.secret.clear()
        else:
            super().keyPressEvent(event)

    def _try(self) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # a passphrase is stretched for a while
        try:
            self._get_key()
        except WrongSecretError as error:
            self.hint.tell(as_sentences(error.what, error.why))
            self.secret.selectAll()
            self.secret.setFocus()
        except LockedError as error:
            self._lack_key(error)
        else:
            self._go_on()
        finally:
            QGuiApplication.restoreOverrideCursor()

    def _get_key(self) -> None:
        """Get at the key.

        Raises:
            LockedError: It is not to be had so.
        """
        raise NotImplementedError

    def _lack_key(self, error: LockedError) -> None:
        """Ask in another way: the key is not to be had so."""
        raise NotImplementedError

    def _go_on(self) -> None:
        """The key is here."""
        raise NotImplementedError
