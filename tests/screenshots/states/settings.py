"""The settings."""

from collections.abc import Iterator

from PySide6.QtWidgets import QScrollArea

from tests.screenshots.material import Material
from tests.screenshots.stage import Stage


def empty(stage: Stage, material: Material) -> Iterator[str]:
    """They are the same for everyone."""
    yield from ()


def full(stage: Stage, material: Material) -> Iterator[str]:
    """From the top to the end."""
    stage.go("settings")
    stage.settle(1500)  # what the computer has is asked of the engine
    yield "top"
    for area in stage.window.page("settings").findChildren(QScrollArea):
        bar = area.verticalScrollBar()
        bar.setValue(bar.maximum())
    yield "end"
