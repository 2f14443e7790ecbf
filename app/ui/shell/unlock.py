"""The question for a passphrase, before a window opens on an encrypted gallery."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from app.core.text import capital
from app.keys.errors import LockedError, WrongSecretError
from app.keys.unlocking import unlock, use_keyring
from app.ui.look.texts import facts, shown, tr
from app.ui.widgets.labels import label
from app.ui.widgets.line_edit import LineEdit
from app.ui.widgets.question import Question


def unlocked(data_dir: Path) -> bool:
    """Get at the key of a data folder's gallery, if it has one; ask for a passphrase where that is needed.

    Returns:
        Whether the window may open: nothing is encrypted, or the key is here.

    Raises:
        StartError: What is known of the key cannot be read.
    """
    try:
        use_keyring(data_dir)
    except LockedError as error:
        return Unlock(data_dir, error).exec() == Unlock.DialogCode.Accepted
    return True


class Unlock(Question):
    """Asks for the passphrase, or the recovery code, until one opens the gallery.

    Attributes:
        secret: What is typed.
        told: What was wrong with it.
    """

    def __init__(self, data_dir: Path, error: LockedError) -> None:
        super().__init__(None, shown(error.what), capital(facts(error.why, error.remedy)))
        self._data_dir = data_dir
        self.secret = LineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setPlaceholderText(tr("Passphrase or recovery code"))
        self.secret.setAccessibleName(tr("Passphrase or recovery code"))
        self.told = label("", "small", wrap=True)
        self.told.hide()
        self.body.addWidget(self.secret)
        self.body.addWidget(self.told)
        self.add_buttons(tr("Unlock"), self._try)
        self.secret.setFocus()

    def _try(self) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # a passphrase is stretched for a while
        try:
            unlock(self._data_dir, self.secret.text())
        except WrongSecretError as error:
            self.told.setText(facts(error.what, error.why))
            self.told.show()
            self.secret.selectAll()
            self.secret.setFocus()
        else:
            self.accept()
        finally:
            QGuiApplication.restoreOverrideCursor()
