"""Doing something once, a while after it was asked for last."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def debounce(parent: QObject, wait_ms: int, then: Callable[[], object]) -> QTimer:
    """A timer that calls `then` once, so many milliseconds after it was started last."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(wait_ms)
    timer.timeout.connect(then)
    return timer
