"""When a window on an encrypted gallery locks by itself: after a while without input, and before sleep."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.keys.header import Holder
from app.ui.link.memory import Memory
from app.ui.shell.sleep import Sleep

MINUTES = ("5", "15", "60")
OFF = "off"
_KEY = "lock/idle"
_LOOK_MS = 10_000
_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletMove,
}


def idle_choice(memory: Memory, holder: Holder) -> str:
    """After how many minutes without input the window locks, or `OFF`.

    By default after 15 under a passphrase: who chose one wants to be asked. Never where the system's keyring
    holds the key: whoever sits at the unlocked computer could unlock Kith, too.
    """
    chosen = memory.text(_KEY)
    return chosen if chosen in (OFF, *MINUTES) else "15" if holder == "passphrase" else OFF


def choose_idle(memory: Memory, value: str) -> None:
    """Remember after how many minutes it locks, or `OFF`."""
    memory.keep(_KEY, value)


class Locking(QObject):
    """Watches for both while a window is open.

    Signals:
        idle: Nobody touched the window for as long as was chosen; told again until it is locked.
        sleeps: The computer falls asleep, or slept.
    """

    idle = Signal()
    sleeps = Signal()

    def __init__(
        self, memory: Memory, holder: Holder, parent: QObject, clock: Callable[[], float] = monotonic
    ) -> None:
        super().__init__(parent)
        self._memory, self._holder, self._clock = memory, holder, clock
        self._last = clock()
        app = QApplication.instance()
        assert app is not None  # noqa: S101 - there is one as soon as there is a window
        app.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_LOOK_MS)
        self._sleep = Sleep(self)
        self._sleep.fell.connect(self.sleeps)

    def look(self) -> None:
        """See whether it is time."""
        chosen = idle_choice(self._memory, self._holder)
        if chosen != OFF and self._clock() - self._last >= 60 * int(chosen):
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody is there."""
        if event.type() in _INPUT:
            self._last = self._clock()
        return super().eventFilter(watched, event)
