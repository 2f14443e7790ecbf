"""The icon in the desktop's tray, where the window stays while visits are kept, if the user wants that."""

from collections.abc import Callable

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.ui.link.memory import Memory
from app.ui.look.resources import app_icon
from app.ui.look.texts import tr

_KEY = "presence/tray"


def available() -> bool:
    """Whether this desktop has a tray."""
    return QSystemTrayIcon.isSystemTrayAvailable()


def wanted(memory: Memory) -> bool:
    """Whether the user wants the window to stay there when it is closed."""
    return memory.text(_KEY) == "1"


def want(memory: Memory, *, on: bool) -> None:
    """Remember whether the user wants that."""
    memory.keep(_KEY, "1" if on else "")


class Tray:
    """The icon; it is there only while the window is not."""

    def __init__(self, show: Callable[[], object], leave: Callable[[], object]) -> None:
        """Make the icon, not yet shown.

        Args:
            show: Brings the window back.
            leave: Ends Kith.
        """
        self._menu = QMenu()
        self._menu.addAction(tr("Open Kith")).triggered.connect(lambda: show())
        self._menu.addAction(tr("Quit")).triggered.connect(lambda: leave())
        self._icon = QSystemTrayIcon(QIcon(app_icon()))
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(lambda reason: self._activated(reason, show))

    @property
    def shown(self) -> bool:
        """Whether it is there."""
        return self._icon.isVisible()

    @property
    def menu(self) -> QMenu:
        """What it offers."""
        return self._menu

    def show(self) -> None:
        """Show it, with a text that says what goes on."""
        self._icon.setToolTip(tr("Kith keeps who comes and goes"))
        self._icon.show()

    def hide(self) -> None:
        """Take it away."""
        self._icon.hide()

    @staticmethod
    def _activated(reason: QSystemTrayIcon.ActivationReason, show: Callable[[], object]) -> None:
        if reason != QSystemTrayIcon.ActivationReason.Context:
            show()
