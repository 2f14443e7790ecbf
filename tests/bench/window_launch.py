"""One launch of the program in a process of its own: what `bench_window` times.

Prints the seconds since the given time at which it was painted, had shown another page, and
knew who is enrolled. With "torch first" it does what programs do that keep models in the window's process.
"""

import os
import sys
import time


def main() -> None:
    """Open the window as `kith` does, note the moments, close it."""
    folder, first, began = sys.argv[1], sys.argv[2], float(sys.argv[3])
    if first == "torch first":
        import torch  # noqa: F401
    from PySide6.QtCore import QEvent, QObject, QTimer

    import app.__main__ as program
    import app.ui.application as application
    from app.ui.shell.shell import Shell

    moments: list[float] = []

    class Watched(Shell):
        """Looks at the moments, and goes."""

        def open(self, *, locked: bool = False) -> bool:
            opened = super().open(locked=locked)
            self.app.installEventFilter(self)
            return opened

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if watched is self.window and event.type() == QEvent.Type.Paint and not moments:
                self.app.removeEventFilter(self)
                QTimer.singleShot(0, self._painted)
            return False

        def _painted(self) -> None:
            assert self.window is not None
            moments.append(time.time() - began)
            self.window.go("activity" if self.window.shown != "activity" else "people")
            self.window.repaint()
            moments.append(time.time() - began)
            self.window.context.people.updated.connect(self._listed)

        def _listed(self) -> None:
            assert self.window is not None
            moments.append(time.time() - began)
            self.window.close()

    application.Shell = Watched  # type: ignore[attr-defined] # the program, watched
    os.environ["KITH_DATA_DIR"] = folder
    sys.argv = ["kith"]
    program.main()
    print(*moments)


if __name__ == "__main__":
    main()
