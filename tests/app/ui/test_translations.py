"""German and English: complete, true to the placeholders, compiled, and nothing clipped in the window."""

import ast
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest
from PySide6.QtCore import QTranslator
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

from app.ui.look.resources import resource
from app.ui.widgets.labels import Elided
from tests.app.ui.conftest import Driver

_ROOT = Path(__file__).parents[3]
_TOOLS = Path(sys.executable).parent
LANGUAGES = ("de", "en")
_SETTLES_MS = 700
"""Until a page shown has what it asked for."""


@dataclass(frozen=True)
class Message:
    """A text and what a language makes of it: one form, or one for each number."""

    context: str
    source: str
    comment: str
    plural: bool
    finished: bool
    forms: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        return self.context, self.source, self.comment


def messages(path: Path) -> list[Message]:
    """All messages of a .ts file."""
    return [
        _message(context.findtext("name") or "", message)
        for context in ET.parse(path).getroot().iter("context")  # noqa: S314 - our own file
        for message in context.iter("message")
    ]


def _message(context: str, found: ET.Element) -> Message:
    said = found.find("translation")
    assert said is not None
    plural = found.get("numerus") == "yes"
    forms = tuple(form.text or "" for form in said) if plural else (said.text or "",)
    finished = said.get("type") is None
    return Message(
        context, found.findtext("source") or "", found.findtext("comment") or "", plural, finished, forms
    )


def _file(language: str, ending: str) -> Path:
    return Path(resource("translations", f"kith_{language}.{ending}"))


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_no_text_hides_in_another() -> None:
    """The tools that gather texts do not look into f-strings."""
    hidden = [
        f"{path.name}:{node.lineno}"
        for path in (_ROOT / "app" / "ui").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "tr"
    ]
    assert hidden == []


@pytest.mark.slow
def test_every_text_of_the_code_is_there_and_finished(language: str, tmp_path: Path) -> None:
    copy = tmp_path / f"kith_{language}.ts"
    shutil.copy(_file(language, "ts"), copy)
    sources = sorted(str(path) for path in (_ROOT / "app" / "ui").rglob("*.py"))
    only = ["-pluralonly"] if language == "en" else []
    subprocess.run(
        [_TOOLS / "pyside6-lupdate", *sources, "-no-obsolete", "-locations", "none", *only, "-ts", copy],
        check=True,
        capture_output=True,
    )
    stored, found = messages(_file(language, "ts")), messages(copy)
    assert {one.key for one in found} == {one.key for one in stored}, "run resources/translations/update.sh"
    assert [one.source for one in stored if not one.finished or not all(one.forms)] == []


def test_translations_keep_the_placeholders(language: str) -> None:
    for one in messages(_file(language, "ts")):
        for form in one.forms:
            assert _places(form) == _places(one.source), one.source
            wanted = re.findall("%L?n", one.source)
            assert re.findall("%L?n", form) == wanted, one.source
        assert len(one.forms) == (2 if one.plural else 1)


def _places(text: str) -> list[str]:
    """Names in braces; numbered ones count as unnamed, in the order of the numbers."""
    names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    return sorted("" if name.isdecimal() else name for name in names)


def test_what_is_compiled_is_what_is_written(language: str) -> None:
    translator = QTranslator()
    assert translator.load(str(_file(language, "qm")))
    for one in messages(_file(language, "ts")):
        for number, form in zip((1, 2), one.forms, strict=False):
            said = translator.translate(one.context, one.source, one.comment, number if one.plural else -1)
            assert said == form, one.source


def test_english_counts_right() -> None:
    translator = QTranslator()
    assert translator.load(str(_file("en", "qm")))
    for source, one, many in (("%n face(s)", "%n face", "%n faces"), ("%n people", "%n person", "%n people")):
        assert translator.translate("", source, "", 1) == one
        assert translator.translate("", source, "", 0) == translator.translate("", source, "", 7) == many


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
    known = {
        one.source for one in messages(_file("de", "ts")) if one.source not in one.forms and not one.plural
    }
    german = {form for one in messages(_file("de", "ts")) for form in one.forms}
    shapes = [
        re.compile(".+".join(map(re.escape, re.split(r"\{\w*\}", one)))) for one in known if _is_telling(one)
    ]
    for text in set(_texts(window)) - german:
        if text in known or any(shape.fullmatch(text) for shape in shapes):
            yield f"not translated: {text}"


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
