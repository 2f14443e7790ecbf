"""The window: the rail, the page shown, notices, and what is said about the engine."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from app.core.errors import KithError
from app.core.text import Text
from app.domain.changes import Changes
from app.domain.photo import Counts
from app.engine.requests.activity import Redo, Undo
from app.engine.requests.photos import GetCounts
from app.keys import header
from app.keys.header import Holder
from app.ui.link.bridge import Bridge
from app.ui.link.debounce import debounce
from app.ui.link.job_list import JobList
from app.ui.link.memory import Memory
from app.ui.link.people_list import PeopleList
from app.ui.link.presence import PresenceState
from app.ui.link.thumbnails import Thumbnails
from app.ui.look.resources import app_icon
from app.ui.look.texts import number, tr
from app.ui.shell import tray
from app.ui.shell.context import Context
from app.ui.shell.engine_notice import EngineNotice
from app.ui.shell.focus import FocusKeeper
from app.ui.shell.job_tray import JobTray
from app.ui.shell.locking import Locking
from app.ui.shell.notices import Notices
from app.ui.shell.page import Page, PageEntry
from app.ui.shell.plain_page import GEOMETRY
from app.ui.shell.rail import Rail
from app.ui.shell.shortcuts import Keys
from app.ui.widgets.fit import fit
from app.ui.widgets.layouts import in_column, in_row

_LEAST = QSize(720, 440)
"""What fits a screen of 1366x768 at 150 %, with the desktop's own bars."""
_NARROW = 940
"""Pixels of width below which the rail shows icons alone."""
_COUNT_MS = 400
_HALTED = "lock/halted"
"""Keys of the pages that go on with something once the gallery is unlocked."""


class MainWindow(QMainWindow):
    """Kith's window on a data folder.

    Attributes:
        context: What the pages work with.
        in_tray: The icon in the desktop's tray, once there was a need for it.

    Signals:
        look_changed: The user chose another theme or language.
        closed: The user closed it.
        recast_asked: How the gallery is encrypted is to be changed: a `Recasting`, and a `Fresh` key or None.
        locked: It is to be gone with all that it holds, until the gallery is unlocked again.
        painted: It was painted for the first time.
    """

    look_changed = Signal()
    closed = Signal()
    locked = Signal()
    recast_asked = Signal(object, object)
    painted = Signal()

    def __init__(self, bridge: Bridge, memory: Memory, pages: Sequence[PageEntry]) -> None:
        super().__init__()
        self.setWindowTitle("Kith")
        self.setWindowIcon(QIcon(app_icon()))
        self.setMinimumSize(_LEAST)
        self._bridge, self._memory = bridge, memory
        self._entries = {entry.key: entry for entry in pages}
        self._pages: dict[str, Page] = {}
        self._shown = ""
        self._was_painted = False
        self._quits = False
        self.in_tray: tray.Tray | None = None
        self._area = QWidget()
        self._stack = QStackedWidget()
        self._stack.setMinimumSize(_LEAST - QSize(64, 0))  # whatever the pages not in view would like
        self._engine_notice = EngineNotice(bridge)
        jobs = JobList(bridge, self)
        self._tray = JobTray(jobs, lambda: self._pages[self._shown].tells() if self._shown else ())
        holder = header.holder(bridge.data_dir)
        self._rail = Rail(list(self._entries.values()), self._tray, holder)
        self._rail.chosen.connect(self.go)
        self._rail.visits.clicked.connect(lambda: self.go("activity", "visits"))
        pictures = Thumbnails(bridge)
        self.context = Context(
            bridge,
            Notices(self._area, self.undo, self.redo),
            pictures,
            PeopleList(bridge, pictures),
            jobs,
            PresenceState(bridge),
            memory,
            Keys(),
            self.go,
            self.look_changed.emit,
            self.recast_asked.emit,
        )
        self._count_timer = debounce(self, _COUNT_MS, self._count)
        self._lay_out()
        self._listen()
        self._add_keys()
        self._restore()
        FocusKeeper(self, self._rail, lambda: self._pages[self._shown])
        if holder is not None:
            self._make_lockable(holder)

    def go(self, key: str, *task: object) -> None:
        """Show a page, and let it do something.

        Args:
            key: The page's.
            task: Handed to `Page.enter`.
        """
        self._have(key)
        if self._shown and self._shown != key:
            self._pages[self._shown].leave()
        self._shown = key
        self._rail.choose(key)
        self._stack.setCurrentWidget(self._pages[key])
        self.context.notices.stand_on(self._pages[key])
        self._pages[key].enter(*task)
        self._tray.renew()

    def _have(self, key: str) -> None:
        """Make a page if it was not shown before."""
        if key not in self._pages:
            page = self._entries[key].make(self.context)
            self._pages[key] = page
            page.busy.connect(lambda on: self._rail.show_busy(key, on=on))
            self._stack.addWidget(page)

    def page(self, key: str) -> Page:
        """A page that was shown before."""
        return self._pages[key]

    @property
    def shown(self) -> str:
        """The key of the page shown."""
        return self._shown

    def undo(self) -> None:
        """Take back the newest change."""
        self._bridge.ask(Undo(), self.context.notices.undone, self.context.notices.error)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._bridge.ask(Redo(), self.context.notices.done, self.context.notices.error)

    def come_to_front(self) -> None:
        """Be seen, as another launch asks."""
        self._leave_tray()
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def lock(self, *, asks: bool = True) -> None:
        """Be gone with all that is held; jobs that a page resumes go on once it is unlocked.

        Args:
            asks: Whether to ask first where another job is under way, which would end.
        """
        ending = self._ending()
        if asks and ending:
            from app.ui.shell.lock_question import LockQuestion

            LockQuestion(self, ending, self._lock).open()
        else:
            self._lock()

    def lock_when_idle(self) -> None:
        """Lock, unless a job is under way that would end, or visits are kept, which goes on unattended."""
        keeps = self.context.presence.on and any(page.watching for page in self._pages.values())
        if not keeps and not self._ending():
            self._lock()

    def let_go(self) -> None:
        """End what belongs to this window alone, the camera too; the engine goes on."""
        if self._shown:
            self._pages[self._shown].leave()
        for page in self._pages.values():
            page.let_go()
        self._remember()
        self.context.thumbnails.close()

    def quit(self) -> None:
        """Close it for good, and what stands above it, whatever goes on."""
        self._quits = True
        if self.isVisible():
            QApplication.closeAllWindows()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how it looked, and say that it closes; or stay in the tray while visits are kept."""
        if not self._quits and self._stays():
            event.ignore()
            self.in_tray = self.in_tray or tray.Tray(self.come_to_front, self.quit)
            self.in_tray.show()
            self.hide()
            return
        self._leave_tray()
        self.let_go()
        super().closeEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes one layer off, where what has the focus had none to take off."""
        peels = event.key() == Qt.Key.Key_Escape
        if not (peels and (self.context.notices.peel() or self._pages[self._shown].take_off())):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the rail where there is little room."""
        super().resizeEvent(event)
        self._rail.set_narrow(narrow=self.width() < _NARROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Once all of it is painted for the first time, let the rest begin."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def _make_lockable(self, holder: Holder) -> None:
        locking = Locking(self._memory, holder, self)
        locking.idle.connect(self.lock_when_idle)
        locking.sleeps.connect(self._lock)
        self._rail.lock.clicked.connect(lambda: self.lock())
        self.context.keys.add(
            self, "Ctrl+L", tr("Lock"), self.lock, section=tr("Everywhere"), shown_on=self._rail.lock
        )
        for key in self._memory.text(_HALTED).split():
            if key in self._entries:
                self._have(key)
                self._pages[key].resume()
        self._memory.keep(_HALTED, "")

    def _ending(self) -> list[Text]:
        """What is under way and would not go on after a locking, as its jobs call themselves."""
        resumed = {page.resumes for page in self._pages.values()}
        jobs = self.context.jobs.running.values()
        return [job.title for job in jobs if job.id > 0 and job.kind not in resumed]

    def _lock(self) -> None:
        halted = [key for key, page in self._pages.items() if page.halt()]
        self._memory.keep(_HALTED, " ".join(halted))
        self.locked.emit()

    def _lay_out(self) -> None:
        in_column(self._engine_notice, (self._stack, 1), on=self._area, spacing=0)
        whole = QWidget()
        in_row(self._rail, (self._area, 1), on=whole, spacing=0)
        self.setCentralWidget(whole)

    def _listen(self) -> None:
        self._bridge.failed.connect(self._say_error)
        self._bridge.ready.connect(self._engine_ready)
        self._bridge.changed.connect(self._changed)
        self.context.presence.updated.connect(self._show_presence)

    def _say_error(self, error: KithError) -> None:
        self.context.notices.error(error)

    def _engine_ready(self, stage: str) -> None:
        if stage == "library":
            self._count()

    def _changed(self, _: Changes) -> None:
        self._count_timer.start()

    def _count(self) -> None:
        self._bridge.ask(GetCounts(), self._show_counts)

    def _show_counts(self, counts: Counts) -> None:
        self._rail.set_badge("people", number(counts.people) if counts.people else "")
        new = tr("{count} new", count=number(counts.unnamed))
        self._rail.set_badge("photos", new if counts.unnamed else "")

    def _stays(self) -> bool:
        """Whether it is to stay in the tray when it is closed: something is watched, and visits are kept."""
        watching = any(page.watching for page in self._pages.values())
        if not (watching and self.context.presence.on and tray.wanted(self._memory)):
            return False
        return tray.available() and not QApplication.instance().isSavingSession()  # type: ignore[union-attr]

    def _leave_tray(self) -> None:
        if self.in_tray is not None:
            self.in_tray.hide()

    def _show_presence(self) -> None:
        presence = self.context.presence
        self._rail.show_visits(kept=presence.on, today=presence.today, passed_on=presence.passed_on)

    def _add_keys(self) -> None:
        keys, section = self.context.keys, tr("Everywhere")
        for place, entry in enumerate(self._entries.values(), start=1):
            keys.add(
                self,
                f"Ctrl+{place}",
                entry.name,
                partial(self.go, entry.key),
                section=section,
                shown_on=self._rail.button(entry.key),
            )
        keys.add(self, "Ctrl+Z", tr("Undo"), self.undo, section=section)
        keys.add(self, "Ctrl+Shift+Z", tr("Redo"), self.redo, section=section)
        keys.add(self, "?", tr("Show all keys"), self._show_keys, section=section)
        keys.add(self, "F1", tr("Show all keys"), self._show_keys, section=section)
        keys.add(self, "Ctrl+Q", tr("Quit"), self.quit, section=section)

    def _show_keys(self) -> None:
        from app.ui.shell.keys_sheet import KeysSheet

        order = [tr("Everywhere"), *(entry.name for entry in self._entries.values())]
        KeysSheet(order, self.context.keys.listed, self._make_one, self).open()

    def _make_one(self) -> bool:
        """Make one of the pages not shown before, for its keys; return whether there was one."""
        missing = [key for key in self._entries if key not in self._pages]
        if missing:
            self._have(missing[0])
        return bool(missing)

    def _restore(self) -> None:
        if not self.restoreGeometry(self._memory.blob(GEOMETRY)):
            fit(self, 1280, 800)
        key = self._memory.text("window/page", "live")
        self.go(key if key in self._entries else "live")
        self._stack.setFocus()  # no ring on the rail until a key asks for one

    def _remember(self) -> None:
        self._memory.keep(GEOMETRY, self.saveGeometry())
        self._memory.keep("window/page", self._shown)
        self._memory.flush()
