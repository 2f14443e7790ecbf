"""Rows and columns of widgets, made and filled in one go."""

from enum import Enum
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Box = TypeVar("Box", bound=QBoxLayout)
_ANYWHERE = Qt.AlignmentFlag(0)


class Room(Enum):
    """Room that is left empty."""

    REST = "rest"


REST = Room.REST
"""What room there is more than the parts need."""

Inside = QWidget | QLayout
Part = Inside | tuple[Inside, int] | tuple[Inside, int, Qt.AlignmentFlag] | Room | int
"""What stands in a row or column: a widget or a layout, perhaps with the share it takes of the room there is
more, and with where it stands in that. A number is so many pixels of nothing."""
Margins = tuple[int, int, int, int]
"""Pixels left, above, right and below."""
_NONE = (0, 0, 0, 0)


def in_column(
    *parts: Part, on: QWidget | None = None, margins: Margins | None = _NONE, spacing: int | None = None
) -> QVBoxLayout:
    """Put parts one below the other.

    Args:
        parts: From the top.
        on: The widget that they lie on; None for a layout that goes into another.
        margins: Around them all; None for the style's own.
        spacing: Pixels between two; the style's own by default.
    """
    return _filled(QVBoxLayout(on) if on else QVBoxLayout(), parts, margins, spacing)


def in_row(
    *parts: Part, on: QWidget | None = None, margins: Margins | None = _NONE, spacing: int | None = None
) -> QHBoxLayout:
    """Put parts side by side, from the left; see `in_column`."""
    return _filled(QHBoxLayout(on) if on else QHBoxLayout(), parts, margins, spacing)


def _filled(box: Box, parts: tuple[Part, ...], margins: Margins | None, spacing: int | None) -> Box:
    if margins is not None:
        box.setContentsMargins(*margins)
    if spacing is not None:
        box.setSpacing(spacing)
    for part in parts:
        if isinstance(part, Room):
            box.addStretch()
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, tuple):
            _add(box, *part)
        else:
            _add(box, part)
    return box


def _add(box: QBoxLayout, part: Inside, share: int = 0, where: Qt.AlignmentFlag = _ANYWHERE) -> None:
    if isinstance(part, QWidget):
        box.addWidget(part, share, where)
    else:
        box.addLayout(part, share)
