"""Whether the computer is about to sleep, or slept: before it sleeps nothing is to lie in its memory."""

import sys
from time import time
from typing import Any

from PySide6.QtCore import SLOT, QObject, QTimer, Signal, Slot

from app.ui.look.texts import tr

_SERVICE, _PATH, _MANAGER = (
    "org.freedesktop.login1",
    "/org/freedesktop/login1",
    "org.freedesktop.login1.Manager",
)
_TICK_MS = 10_000
_MISSED = 60.0
"""Seconds on the wall clock between two ticks that tell of sleep: no busy window misses so many."""


class Sleep(QObject):
    """Tells that the computer falls asleep, where logind says so on D-Bus; it then waits for this process.

    Where nobody says so (Windows, macOS, Linux without logind) it tells as soon as the computer is awake.

    Signals:
        fell: It falls asleep, or slept.
    """

    fell = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held: Any = None
        self._waiting: Any = None
        self._last = time()
        ticks = QTimer(self)
        ticks.timeout.connect(self.tick)
        ticks.start(_TICK_MS)
        if sys.platform == "linux":
            self._listen()

    def tick(self) -> None:
        """See whether the computer slept since the last time."""
        last, self._last = self._last, time()
        if self._last - last > _MISSED:
            self.fell.emit()

    def _listen(self) -> None:
        """Hear of it from logind, and ask it to wait with the sleep (five seconds at the most by default)."""
        try:
            from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
        except ImportError:
            return
        bus = QDBusConnection.systemBus()
        if not bus.isConnected():
            return
        bus.connect(_SERVICE, _PATH, _MANAGER, "PrepareForSleep", self, SLOT("_told(bool)"))  # type: ignore[call-overload]
        asked = QDBusMessage.createMethodCall(_SERVICE, _PATH, _MANAGER, "Inhibit")
        asked.setArguments(["sleep", "Kith", tr("Locks the gallery"), "delay"])
        self._waiting = QDBusPendingCallWatcher(bus.asyncCall(asked), self)
        self._waiting.finished.connect(self._hold)

    @Slot()
    def _hold(self) -> None:
        """Keep what logind gave: it waits until that is closed, at the latest as this process ends."""
        self._held, self._waiting = self._waiting.reply().arguments(), None

    @Slot(bool)
    def _told(self, begins: bool) -> None:
        if begins:
            self.fell.emit()
