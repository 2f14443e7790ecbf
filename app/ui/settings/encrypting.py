"""The dialogs that change how the gallery is encrypted: what is to open it, and the code shown once."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QRadioButton, QWidget

from app.core.errors import KithError
from app.core.files import replacing
from app.core.text import quote
from app.keys import header
from app.keys.errors import WrongSecretError
from app.keys.unlocking import LEAST_LETTERS, Fresh, discard, made, unlock
from app.ui.look.texts import as_sentences, tr
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialog import FileDialog
from app.ui.widgets.labels import Hint, label
from app.ui.widgets.layouts import REST, in_row
from app.ui.widgets.line_edit import LineEdit, secret_field
from app.ui.widgets.question import Question


def present_field(data_dir: Path) -> LineEdit | None:
    """A field for the passphrase of now; None where none opens the gallery."""
    if header.holder(data_dir) != "passphrase":
        return None
    return secret_field(tr("Present passphrase or recovery code"))


def is_right(data_dir: Path, field: LineEdit | None, hint: Hint) -> bool:
    """Whether what is in the field opens the gallery; what is wrong is hinted at."""
    if field is None:
        return True
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # a passphrase is stretched for a while
    try:
        unlock(data_dir, field.text())
    except WrongSecretError as error:
        hint.tell(as_sentences(error.what, error.why))
        field.selectAll()
        field.setFocus()
        return False
    finally:
        QGuiApplication.restoreOverrideCursor()
    return True


class KeyDialog(Question):
    """What is to open the gallery from now on: a passphrase, or the system's keyring.

    Attributes:
        present: The passphrase of now; None where none opens the gallery.
        passphrase: Chooses a passphrase.
        keyring: Chooses the keyring.
        new: The new passphrase.
        again: The same once more.
        hint: What is missing.

    Signals:
        chosen: The `Fresh` key that was made.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget, data_dir: Path) -> None:
        again = header.holder(data_dir) is not None
        super().__init__(
            parent,
            tr("Another key for the gallery") if again else tr("Encrypt the gallery"),
            tr("Kith closes its window, writes the gallery and its copies anew, and opens again."),
        )
        self._data_dir = data_dir
        self.present = present_field(data_dir)
        self.passphrase = QRadioButton(tr("Under a passphrase, which Kith asks for as it starts"))
        self.keyring = QRadioButton(tr("In the system's keyring, which opens as you log in"))
        self.new, self.again = secret_field(tr("New passphrase")), secret_field(tr("The same again"))
        fields = [self.new, self.again] if self.present is None else [self.present, self.new, self.again]
        self.hint = Hint(*(one.textEdited for one in fields), self.keyring.toggled)
        if self.present is not None:
            self.body.addWidget(self.present)
        for one in (self.passphrase, self.new, self.again, self.keyring, self.hint):
            self.body.addWidget(one)
        self.passphrase.setChecked(True)
        self.passphrase.toggled.connect(self.new.setEnabled)
        self.passphrase.toggled.connect(self.again.setEnabled)
        self.add_buttons(tr("Continue"), self._make)
        (self.present or self.new).setFocus()

    def _make(self) -> None:
        missing = self._missing()
        if missing:
            self.hint.tell(missing)
        elif is_right(self._data_dir, self.present, self.hint):
            QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
            try:
                fresh = made(None if self.keyring.isChecked() else self.new.text())
            except KithError as error:
                self.hint.tell(as_sentences(error.what, error.why, error.remedy))
                return
            finally:
                QGuiApplication.restoreOverrideCursor()
            self.accept()
            self.chosen.emit(fresh)

    def _missing(self) -> str:
        if self.keyring.isChecked():
            return ""
        if len(self.new.text()) < LEAST_LETTERS:
            return tr("Take {n} letters or more: four words make a good passphrase.", n=LEAST_LETTERS)
        return "" if self.new.text() == self.again.text() else tr("The two differ.")


class CodeDialog(Question):
    """Shows the recovery code once, and goes on when its last group was typed: it was written down.

    Attributes:
        last: What is typed.
        go: The button that goes on.

    Signals:
        confirmed: It was written down.
    """

    confirmed = Signal()

    def __init__(self, parent: QWidget, fresh: Fresh, go: str) -> None:
        super().__init__(
            parent,
            tr("Write down the recovery code"),
            tr(
                "It opens the gallery if the passphrase or the keyring is lost. It is shown this once; keep "
                "it apart from this computer. Without either nobody can open the gallery, neither can we."
            ),
        )
        self._fresh = fresh
        code = label(fresh.code, "strong")
        code.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        code.setAccessibleName(tr("Recovery code"))
        self.hint = Hint()
        copy = button(tr("Copy"), lambda: QGuiApplication.clipboard().setText(fresh.code), icon="copy")
        save = button(tr("Save to a file…"), self._choose, icon="floppy-disk")
        self.last = LineEdit()
        self.last.setPlaceholderText(tr("Its last four characters"))
        self.last.setAccessibleName(tr("Its last four characters"))
        self.body.addWidget(code)
        self.body.addLayout(in_row(copy, save, REST, spacing=12))
        self.body.addWidget(
            label(tr("To show that you have it, type its last four characters:"), "muted", wrap=True)
        )
        self.body.addWidget(self.last)
        self.body.addWidget(self.hint)
        self.go = self.add_buttons(go, self._confirm)
        self.go.setEnabled(False)
        self.last.textChanged.connect(self._typed)
        self.rejected.connect(lambda: discard(fresh))
        self.last.setFocus()

    def save(self, path: Path) -> None:
        """Write the code to a file."""
        try:
            with replacing(path) as part:
                part.write(f"{self._fresh.code}\n".encode())
        except OSError as error:
            self.hint.tell(as_sentences(tr("{path} cannot be written", path=path), quote(error)))

    def _choose(self) -> None:
        dialog = FileDialog(self, tr("Save the recovery code"), str(Path.home() / "kith-recovery-code.txt"))
        dialog.setAcceptMode(FileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda path: self.save(Path(path)))
        dialog.open()

    def _typed(self, text: str) -> None:
        self.go.setEnabled(text.strip().upper() == self._fresh.code[-4:])

    def _confirm(self) -> None:
        self.accept()
        self.confirmed.emit()


class DecryptDialog(Question):
    """Asks before the gallery is decrypted.

    Attributes:
        present: The passphrase of now; None where none opens the gallery.

    Signals:
        confirmed: It is to be.
    """

    confirmed = Signal()

    def __init__(self, parent: QWidget, data_dir: Path) -> None:
        super().__init__(
            parent,
            tr("Decrypt the gallery?"),
            tr("Whoever gets at this disk can then read names, faces and everything else that Kith keeps."),
        )
        self._data_dir = data_dir
        self.present = present_field(data_dir)
        self.hint = Hint(*(() if self.present is None else (self.present.textEdited,)))
        if self.present is not None:
            self.body.addWidget(self.present)
        self.body.addWidget(self.hint)
        self.add_buttons(tr("Decrypt"), self._confirm, "danger")
        if self.present is not None:
            self.present.setFocus()

    def _confirm(self) -> None:
        if is_right(self._data_dir, self.present, self.hint):
            self.accept()
            self.confirmed.emit()
