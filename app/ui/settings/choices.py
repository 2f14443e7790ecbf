"""The settings as stored, and the one way to change them."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, KithError
from app.core.settings import Settings
from app.engine.requests.settings import GetSettings, SetSettings
from app.ui.shell.context import Context


class Choices(QObject):
    """What the engine works with.

    Attributes:
        now: As stored or just being stored; None until they were read.

    Signals:
        stored: They were read or written: controls show `now`.
        saved: The name of the setting just written.
        unreadable: They cannot be read; the error.
    """

    stored = Signal()
    saved = Signal(str)
    unreadable = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.now: Settings | None = None
        self._writing = 0
        self._ready = context.people.known
        context.bridge.ready.connect(self._engine_ready)
        context.bridge.settings.connect(self._take)

    def read(self) -> None:
        """Ask the engine for the settings."""
        self._context.bridge.ask(GetSettings(), self._take, self._failed)

    def change(self, **chosen: Any) -> None:
        """Store one choice. Where that fails, controls go back to what is stored, and the error is told."""
        if self.now is None or all(getattr(self.now, name) == value for name, value in chosen.items()):
            return
        name = next(iter(chosen))
        self._writing += 1
        self.now = replace(self.now, **chosen)
        self._context.bridge.ask(SetSettings(self.now), lambda now: self._written(now, name), self._refused)

    def _engine_ready(self, stage: str) -> None:
        if stage == "library":
            self._ready = True
            self.read()

    def _take(self, now: Settings) -> None:
        if not self._writing:  # else what was read is older than what was just chosen
            self.now = now
            self.stored.emit()

    def _written(self, now: Settings, name: str) -> None:
        self._writing -= 1
        self._take(now)
        self.saved.emit(name)

    def _refused(self, error: KithError | Cancelled) -> None:
        self._writing -= 1
        self._context.notices.error(error)
        self.read()

    def _failed(self, error: KithError | Cancelled) -> None:
        """Before the engine is there, nothing is wrong: it is asked again when it is."""
        if self._ready and isinstance(error, KithError):
            self.unreadable.emit(error)
