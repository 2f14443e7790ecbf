"""Through all states of the window: which pages, from which beginning, and what becomes of each picture."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize

from tests.screenshots.material import Material
from tests.screenshots.stage import Stage, Theme
from tests.screenshots.states import activity, enrol, live, people, photos, settings, training, window

States = Callable[[Stage, Material], Iterator[str]]
"""Brings the window from state to state, and names each."""

PAGES = {
    "live": live,
    "enrol": enrol,
    "people": people,
    "photos": photos,
    "training": training,
    "activity": activity,
    "settings": settings,
    "window": window,
}


@dataclass(frozen=True, slots=True)
class Look:
    """How pictures are taken.

    Attributes:
        themes: In which themes.
        sizes: In which sizes of the window.
        language: In which language.
        mark: What tells their names from others'.
        briefly: Whether the first state of each page is enough.
    """

    themes: tuple[Theme, ...] = ("light", "dark")
    sizes: tuple[tuple[int, int], ...] = ((1024, 640), (1600, 1000))
    language: str = "en"
    mark: str = ""
    briefly: bool = False


GERMAN = Look(themes=("light",), sizes=((1024, 640),), language="de", mark="-german", briefly=True)
DOUBLE = Look(themes=("light",), sizes=((960, 540),), mark="-double", briefly=True)


def fill(folder: Path, material: Material) -> Path:
    """Make a data folder with everyone enrolled and the album read."""
    stage = Stage(folder)
    try:
        stage.enrol_all(material.people)
        list(photos.busy(stage, material))
    finally:
        stage.close()
    return folder


def tour(folder: Path, material: Material, pages: Sequence[str], look: Look, out: Path) -> list[Path]:
    """Take the pictures of pages that have everything."""
    stage = Stage(folder, look.language)
    try:
        return [
            taken for page in pages for taken in visit(stage, page, PAGES[page].full, material, look, out)
        ]
    finally:
        stage.close()


def tour_of_nothing(
    folder: Path, material: Material, pages: Sequence[str], look: Look, out: Path
) -> list[Path]:
    """Take the pictures of pages that have nothing yet, and of a folder being read."""
    stage = Stage(folder, look.language)
    try:
        taken = [one for page in pages for one in visit(stage, page, PAGES[page].empty, material, look, out)]
        if "photos" in pages:
            taken += visit(stage, "photos", photos.busy, material, look, out)
        return taken
    finally:
        stage.close()


def visit(
    stage: Stage, page: str, states: States, material: Material, look: Look, out: Path
) -> Iterator[Path]:
    """Take the pictures of a page's states, in every theme and size."""
    for state in states(stage, material):
        for theme in look.themes:
            for width, height in look.sizes:
                name = f"{page}-{state}-{theme}-{width}x{height}{look.mark}.png"
                stage.shoot(theme, QSize(width, height)).save(str(out / name))
                yield out / name
        if look.briefly:
            break


def copied(folder: Path, to: Path) -> Path:
    """A data folder to work in, like the one prepared."""
    shutil.copytree(folder, to)
    return to
