"""Icons of one outline family, in the colours of now.

Their fonts take a while to load, so that buttons get theirs just after the window's first painting.
"""

from typing import Any
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractButton

from app.ui.look import theme

_buttons: WeakSet[QAbstractButton] = WeakSet()


class _Fonts:
    ready = False


def icon(name: str, role: str = "text") -> QIcon:
    """An icon in the colour of a role.

    Args:
        name: As Phosphor calls it: "users", "video-camera".
        role: A colour of the theme.
    """
    import qtawesome

    drawn: Any = (
        qtawesome.icon(
            f"ph.{name}",
            color=theme.color(role),
            color_disabled=theme.color("muted"),
            color_on=theme.color("accent"),
        )
        if role != "on_accent"
        else qtawesome.icon(f"ph.{name}", color=theme.color(role))
    )
    return QIcon(drawn)


def put_icon(button: QAbstractButton, name: str, role: str = "text", size: int = 18) -> None:
    """Give a button an icon that follows the theme."""
    button.setProperty("icon_name", name)
    button.setProperty("icon_role", role)
    button.setIconSize(QSize(size, size))
    _buttons.add(button)
    if _Fonts.ready:
        _draw(button)


def draw_all() -> None:
    """Draw every button's icon (anew): after the first painting, and after a change of theme."""
    _Fonts.ready = True
    for button in list(_buttons):
        if shiboken6.isValid(button):
            _draw(button)


def _draw(button: QAbstractButton) -> None:
    button.setIcon(icon(str(button.property("icon_name")), str(button.property("icon_role"))))
