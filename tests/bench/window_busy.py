"""How evenly the window's event loop turns while everything runs at once: what `bench_window` reports.

A timer of 5 ms should fire every 5 ms; the gaps between its firings tell how long the loop was held up.
"kith" is the real window with live view, an import and a retraining; "live" is live view alone; "threads" is
a bare window whose own process looks at the same video and imports the same photos, as many programs do.
"""

import json
import os
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

if TYPE_CHECKING:
    from app.ui.live.page import LivePage
    from app.ui.shell.shell import Shell

_TICK_MS = 5


class Pulse(QObject):
    """Notes when a short timer fires, and how often a widget is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.ticks: list[float] = []
        self.paints = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: self.ticks.append(time.perf_counter()))

    def run(self, app: QApplication, seconds: float) -> None:
        """Measure for so long."""
        self.ticks, self.paints = [], 0
        self._timer.start(_TICK_MS)
        QTimer.singleShot(round(1000 * seconds), app.quit)
        app.exec()
        self._timer.stop()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Count paintings."""
        self.paints += event.type() == QEvent.Type.Paint
        return False

    def report(self, seconds: float) -> dict[str, float]:
        """Milliseconds between ticks, and paintings a second."""
        gaps = sorted(1000 * (b - a) for a, b in zip(self.ticks, self.ticks[1:], strict=False))
        return {
            "p50": statistics.median(gaps),
            "p99": gaps[int(0.99 * len(gaps))],
            "max": gaps[-1],
            "fps": self.paints / seconds,
        }


def open_live(folder: Path) -> "tuple[Shell, LivePage]":
    """The real window, 1280x800, at its Live page."""
    from app.ui.live.page import LivePage
    from app.ui.pages import pages
    from app.ui.shell.shell import Shell

    shell = Shell(folder, "cpu", pages)
    shell.open()
    assert shell.window is not None
    shell.window.resize(1280, 800)
    shell.window.go("live")
    page = shell.window.page("live")
    assert isinstance(page, LivePage)
    return shell, page


def close(shell: "Shell") -> None:
    """Close the window and end."""
    assert shell.window is not None
    shell.window.close()
    shell.close()


def kith(folder: Path, video: str, photos: Path | None, seconds: float) -> dict[str, float]:
    """The real window; with photos also an import of them and a retraining."""
    from app.engine.requests.photos import ImportFolder
    from app.engine.requests.training import Retrain

    shell, page = open_live(folder)
    pulse, seen = Pulse(), threading.Event()
    shell.bridge.live_faces.connect(lambda _: seen.set())
    page.session.start(video)
    while not seen.is_set():
        shell.app.processEvents()
    page.video.installEventFilter(pulse)
    if photos is not None:
        shell.bridge.ask(ImportFolder(photos))
        shell.bridge.ask(Retrain(activate=False))
    pulse.run(shell.app, seconds)
    report = pulse.report(seconds)
    close(shell)
    return report


def threads(folder: Path, video: str, photos: Path, seconds: float) -> dict[str, float]:
    """A bare window with the same live view and import on threads of its own process."""
    app = QApplication([])
    label = QLabel("busy")
    label.resize(1280, 800)
    label.show()
    from app.core.progress import CancelToken
    from app.services.photos.importing import import_folder
    from app.services.recognise.live import Pipeline
    from app.services.workspace import Workspace

    looked = threading.Event()

    def watch() -> None:
        with Workspace.open(folder, device="cpu") as workspace:
            for _ in Pipeline(workspace).watch(video, CancelToken()):
                looked.set()

    def read() -> None:
        with Workspace.open(folder, device="cpu") as workspace:
            import_folder(workspace, photos)

    workers = [threading.Thread(target=work, daemon=True) for work in (watch, read)]
    for worker in workers:
        worker.start()
    while not looked.is_set():
        app.processEvents()
    pulse = Pulse()
    pulse.run(app, seconds)
    return pulse.report(seconds)


def main() -> None:
    """Run one of them and print its report as JSON in the last line."""
    what, folder, video, photos, seconds = sys.argv[1:]
    if what == "threads":
        report = threads(Path(folder), video, Path(photos), float(seconds))
    else:
        report = kith(Path(folder), video, Path(photos) if what == "kith" else None, float(seconds))
    print(json.dumps(report), flush=True)
    os._exit(0)  # the peer's threads cannot be stopped


if __name__ == "__main__":
    main()
