"""What can be done with the faces chosen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.look.texts import tr
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.labels import Elided
from app.ui.widgets.layouts import in_row


class FaceBar(QWidget):
    """How many faces are chosen, and buttons for them; it keeps its height, so that nothing jumps.

    Signals:
        else_wanted: They are someone else's.
        unknown_wanted: It is not known whose they are.
        aside_wanted: They are to be set aside.
        removal_wanted: They are to be removed.
        kept: They are whose they are said to be.
    """

    else_wanted = Signal()
    unknown_wanted = Signal()
    aside_wanted = Signal()
    removal_wanted = Signal()
    kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = Elided("", "muted")
        self._count = 0
        self.someone = button(tr("Someone else…"), self.else_wanted.emit)
        self.unknown = button(
            tr("Not known"), self.unknown_wanted.emit, tip=tr("It is not known who this is")
        )
        self.aside = button(
            tr("Stranger"), self.aside_wanted.emit, tip=tr("Neither match nor list these faces")
        )
        self.removal = button(tr("Remove"), self.removal_wanted.emit, tip=tr("Take these faces out of view"))
        self._keep = button(tr("Keep"), self.kept.emit, tip=tr("They are right: do not doubt them again"))
        in_row((self._text, 1), self._keep, *self._buttons(), on=self, spacing=8)
        self.show_count(0)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def show_count(self, count: int) -> None:
        """Say how many are chosen."""
        hint = tr("Choose faces to move or remove them")
        self._count = count
        self._keep.hide()
        self._text.setText(tr("{count} chosen", count=count) if count else hint)
        for one in self._buttons():
            wait_for(one, "" if count else hint)

    def describe(self, words: str) -> None:
        """Say more of the one that is chosen."""
        self._text.setText(tr("{count} chosen: {facts}", count=self._count, facts=words))

    def explain(self, reason: str, *, may_keep: bool) -> None:
        """Say why those chosen may be better removed, and whether it can be answered that they are right."""
        self._text.setText(reason)
        self._keep.setVisible(may_keep)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self.someone, self.unknown, self.aside, self.removal)
