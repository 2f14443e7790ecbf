"""Where what opens an encrypted gallery is gone or damaged, the window puts its copy back, or says why."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.errors import KithError
from app.engine.recasting import RecastChild
from app.gallery import people
from app.keys import header, key
from app.keys.unlocking import made
from app.services.workspace import Workspace, encryption
from app.ui.link.memory import Memory
from app.ui.pages import pages
from app.ui.shell.put_back import PutBack
from app.ui.shell.shell import Shell
from tests.app.keyrings import MemoryKeyring

PASSPHRASE = "four words of wood"  # noqa: S105
SECONDS = 60_000
Damage = Callable[[Path], object]


def _make(folder: Path, passphrase: str | None) -> str:
    """A gallery that is encrypted, of which this process does not have the key; return its recovery code."""
    with Workspace.open(folder) as workspace, workspace.db.write() as session:
        people.get_or_create(session, "Ana")
    fresh = made(passphrase)
    encryption.turn_on(folder, fresh)
    key.drop()
    return fresh.code


def _gone(file: Path) -> None:
    file.unlink()


def _damaged(file: Path) -> None:
    held = bytearray(file.read_bytes())
    held[len(held) // 2] ^= 4
    file.write_bytes(held)


@pytest.fixture
def shown(tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[], PutBack]]:
    """Shows the page."""
    made: list[PutBack] = []

    def show() -> PutBack:
        made.append(PutBack(tmp_path / "data", Memory(tmp_path / "data")))
        made[-1].setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        made[-1].show()
        return made[-1]

    yield show
    for one in made:
        one.close()


def _ends(qtbot: QtBot, page: PutBack) -> bool:
    """Whether it ends by letting the window open, rather than with a problem."""
    qtbot.waitUntil(lambda: not page.isVisible() or page.problem.isVisible(), timeout=SECONDS)
    return page.result() == PutBack.DialogCode.Accepted


@pytest.mark.slow
@pytest.mark.parametrize(("lose", "by"), [(_gone, "passphrase"), (_damaged, "recovery code")])
def test_the_copy_is_put_back_once_it_has_opened_the_gallery(
    qtbot: QtBot, tmp_path: Path, shown: Callable[[], PutBack], lose: Damage, by: str
) -> None:
    code = _make(tmp_path / "data", PASSPHRASE)
    file = tmp_path / "data" / header.NAME
    whole = file.read_bytes()
    lose(file)
    lost = file.read_bytes() if file.exists() else None
    page = shown()
    assert ("is gone" if lost is None else "damaged") in page.sentence.text()
    assert (page.again.isVisible(), page.problem.isVisible()) == (False, False)
    page.secret.setText("other words")
    QTest.keyClick(page.secret, Qt.Key.Key_Return)
    assert "does not open" in page.hint.text()
    assert (file.read_bytes() if file.exists() else None) == lost
    page.secret.setText(PASSPHRASE if by == "passphrase" else code)
    QTest.keyClick(page.secret, Qt.Key.Key_Return)
    assert _ends(qtbot, page)
    assert file.read_bytes() == whole
    assert page.secret.text() == ""


@pytest.mark.slow
def test_what_the_keyring_holds_asks_nothing_and_where_it_does_not_the_recovery_code_does(
    qtbot: QtBot, tmp_path: Path, shown: Callable[[], PutBack], monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = MemoryKeyring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    monkeypatch.setattr(keyring, "get_password", backend.get_password)
    monkeypatch.setattr(keyring, "set_password", backend.set_password)
    code = _make(tmp_path / "data", None)
    file = tmp_path / "data" / header.NAME
    whole = file.read_bytes()
    file.unlink()
    page = shown()
    assert not page.secret.isVisible()
    page.go.click()
    assert _ends(qtbot, page)
    assert file.read_bytes() == whole
    file.unlink()
    key.drop()
    backend.kept.clear()
    page = shown()
    page.go.click()
    assert (page.secret.isVisible(), "keyring" in page.hint.text()) == (True, True)
    page.secret.setText(code)
    page.go.click()
    assert _ends(qtbot, page)
    assert file.read_bytes() == whole


@pytest.mark.slow
@pytest.mark.parametrize("copy", ["gone", "damaged"])
def test_without_a_copy_that_is_said_and_a_file_from_elsewhere_is_taken(
    qtbot: QtBot, tmp_path: Path, shown: Callable[[], PutBack], copy: str
) -> None:
    _make(tmp_path / "data", PASSPHRASE)
    file = tmp_path / "data" / header.NAME
    shutil.copy(file, kept := tmp_path / "kept elsewhere")
    _damaged(file)
    {"gone": _gone, "damaged": _damaged}[copy](header.copy_of(tmp_path / "data"))
    page = shown()
    assert "gone or damaged, too" in page.sentence.text()
    assert (page.go.isVisible(), page.secret.isVisible()) == (False, False)
    page.again.click()
    assert page.isVisible()
    shutil.copy(kept, file)
    page.again.click()
    assert _ends(qtbot, page)


@pytest.mark.slow
def test_with_both_lost_the_window_says_so_before_it_opens_and_what_can_be_done(
    qtbot: QtBot, tmp_path: Path, shown: Callable[[], PutBack]
) -> None:
    folder = tmp_path / "data"
    _make(folder, PASSPHRASE)
    (folder / header.NAME).rename(kept := tmp_path / "kept elsewhere")
    header.copy_of(folder).unlink()
    assert header.is_lost(folder)  # by which the window asks whether this page comes first
    page = shown()
    text = page.sentence.text()
    assert "encryption.json is gone" in text
    assert "nothing opens the gallery" in text
    assert f"move {folder} aside" in text
    assert (page.go.isVisible(), page.secret.isVisible()) == (False, False)
    assert page.sentence.height() >= page.sentence.heightForWidth(page.sentence.width())
    page.again.click()
    assert page.isVisible()
    folder.rename(tmp_path / "aside")
    page.again.click()
    assert _ends(qtbot, page)
    (tmp_path / "aside").rename(folder)
    shutil.copy(kept, folder / header.NAME)
    assert not header.is_lost(folder)


@pytest.mark.slow
def test_a_copy_that_does_not_open_the_gallery_is_not_put_back(
    qtbot: QtBot, tmp_path: Path, shown: Callable[[], PutBack]
) -> None:
    _make(tmp_path / "data", PASSPHRASE)
    _make(tmp_path / "other", PASSPHRASE)
    folder = tmp_path / "data"
    (folder / header.NAME).unlink()
    shutil.copy(tmp_path / "other" / header.NAME, header.copy_of(folder))
    gallery = (folder / "gallery.db").read_bytes()
    page = shown()
    page.secret.setText(PASSPHRASE)
    page.go.click()
    assert not page.go.isEnabled()
    assert not _ends(qtbot, page)
    assert not (folder / header.NAME).exists()
    assert (folder / "gallery.db").read_bytes() == gallery
    assert (page.again.isVisible(), page.go.isVisible(), page.secret.isVisible()) == (True, False, False)
    page.again.click()
    assert (page.go.isVisible(), page.go.isEnabled(), page.problem.isVisible()) == (True, True, False)


@pytest.mark.slow
def test_the_window_opens_on_it_and_says_so(qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> None:
    _make(tmp_path / "data", PASSPHRASE)
    (tmp_path / "data" / header.NAME).unlink()
    shell = Shell(tmp_path / "data", "cpu", pages)
    answered: list[str] = []

    def answer() -> None:
        (page,) = [
            one for one in QApplication.topLevelWidgets() if isinstance(one, PutBack) and one.isVisible()
        ]
        answered.append(page.heading.text())
        page.secret.setText(PASSPHRASE)
        QTest.keyClick(page.secret, Qt.Key.Key_Return)

    QTimer.singleShot(0, answer)
    try:
        assert shell.open()
        assert answered == ["The gallery cannot be opened"]
        assert shell.window is not None
        assert "put back" in shell.window.context.notices.text
    finally:
        shell.close()


def test_a_process_that_dies_says_that_nothing_was_put_back(tmp_path: Path, qtbot: QtBot) -> None:
    _make(tmp_path, PASSPHRASE)
    (tmp_path / header.NAME).unlink()
    heard: list[object] = []
    child = RecastChild(tmp_path, "put back", None, heard.append)
    child._process.kill()
    qtbot.waitUntil(lambda: bool(heard), timeout=SECONDS)
    (error,) = heard
    assert isinstance(error, KithError)
    assert (str(error.what), str(error.remedy)) == ("The copy was not put back", "Try again")
