"""The rail at the left: pages, running jobs, and the promise that nothing leaves the computer."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton

from app.core.text import say_n
from app.keys.header import Holder, in_words
from app.ui.look.icons import put_icon
from app.ui.look.resources import app_icon
from app.ui.look.texts import facts, shown, tip, tr
from app.ui.shell.job_tray import JobTray
from app.ui.shell.page import PageEntry
from app.ui.widgets.labels import label, pill
from app.ui.widgets.layouts import REST, in_column, in_row

_WIDE, _NARROW = 208, 64


def _how_kept(holder: Holder | None) -> tuple[str, str]:
    """What the foot says of how the gallery is kept, and its tooltip."""
    stays = tr("Faces never leave this computer")
    if holder is None:
        return tr("All on this computer"), facts(stays, tr("not encrypted"))
    opens = (
        tr("their key lies in the system's keyring") if holder == "keyring" else tr("a passphrase opens them")
    )
    return shown(in_words(holder)), facts(stays, opens)


class Rail(QFrame):
    """Chooses the page.

    Attributes:
        visits: Says that visits are kept; pressed, it leads to them.
        lock: Locks the window; there only where the gallery is encrypted.

    Signals:
        chosen: A page's key.
    """

    chosen = Signal(str)

    def __init__(self, entries: list[PageEntry], tray: JobTray, holder: Holder | None) -> None:
        super().__init__()
        self._kept, self._kept_tip = _how_kept(holder)
        self.setProperty("role", "rail")
        self._narrow = False
        self._tray = tray
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _RailButton] = {}
        self._word = label("Kith", "strong")
        logo = QLabel()
        logo.setPixmap(QIcon(app_icon()).pixmap(QSize(24, 24)))
        top = in_row(logo, (self._word, 1), margins=(8, 4, 0, 12), spacing=10)
        self._column = in_column(top, on=self, margins=(12, 16, 12, 14), spacing=4)
        for entry in entries:
            self._add(entry)
        self._column.addStretch()
        self._column.addWidget(tray)
        self.visits = QPushButton()
        self.visits.setProperty("kind", "foot")
        self.visits.setAccessibleName(tr("Visits are kept"))
        put_icon(self.visits, "record", "warning", 16)
        self.visits.hide()
        self._visits_text = ""
        self._column.addWidget(self.visits)
        self.lock = QPushButton(tr("Lock"))
        self.lock.setProperty("kind", "foot")
        self.lock.setAccessibleName(tr("Lock"))
        put_icon(self.lock, "lock-simple", "muted", 16)
        self._column.addWidget(self.lock)
        self.lock.setVisible(holder is not None)
        self._foot = QPushButton(self._kept)
        self._foot.setProperty("kind", "foot")
        self._foot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._foot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        put_icon(self._foot, "shield-check", "muted", 16)
        self._column.addWidget(self._foot)
        self.set_narrow(narrow=False)

    def choose(self, key: str) -> None:
        """Mark a page as the one shown."""
        self._buttons[key].setChecked(True)

    def set_badge(self, key: str, text: str) -> None:
        """Show a count beside a page's name; none for an empty text."""
        self._buttons[key].set_badge(text)

    def show_busy(self, key: str, *, on: bool) -> None:
        """Show a red sign at a page's name while a camera or stream is on for it."""
        self._buttons[key].show_busy(on=on)

    def show_visits(self, *, kept: bool, today: int, passed_on: bool) -> None:
        """Say that visits are kept, how many began today, and whether others are told; nothing else."""
        count = say_n("{n} visit today", "{n} visits today", today)
        self._visits_text = tr("{visits}, passed on", visits=count) if passed_on else shown(count)
        self.visits.setToolTip(tr("It is kept who comes and goes while something is watched"))
        self.visits.setAccessibleDescription(self._visits_text)
        self.visits.setText("" if self._narrow else self._visits_text)
        self.visits.setVisible(kept)

    def button(self, key: str) -> QPushButton:
        """A page's button."""
        return self._buttons[key]

    def set_narrow(self, *, narrow: bool) -> None:
        """Show icons alone, where there is little room, or names too."""
        self._narrow = narrow
        self.setFixedWidth(_NARROW if narrow else _WIDE)
        self._word.setVisible(not narrow)
        self._foot.setText("" if narrow else self._kept)
        self._foot.setToolTip(tip(self._kept_tip))
        self.lock.setText("" if narrow else tr("Lock"))
        self.visits.setText("" if narrow else self._visits_text)
        self._tray.setVisible(not narrow)
        for one in self._buttons.values():
            one.set_narrow(narrow=narrow)

    def _add(self, entry: PageEntry) -> None:
        made = _RailButton(entry)
        made.clicked.connect(lambda: self.chosen.emit(entry.key))
        self._group.addButton(made)
        self._buttons[entry.key] = made
        self._column.addWidget(made)


class _RailButton(QPushButton):
    """A page's name with its icon, and perhaps a count."""

    def __init__(self, entry: PageEntry) -> None:
        super().__init__(entry.name)
        self._name = entry.name
        self._narrow = False
        self.setProperty("kind", "rail")
        self.setCheckable(True)
        self.setAccessibleName(entry.name)
        self._icon = entry.icon
        put_icon(self, entry.icon, "muted")
        self._badge: QLabel = pill()
        self._badge.setProperty("place", "rail")
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._badge.hide()
        in_row(REST, self._badge, on=self, margins=(0, 0, 6, 0))

    def show_busy(self, *, on: bool) -> None:
        put_icon(self, "record", "bad") if on else put_icon(self, self._icon, "muted")
        self.setToolTip(tr("The camera or stream is on") if on else "")
        self.setAccessibleDescription(self.toolTip())

    def set_badge(self, text: str) -> None:
        self._badge.setText(text)
        self._badge.setVisible(bool(text) and not self._narrow)
        self.setAccessibleDescription(text)

    def set_narrow(self, *, narrow: bool) -> None:
        self._narrow = narrow
        self.setText("" if narrow else f" {self._name}")
        self._badge.setVisible(bool(self._badge.text()) and not narrow)
