"""The window in German: nothing of it is left in English, and nothing is clipped."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from app.ui.widgets.labels import Elided
from tests.app.ui.conftest import Driver
from tests.catalogue.__main__ import FOLDER, read

_SETTLES_MS = 700
"""Until a page shown has what it asked for."""


@pytest.mark.slow
def test_a_german_window_speaks_german_and_clips_nothing(tmp_path: Path, token: str, faces: Path) -> None:
    driver = Driver(tmp_path / "kith", token, "de")
    try:
        window = driver.window
        window.resize(1024, 640)
        driver.until(lambda: window.context.people.known)
        faults = _faults_of_pages(driver)
        driver.enrol(faces, ("Tony_Blair", "Hugo_Chavez"), photos=2)
        driver.until(lambda: window.context.people.cards)
        faults += _faults_of_pages(driver)
    finally:
        driver.close()
    assert faults == []


def _faults_of_pages(driver: Driver) -> list[str]:
    faults = []
    for key in ("live", "people", "photos", "training", "activity", "settings"):
        driver.window.go(key)
        QTest.qWait(_SETTLES_MS)
        faults += [f"{key}: {fault}" for fault in (*_english(driver.window), *_clipped(driver.window))]
    return faults


def _english(window: QWidget) -> Iterator[str]:
    """Texts that are shown as they stand in the code, though German says them otherwise."""
    known, german, shapes = _catalogue()
    for text in set(_texts(window)) - german:
        if text in known or any(shape.fullmatch(text) for shape in shapes):
            yield f"not translated: {text}"


@cache
def _catalogue() -> tuple[set[str], set[str], list[re.Pattern[str]]]:
    """What is said in English, what in German, and what a sentence of the first with values in it is like."""
    messages = [one for one in read(FOLDER / "de.po", "de") if one.id and not one.pluralizable]
    known = {str(one.id) for one in messages if one.id != one.string}
    shapes = [
        re.compile(".+".join(map(re.escape, re.split(r"\{\w*\}", one)))) for one in known if _is_telling(one)
    ]
    return known, {str(one.string) for one in messages}, shapes


def _is_telling(source: str) -> bool:
    """Whether a text with values in it has words enough of its own to be told from any other."""
    return "{" in source and len(re.findall(r"\b[a-z]{3,}\b", re.sub(r"\{\w*\}", "", source))) > 1


def _texts(window: QWidget) -> Iterator[str]:
    for one in window.findChildren(QWidget):
        if not one.isVisible():
            continue
        yield from (one.toolTip(), one.accessibleName(), one.accessibleDescription())
        if isinstance(one, QLabel | QAbstractButton):
            yield one.text().replace("&&", "&")
        if isinstance(one, QLineEdit):
            yield one.placeholderText()
        if isinstance(one, QComboBox):
            yield from (one.itemText(row) for row in range(one.count()))


def _clipped(window: QWidget) -> Iterator[str]:
    """Labels and buttons that are smaller than what they say."""
    for area in window.findChildren(QScrollArea):
        inside = area.widget()
        if area.isVisible() and inside is not None and inside.width() > area.viewport().width():
            yield f"{inside.width()} wide in an area of {area.viewport().width()}"
    for one in window.findChildren(QWidget):
        if not isinstance(one, QLabel | QPushButton | QRadioButton | QCheckBox) or isinstance(one, Elided):
            continue
        if not one.isVisible():
            continue
        if isinstance(one, QLabel) and one.wordWrap():
            if one.height() < one.heightForWidth(one.width()):
                yield f"too low, {one.height()} of {one.heightForWidth(one.width())}: {one.text()}"
        elif one.text() and one.width() < one.sizeHint().width():
            yield f"too narrow, {one.width()} of {one.sizeHint().width()}: {one.text()}"
