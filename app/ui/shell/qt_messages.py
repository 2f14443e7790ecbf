"""Qt's own messages, taken over into the log."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from app.core.log import Code, Log

_log = Log(__name__)
_FUNCTION = re.compile(r"Q\w+(?:::~?\w+)*")
"""The function of Qt that says something: how most of its messages begin."""


@contextmanager
def logged() -> Iterator[None]:
    """Log that Qt said something, and which function of it; its words, which may name files, go on to
    standard error as ever."""
    before = qInstallMessageHandler(_take)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _take(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    function = _FUNCTION.match(message)
    tell = _log.error if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg) else _log.warning
    if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
        tell = _log.debug
    tell(
        "Qt said something",
        kind=kind,
        category=Code(context.category),
        by=Code(function[0] if function else ""),
    )
    if sys.stderr is not None:
        sys.stderr.write(f"{message}\n")
