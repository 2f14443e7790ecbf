"""What can be done with several clusters at once, and how to choose them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.ui.look.texts import facts, tr, tr_n
from app.ui.photos.sorted_faces import Row
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.labels import Elided
from app.ui.widgets.layouts import in_row


class MarkBar(QFrame):
    """A hint while none is chosen, else how many are and what to do with them.

    Signals:
        joined: Those chosen are one person.
        strangers: Those chosen are strangers.
        cleared: None is to be chosen any more.
    """

    joined = Signal()
    strangers = Signal()
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._how = tr(
            "Drag a row onto another of the same person, or choose several (Space, or Ctrl and a click)"
        )
        self._hint = Elided(self._how, "small", lines=2)
        self._said = Elided("", "bold")
        self._join = button(tr("One person"), self.joined.emit, tip=tr("They stay together from now on (M)"))
        self._buttons = (
            self._join,
            button(tr("Strangers"), self.strangers.emit, tip=tr("Nobody to know: not asked again (I)")),
            button(tr("Choose none"), self.cleared.emit, "link"),
        )
        in_row((self._hint, 1), (self._said, 1), *self._buttons, on=self, margins=(14, 6, 8, 6), spacing=12)
        self.setMinimumHeight(self.sizeHint().height())  # whatever is chosen, for nothing to jump
        self.tell(())

    def tell(self, marked: Sequence[Row], face: int | None = None) -> None:
        """Say how many are chosen, or what can be done with a face that is."""
        other = tr("Delete says that this face is somebody else, O shows all, two clicks its photo")
        self._hint.setText(self._how if face is None else other)
        self._hint.setVisible(not marked)
        self._said.setVisible(bool(marked))
        rows = tr_n("{n} row chosen", "{n} rows chosen", len(marked))
        said = tr("name one of them, and all get the name") if len(marked) > 1 else ""
        self._said.setText(facts(rows, said))
        for one in self._buttons:
            one.setVisible(bool(marked))
        wait_for(self._join, "" if len(marked) > 1 else tr("Choose another row first"))
