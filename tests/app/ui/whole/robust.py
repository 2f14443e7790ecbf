"""What the tests of dying, vanishing, filling up and closing share."""

import os
import signal
from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.core.errors import KithError
from app.domain.person import Person
from app.engine.requests.people import ListPeople
from tests.app.processes import processes
from tests.app.ui.conftest import Driver

ENROLLED = 12
"""Photos of `lfw10` that the gallery of three people was enrolled from."""

_BEAT_MS = 10


class Pulse(QObject):
    """Feels how long the window's event loop ever stood still.

    Attributes:
        longest: Seconds between two beats, at the most.
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = monotonic()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(_BEAT_MS)

    def begin(self) -> None:
        """Measure anew."""
        self.longest, self._last = 0.0, monotonic()

    def _beat(self) -> None:
        now = monotonic()
        self.longest, self._last = max(self.longest, now - self._last), now


class Killer:
    """Kills processes of a window's engine, and sees that the window says so and goes on."""

    def __init__(self, drive: Driver) -> None:
        self._drive = drive
        self._pulse = Pulse()

    def kill_engine(self) -> None:
        """Kill the engine, and return once the window has said that it was started again."""
        self.hide_notice()
        died: list[int] = []
        self._drive.shell.bridge.restarted.connect(died.append)
        (host,) = processes(self._drive.token, "app.engine.host")
        self._pulse.begin()
        os.kill(host, signal.SIGKILL)
        self._drive.until(lambda: died)
        assert "is being started again" in self._drive.window._engine_notice.text
        self._drive.until(lambda: "was started again" in self._drive.window._engine_notice.text)
        self._drive.shell.bridge.restarted.disconnect(died.append)
        assert died == [-signal.SIGKILL]
        assert self._pulse.longest < 3, "the window stood still"
        assert processes(self._drive.token, "app.engine.host") not in ([], [host])
        assert self._drive.window._tray.running() <= 1  # none of the dead engine's jobs

    def hide_notice(self) -> None:
        """Close what was said of the engine, as a person would."""
        notice = self._drive.window._engine_notice
        if notice.isVisible():
            self._drive.press("Close", notice)

    def dismiss_error(self) -> KithError:
        """Read the error that is told, and close it."""
        notices = self._drive.window.context.notices
        error = self._drive.until(lambda: notices.problem)
        assert error is not None
        self._drive.press("Close", notices._problem)
        return error


def people(drive: Driver) -> dict[str, Person]:
    """Everyone, by name, as the engine says."""
    return {card.name: card for card in drive.ask(ListPeople())}


def press_within(drive: Driver, widget: QObject, text: str) -> None:
    """Press the button of that text, once it is shown."""

    def shown() -> list[QAbstractButton]:
        found = widget.findChildren(QAbstractButton)
        return [one for one in found if one.isVisible() and text in (one.text(), one.accessibleName())]

    drive.click(drive.until(shown)[0])


def enter(field: QWidget, text: str) -> None:
    """Type into a field and press Enter."""
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
