"""One launch of the window in a process of its own: what `bench_window` times.

Prints the seconds since this process began at which the window was painted, answered a click on another page, and
knew who is enrolled. With "torch" it does first what programs do that keep their models in the window's process.
"""

import sys
import time
from pathlib import Path


def main() -> None:
    """Open a window, note the moments, close it."""
    folder, first = Path(sys.argv[1]), sys.argv[2]
    began = time.time() - time.process_time()  # the interpreter's own start too
    if first == "torch":
        import torch  # noqa: F401

    import app.cli.main  # noqa: F401 - what the program itself loads first
    from PySide6.QtCore import QEvent, QObject, QTimer

    from app.ui.application import Shell

    moments: dict[str, float] = {}

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if watched is shell.window and event.type() == QEvent.Type.Paint and "painted" not in moments:
                moments["painted"] = 0.0
                QTimer.singleShot(0, lambda: moments.update(painted=time.time() - began))
            return False

    shell = Shell(folder, "cpu")
    watch = Watch()
    shell.app.installEventFilter(watch)
    shell.open()
    assert shell.window is not None
    people = shell.window.context.people
    people.updated.connect(lambda: moments.setdefault("known", time.time() - began))
    while not moments.get("painted"):
        shell.app.processEvents()
    shell.window.go("people")
    shell.app.processEvents()
    moments["usable"] = time.time() - began
    while "known" not in moments:
        shell.app.processEvents()
        time.sleep(0.001)
    print(moments["painted"], moments["usable"], moments["known"])
    shell.window.close()
    shell.close()


if __name__ == "__main__":
    main()
