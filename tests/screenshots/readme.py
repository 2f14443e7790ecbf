"""The README's pictures: few, small, and of people who do not exist."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from tests.screenshots import material
from tests.screenshots.stage import Stage, Theme
from tests.screenshots.tour import PAGES, fill

SIZE = QSize(1280, 800)
_COLOURS = 256
_WANTED: dict[str, dict[str, tuple[Theme, ...]]] = {
    "live": {"running": ("light", "dark")},
    "people": {"grid": ("light",)},
    "photos": {"clusters": ("light",), "review": ("light",)},
    "training": {"proof": ("light",)},
}
"""By page and state: in which themes."""


def take_for_readme(folder: Path, out: Path) -> list[Path]:
    """Take the README's pictures.

    Args:
        folder: To work in.
        out: Where they go, as PAGE-STATE-THEME.png.
    """
    out.mkdir(parents=True, exist_ok=True)
    shown = material.drawn(folder / "shown")
    stage = Stage(fill(folder / "filled", shown))
    try:
        return list(_take(stage, shown, out))
    finally:
        stage.close()


def _take(stage: Stage, shown: material.Material, out: Path) -> Iterator[Path]:
    for page, wanted in _WANTED.items():
        left = set(wanted)
        for state in PAGES[page].full(stage, shown):
            for theme in wanted.get(state, ()):
                yield _save(stage.shoot(theme, SIZE), out / f"{page}-{state}-{theme}.png")
            left.discard(state)
            if not left:
                break


def _save(picture: QImage, path: Path) -> Path:
    """Write a picture with few colours: a third of the size, and no eye sees it."""
    flat = picture.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(flat.constBits(), np.uint8).reshape(flat.height(), flat.bytesPerLine())
    pixels = rows[:, : flat.width() * 3].reshape(flat.height(), flat.width(), 3)
    Image.fromarray(pixels).quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    return path
