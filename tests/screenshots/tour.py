"""Through all states of the window: which pages, from which beginning, and what becomes of each picture."""

import shutil
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QSize

from app.engine.requests.settings import GetSettings, SetSettings
from tests.screenshots.material import Material
from tests.screenshots.stage import Stage, Theme
from tests.screenshots.states import (
    activity,
    enrol,
    evaluation,
    live,
    people,
    photos,
    settings,
    training,
    window,
)

States = Callable[[Stage, Material], Iterator[str]]
"""Brings the window from state to state, and names each."""

PAGES = {
    "live": live,
    "enrol": enrol,
    "people": people,
    "photos": photos,
    "training": training,
    "evaluation": evaluation,
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
        stage.ask(SetSettings(replace(stage.ask(GetSettings()), false_accepts=material.false_accepts)))
        stage.enrol_all(material.people)
        list(photos.busy(stage, material))
    finally:
        stage.close()
    return folder


def tour(folder: Path, material: Material, pages: Sequence[str], look: Look, out: Path) -> list[str]:
    """Take the pictures of pages that have everything; what went wrong on the way."""
    return _tour(folder, [(page, PAGES[page].full) for page in pages], material, look, out)


def tour_of_nothing(
    folder: Path, material: Material, pages: Sequence[str], look: Look, out: Path
) -> list[str]:
    """Take the pictures of pages that have nothing yet, and of a folder being read; what went wrong."""
    all_states: list[tuple[str, States]] = [(page, PAGES[page].empty) for page in pages]
    all_states += [("training", training.few)] if "training" in pages else []
    all_states += [("photos", photos.busy)] if "photos" in pages else []
    return _tour(folder, all_states, material, look, out)


def _tour(
    folder: Path, visits: Sequence[tuple[str, States]], material: Material, look: Look, out: Path
) -> list[str]:
    stage, troubles = Stage(folder, look.language), []
    try:
        for page, states in visits:
            try:
                visit(stage, page, states, material, look, out)
            except Exception:  # noqa: BLE001 - the other pages' pictures are wanted all the same
                troubles.append(f"{page}{look.mark}: {traceback.format_exc()}")
    finally:
        stage.close()
    return troubles


def visit(stage: Stage, page: str, states: States, material: Material, look: Look, out: Path) -> None:
    """Take the pictures of a page's states, each made in the first theme and size, in all of them."""
    stage.shoot(look.themes[0], QSize(*look.sizes[0]))
    for state in states(stage, material):
        for theme in look.themes:
            for width, height in look.sizes:
                name = f"{page}-{state}-{theme}-{width}x{height}{look.mark}.png"
                stage.shoot(theme, QSize(width, height)).save(str(out / name))
        stage.shoot(look.themes[0], QSize(*look.sizes[0]))
        if look.briefly:
            break


def copied(folder: Path, to: Path) -> Path:
    """A data folder to work in, like the one prepared."""
    shutil.copytree(folder, to)
    return to
