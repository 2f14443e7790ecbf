"""A real window with a real engine for each test, driven as a person would; nothing of it may be left."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QLocale, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.core import language
from app.domain.changes import Changes
from app.engine.client import Client
from app.engine.requests.base import Request
from app.engine.requests.enrolling import EnrolFiles
from app.ui.pages import pages
from app.ui.shell.main_window import MainWindow
from app.ui.shell.page import Page
from app.ui.shell.shell import Shell
from tests.app.made_once import made_once
from tests.app.processes import processes

Value = TypeVar("Value")
Kind = TypeVar("Kind", bound=QWidget)

PATIENCE_MS = 1000 * int(os.environ.get("KITH_TEST_PATIENCE", "90"))
"""Milliseconds to wait for anything: generous, as the machine may be busy."""
PEOPLE = ("Hugo_Chavez", "Tony_Blair", "Vladimir_Putin")


class Driver:
    """A person at the window.

    Attributes:
        folder: The data folder.
        token: In the environment of the engine's processes, and of no other test's.
        shell: The application.
        changes: Every change broadcast so far.
    """

    def __init__(self, folder: Path, token: str = "", language: str = "en") -> None:
        self.folder, self.token = folder, token
        self.shell = Shell(folder, "cpu", pages)
        if not self.shell.memory.text("language"):
            self.shell.memory.keep("language", language)
        self.changes: list[Changes] = []
        self.shell.bridge.changed.connect(self.changes.append)
        self.shell.open()
        if self.shell.memory.blob("window/geometry").isEmpty():
            self.window.resize(1280, 800)  # whatever screen there is

    @property
    def window(self) -> MainWindow:
        assert self.shell.window is not None
        return self.shell.window

    def page(self, key: str, kind: type[Kind]) -> Kind:
        """Choose a page in the rail."""
        self.click(self.window._rail.button(key))
        page: Page = self.window.page(key)
        assert isinstance(page, kind)
        return page

    def button(self, text: str, within: QWidget | None = None) -> QAbstractButton:
        """The visible button of that text."""
        found = [one for one in (within or self.window).findChildren(QAbstractButton) if one.isVisible()]
        named = [
            one for one in found if one.accessibleName() == text or one.text().replace("&&", "&") == text
        ]
        assert named, f"no button {text!r} among {[one.text() for one in found]}"
        return named[0]

    def press(self, text: str, within: QWidget | None = None) -> None:
        """Click the visible button of that text, once it may be pressed."""
        self.click(self.button(text, within))

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click on a widget, once it is enabled."""
        self.until(widget.isEnabled)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or QPoint())

    def type(self, widget: QWidget, text: str) -> None:
        """Type into a widget."""
        widget.setFocus()
        QTest.keyClicks(widget, text)

    def until(self, look: Callable[[], Value], patience: int = PATIENCE_MS) -> Value:
        """Let the window work until something is true, and return it."""
        left = patience
        while not (found := look()):
            assert left > 0, "waited in vain"
            QTest.qWait(20)
            left -= 20
        return found

    def ask(self, request: Request[Value]) -> Value:
        """Ask the engine, past the widgets: to prepare a test or to check what was stored."""
        answers: list[Value] = []
        errors: list[Exception] = []
        self.shell.bridge.ask(request, answers.append, errors.append)
        self.until(lambda: answers or errors)
        if errors:
            raise errors[0]
        return answers[0]

    def enrol(self, faces: Path, people: tuple[str, ...] = PEOPLE, photos: int = 3) -> None:
        """Enrol people of lfw10 from their first photos."""
        for name in people:
            pictures = sorted((faces / "lfw10" / name).glob("*.jpg"))[:photos]
            self.ask(EnrolFiles(name.replace("_", " "), tuple(map(str, pictures))))

    def close(self) -> None:
        """Close the window as a person would, and end."""
        if self.shell.window is not None:
            self.shell.window.close()
        self.shell.close()
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def _english() -> None:
    """Every test starts in English, whatever language the window of an earlier one spoke."""
    language.use("en")
    QLocale.setDefault(QLocale("en"))


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> str:
    """A word in the environment of this test's processes."""
    made = uuid.uuid4().hex
    monkeypatch.setenv("KITH_TEST_TOKEN", made)
    return made


@pytest.fixture
def drive(tmp_path: Path, token: str, qapp: QApplication) -> Iterator[Driver]:
    """A window on an empty data folder; at the end it is closed and nothing of it is left."""
    driver = Driver(tmp_path / "kith", token)
    yield driver
    driver.close()
    assert processes(token) == []


class _Windows(QObject):
    """Notes what becomes a window of its own, by its kind and its name."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note it."""
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.accessibleName()}".strip())
        return super().eventFilter(watched, event)


@pytest.fixture
def windows(drive: Driver, qapp: QApplication) -> Iterator[list[str]]:
    """What becomes a window of its own from now on, beside the window that is open."""
    noted = _Windows()
    qapp.installEventFilter(noted)
    yield noted.shown
    qapp.removeEventFilter(noted)


@pytest.fixture(scope="session")
def gallery(faces: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which three people are enrolled by four photos each: copy it."""

    def make(folder: Path) -> None:
        client = Client(folder, lambda _: None, "cpu")
        client.start()
        for name in PEOPLE:
            pictures = sorted((faces / "lfw10" / name).glob("*.jpg"))[:4]
            client.request(EnrolFiles(name.replace("_", " "), tuple(map(str, pictures)))).result(90)
        client.close()

    return made_once(tmp_path_factory, "kith", make)


@pytest.fixture
def known(gallery: Path, tmp_path: Path, token: str, qapp: QApplication) -> Iterator[Driver]:
    """A window that knows these three people; at the end it is closed and nothing of it is left."""
    driver = Driver(Path(shutil.copytree(gallery, tmp_path / "known")), token)
    yield driver
    driver.close()
    driver.until(lambda: not processes(token), 1000)


@pytest.fixture
def album(tmp_path: Path, faces: Path) -> Path:
    """A folder of photos without names: four of each of five people of lfw10."""
    folder = tmp_path / "album"
    folder.mkdir()
    for person in sorted((faces / "lfw10").iterdir())[:5]:
        for place, photo in enumerate(sorted(person.glob("*.jpg"))[:4]):
            shutil.copy(photo, folder / f"{uuid.uuid5(uuid.NAMESPACE_OID, photo.name).hex[:8]}-{place}.jpg")
    return folder
