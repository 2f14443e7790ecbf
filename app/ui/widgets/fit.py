"""Windows that fit the screen."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_FRAME = QSize(8, 40)
"""Room for the frame and the title that the desktop puts around a window."""


def fit(window: QWidget, width: int, height: int) -> None:
    """Make a window so large, or as large as its screen is."""
    window.resize(QSize(width, height).boundedTo(window.screen().availableSize() - _FRAME))
