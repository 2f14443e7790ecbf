"""The application around the window: dressed, translated, and with the engine behind it."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from app.core import language
from app.domain.recasting import Recasting
from app.keys import header
from app.keys.header import is_broken_off
from app.keys.unlocking import Fresh
from app.ui.link.bridge import Bridge
from app.ui.link.memory import Memory
from app.ui.look import icons, theme
from app.ui.shell.main_window import MainWindow
from app.ui.shell.page import PageEntry
from app.ui.shell.put_back import PutBack
from app.ui.shell.recast_page import RecastPage
from app.ui.shell.unlock import unlocked

_TRANSLATIONS = QLibraryInfo.LibraryPath.TranslationsPath


class Shell(QObject):
    """The application around the window: made once, while the window may be made anew in another language.

    Attributes:
        locks: Whether it ended to lock the gallery: a new process is to ask for the key.

    Signals:
        raised: Another launch asks for the window; may be emitted on any thread.
        lock_asked: Somebody asks it to lock; likewise.
        locked: It has let go of the window, and this process is to end.
    """

    raised = Signal()
    lock_asked = Signal()
    locked = Signal()

    def __init__(self, data_dir: Path, device: str, pages: Callable[[], Sequence[PageEntry]]) -> None:
        self.app = _application()
        super().__init__()
        self._pages, self._device = pages, device
        self.memory = Memory(data_dir)
        self.bridge = Bridge(data_dir, device)
        self.window: MainWindow | None = None
        self.locks = False
        self._translator: QTranslator | None = None
        self.raised.connect(self._raise)
        self.lock_asked.connect(self._lock_asked)
        self.app.styleHints().colorSchemeChanged.connect(self._dress)

    def open(self, *, locked: bool = False) -> bool:
        """Show the window, then load the icons and start the engine: the first painting waits for nothing.

        Args:
            locked: Whether to ask first, even where the system's keyring has the gallery's key.

        Returns:
            Whether it is shown: it is not where the gallery is locked, and stays so.

        Raises:
            StartError: What is known of the gallery's key cannot be read.
        """
        self.translate()
        self._dress()
        folder, told = self.bridge.data_dir, ""
        if header.is_lost(folder):
            rescue = PutBack(folder, self.memory)
            if rescue.exec() != PutBack.DialogCode.Accepted:
                return False
            told = rescue.told
        if not unlocked(folder, self.memory, locked=locked):
            return False
        if is_broken_off(folder):
            page = RecastPage(folder, self.memory, "go on")
            page.exec()
            told = page.told
            self.memory.settle()
            if not unlocked(folder, self.memory):
                return False
        self._make_window(told)
        return True

    def recast(self, what: Recasting, fresh: Fresh | None) -> None:
        """Let go of the window and the engine, have the encryption changed, and make both anew."""
        self._drop_window()
        self.bridge.close()
        page = RecastPage(self.bridge.data_dir, self.memory, what, fresh)
        page.exec()
        self.memory.settle()
        self.bridge = Bridge(self.bridge.data_dir, self._device)
        if unlocked(self.bridge.data_dir, self.memory):
            self._make_window(page.told)
        else:
            self.app.quit()

    def leave(self) -> None:
        """Close the window for good, also where it stands in the tray, or the question before it."""
        if self.window is not None:
            self.window.quit()
        else:
            self.app.closeAllWindows()

    def lock(self) -> None:
        """Let this process come to its end, with all that lies in its memory and on the clipboard."""
        clipboard = self.app.clipboard()
        if clipboard.ownsClipboard():
            clipboard.clear()
        self.locks = True
        if self.window is not None:
            self.window.let_go()
            self.window.hide()
        self.locked.emit()

    def close(self) -> None:
        """End the engine and let go of the window."""
        self.bridge.close()
        if self.window is not None:
            self.window.deleteLater()
            self.window = None
        self._forget_language()

    def _make_window(self, told: str = "") -> None:
        window = MainWindow(self.bridge, self.memory, self._pages())
        window.look_changed.connect(self._renew, Qt.ConnectionType.QueuedConnection)
        window.closed.connect(self._closed)
        window.locked.connect(self.lock)
        window.recast_asked.connect(self.recast, Qt.ConnectionType.QueuedConnection)
        window.painted.connect(icons.draw_all)
        window.painted.connect(self.bridge.start)
        self.window = window
        window.show()
        if told:
            window.context.notices.say(told)

    def _drop_window(self) -> None:
        old, self.window = self.window, None
        if old is not None:
            old.let_go()
            old.hide()
            old.deleteLater()

    def _closed(self) -> None:
        self.app.quit()

    def _renew(self) -> None:
        """Put on another theme at once; for another language the window is made anew."""
        if self.memory.text("language", "system") == self._language and self.window is not None:
            self._dress()
            return
        self._drop_window()
        self.translate()
        self._dress()
        self._make_window()
        self.bridge.ready.emit("library")  # what the engine told the window before
        if self.window is not None and self.window.shown == "settings":
            self.window.go("settings", "look")  # where the language was chosen

    def _dress(self, _: object = None) -> None:
        chosen = self.memory.text("theme", "system")
        theme.put_on(chosen if chosen in get_args(theme.Choice) else "system")  # type: ignore[arg-type]
        if self.window is not None:
            icons.draw_all()

    def translate(self) -> None:
        """Speak the user's language, and let Qt's own dialogs speak it too."""
        self._forget_language()
        self._language = self.memory.text("language", "system")
        language.use(QLocale.system().name() if self._language == "system" else self._language)
        spoken = language.language()
        QLocale.setDefault(QLocale(spoken.locale))
        translator = QTranslator(self.app)
        if translator.load(f"qtbase_{spoken.code}", QLibraryInfo.path(_TRANSLATIONS)):
            self.app.installTranslator(translator)
            self._translator = translator

    def _forget_language(self) -> None:
        if self._translator is not None:
            self.app.removeTranslator(self._translator)
            self._translator = None

    def _lock_asked(self) -> None:
        """Lock at once: whoever asks may be a script that runs before the screen goes dark."""
        if self.window is not None and header.holder(self.bridge.data_dir) is not None:
            self.window.lock(asks=False)

    def _raise(self) -> None:
        if self.window is not None:
            self.window.come_to_front()
        elif (asking := self.app.activeModalWidget()) is not None:
            asking.raise_()
            asking.activateWindow()


def _application() -> QApplication:
    """The one QApplication, named so that desktops find its icon."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QApplication.setApplicationName("kith")
    QApplication.setApplicationDisplayName("Kith")
    QApplication.setDesktopFileName("kith")
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    app.setQuitOnLastWindowClosed(False)
    return app
