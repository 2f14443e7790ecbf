"""Opening the window: one for each data folder, where there is a screen."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from app.core import log
from app.core.errors import StartError
from app.core.text import say
from app.engine.single_instance import SingleInstance, raise_other
from app.ui.link.memory import Memory
from app.ui.look import scale
from app.ui.look.texts import shown
from app.ui.pages import pages
from app.ui.shell import qt_messages
from app.ui.shell.shell import Shell


def open_window(data_dir: Path, device: str = "auto", *, locked: bool = False) -> int:
    """Show the window of a data folder until it is closed; if one is open already, bring that to the front.

    Args:
        data_dir: The folder that holds all Kith keeps.
        device: Where models run: auto (what the settings say), cpu, cuda or mps.
        locked: Whether to ask before the gallery is opened, even where the system's keyring has its key.

    Returns:
        The program's exit code. Locking the window ends this program, and another takes its place.

    Raises:
        StartError: There is no screen, the folder cannot be written, or the window that holds it hangs.
    """
    _need_screen()
    scale.enlarge(Memory(data_dir))
    shell = Shell(data_dir, device, pages)
    try:
        single = SingleInstance.acquire(data_dir, shell.raised.emit, shell.lock_asked.emit)
        if single is None:
            shell.translate()
            return _show_other(data_dir)
    except StartError as error:
        shell.translate()
        _say(error)
        raise
    try:
        with qt_messages.logged(), _ended_by_signals(shell):
            shell.locked.connect(lambda: shell.app.exit())  # also out of a dialog's own loop
            code = shell.app.exec() if shell.open(locked=locked) else 0
    except StartError as error:
        _say(error)
        raise
    finally:
        shell.close()
        single.close()
    if shell.locks:
        _begin_locked(data_dir, device)
    return code


def _begin_locked(data_dir: Path, device: str) -> None:
    """Let a new program that knows nothing take this one's place: memory that was freed is not yet empty."""
    options = ["--data-dir", str(data_dir), "--device", device, *(["--verbose"] if log.is_verbose() else [])]
    command = [sys.executable, "-m", "app", *options, "gui", "--locked"]
    log.stop()
    scale.let_go()
    if sys.platform == "win32":
        subprocess.Popen(command)  # noqa: S603 - this very program
    else:
        os.execv(sys.executable, command)  # noqa: S606 - likewise


def _need_screen() -> None:
    """Refuse in words where Qt would abort the process.

    Raises:
        StartError: There is no screen.
    """
    if sys.platform != "linux" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))):
        return
    raise StartError(
        say("The window cannot be opened"),
        why=say("there is no screen here: neither DISPLAY nor WAYLAND_DISPLAY is set"),
        remedy=say("Run it in a desktop session, or use the command line: kith --help"),
    )


def _show_other(data_dir: Path) -> int:
    """Bring the window that is open already to the front.

    Raises:
        StartError: It does not answer.
    """
    if raise_other(data_dir):
        return 0
    raise StartError(
        say("Kith is open already on {folder}", folder=data_dir),
        why=say("its window does not answer"),
        remedy=say("Close or end that one first, or choose another folder with --data-dir"),
    )


def _say(error: StartError) -> None:
    """Tell someone who started from an icon and sees no terminal."""
    box = QMessageBox(QMessageBox.Icon.Critical, "Kith", "")
    box.setTextFormat(Qt.TextFormat.PlainText)  # which does not hold for its informative text
    box.setText("\n\n".join(map(shown, filter(None, (error.what, error.why, error.remedy)))))
    if QApplication.platformName() not in ("offscreen", "minimal"):
        box.exec()


@contextmanager
def _ended_by_signals(shell: Shell) -> Iterator[None]:
    """Let Ctrl-C in the terminal and the system's shutdown close the window as a person would."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, lambda *_: QTimer.singleShot(0, shell.leave))  # once it runs
    wake = QTimer(shell.app)  # Python runs its handlers only between its own instructions
    wake.start(200)
    wake.timeout.connect(lambda: None)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
