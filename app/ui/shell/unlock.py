"""The page that asks for what opens an encrypted gallery, before its window opens and after it was locked."""

from pathlib import Path

from app.keys import header
from app.keys.errors import LockedError
from app.keys.unlocking import unlock, use_keyring
from app.ui.link.memory import Memory
from app.ui.look.texts import as_sentences, tr
from app.ui.shell.secret_page import SecretPage


def unlocked(data_dir: Path, memory: Memory, *, locked: bool = False) -> bool:
    """Get at the key of a data folder's gallery, if it has one; ask where that is needed.

    Args:
        data_dir: The data folder.
        memory: Where the window's place and size are remembered.
        locked: Whether to ask even where the system's keyring has the key.

    Returns:
        Whether the window may open: nothing is encrypted, or the key is here.

    Raises:
        StartError: What is known of the key cannot be read.
    """
    if locked and header.holder(data_dir) == "keyring":
        return Unlock(data_dir, memory).exec() == Unlock.DialogCode.Accepted
    try:
        use_keyring(data_dir)
    except LockedError as error:
        return Unlock(data_dir, memory, error).exec() == Unlock.DialogCode.Accepted
    return True


class Unlock(SecretPage):
    """Asks for the passphrase or the recovery code, or has the system's keyring asked."""

    def __init__(self, data_dir: Path, memory: Memory, error: LockedError | None = None) -> None:
        """Make the page.

        Args:
            data_dir: The data folder.
            memory: Where the window's place and size are remembered.
            error: Why a passphrase is needed; None where the system's keyring is to be asked.
        """
        super().__init__(memory, tr("The gallery is locked"), tr("Unlock"))
        self._data_dir = data_dir
        self.go.setDefault(True)
        self._ask(error)

    def _ask(self, error: LockedError | None) -> None:
        """Ask for a passphrase and say why, or have the keyring asked."""
        self._asks_keyring = error is None
        self.secret.setVisible(error is not None)
        if error is None:
            self.sentence.setText(tr("Its key lies in the system's keyring."))
            self.go.setFocus()
        else:
            self.sentence.setText(as_sentences(error.why, error.remedy))
            self.secret.setFocus()

    def _lack_key(self, error: LockedError) -> None:
        self._ask(error)

    def _go_on(self) -> None:
        self.secret.clear()
        self.accept()

    def _get_key(self) -> None:
        if self._asks_keyring:
            use_keyring(self._data_dir)
        else:
            unlock(self._data_dir, self.secret.text())
