"""Whether the gallery is encrypted, and when its window locks."""

from PySide6.QtWidgets import QPushButton

from app.domain.recasting import Recasting
from app.keys import header
from app.keys.unlocking import Fresh
from app.ui.look.texts import tr, tr_n
from app.ui.settings.encrypting import CodeDialog, DecryptDialog, KeyDialog
from app.ui.settings.section import Choice, Section, words
from app.ui.shell.context import Context
from app.ui.shell.locking import MINUTES, OFF, choose_idle, idle_choice
from app.ui.widgets.buttons import button
from app.ui.widgets.layouts import REST, in_row


class EncryptionSection(Section):
    """How the key is kept, and after how long without input the window locks.

    Attributes:
        change: Encrypts the gallery, or gives it another key.
        off: Decrypts it; None while it is plain.
        idle: After how many minutes the window locks; None while the gallery is plain.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Encryption"))
        self._context = context
        self.off: QPushButton | None = None
        self.idle: Choice | None = None
        holder = header.holder(context.bridge.data_dir)
        if holder is None:
            self.column.addWidget(
                words(
                    tr(
                        "Not encrypted: whoever gets at this disk can read names and faces. An encrypted "
                        "disk helps, too."
                    )
                )
            )
            self.change = button(tr("Encrypt…"), self._change)
            self.column.addLayout(in_row(self.change, REST))
            return
        told = header.in_words(holder)
        self.column.addWidget(
            words(tr("{encrypted}. The command kith encrypt says what is not covered.", encrypted=told))
        )
        self.change = button(tr("Change the key…"), self._change)
        self.off = button(tr("Decrypt…"), self._decrypt)
        self.column.addLayout(in_row(self.change, self.off, REST, spacing=12))
        self.idle = Choice(
            [(OFF, tr("Never")), *((one, tr_n("{n} minute", "{n} minutes", int(one))) for one in MINUTES)],
            self._keep,
        )
        self.idle.show_value(idle_choice(context.memory, holder))
        self.add_row(tr("Lock when nobody touches the window for"), self.idle)
        self.column.addWidget(words(_meaning(holder), "small"))

    def _change(self) -> None:
        dialog = KeyDialog(self, self._context.bridge.data_dir)
        dialog.chosen.connect(self._show_code)
        dialog.open()

    def _show_code(self, fresh: Fresh) -> None:
        what: Recasting = "on" if header.holder(self._context.bridge.data_dir) is None else "rekey"
        dialog = CodeDialog(self, fresh, tr("Encrypt") if what == "on" else tr("Change the key"))
        dialog.confirmed.connect(lambda: self._context.recast(what, fresh))
        dialog.open()

    def _decrypt(self) -> None:
        dialog = DecryptDialog(self, self._context.bridge.data_dir)
        dialog.confirmed.connect(lambda: self._context.recast("off", None))
        dialog.open()

    def _keep(self, value: str) -> None:
        choose_idle(self._context.memory, value)
        self.say_saved()


def _meaning(holder: header.Holder) -> str:
    locked = tr(
        "It also locks before the computer sleeps (on Windows and macOS just after). Locked, the camera is "
        "off and nothing of the gallery is in memory; what was being imported or trained goes on once it is "
        "unlocked. While visits are kept, it locks only by hand and before sleep."
    )
    if holder == "passphrase":
        return locked
    return f"{locked} " + tr(
        "Whoever sits at this unlocked computer can unlock Kith too: only a passphrase keeps them out."
    )
