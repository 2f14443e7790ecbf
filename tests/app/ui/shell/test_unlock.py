"""A window on an encrypted gallery asks for what opens it, and only then shows anything."""

from collections.abc import Callable
from pathlib import Path

import keyring
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.engine.client import Client
from app.engine.requests.people import ListPeople
from app.gallery import people
from app.keys import key
from app.keys.unlocking import made
from app.services.workspace import Workspace, encryption
from app.ui.link.memory import Memory
from app.ui.shell.unlock import Unlock, unlocked
from tests.app.keyrings import MemoryKeyring

PASSPHRASE = "four words of wood"  # noqa: S105
SECONDS = 60


@pytest.fixture
def locked(tmp_path: Path) -> tuple[Path, str]:
    """A data folder under a passphrase, and its recovery code."""
    folder = tmp_path / "data"
    with Workspace.open(folder) as workspace, workspace.db.write() as session:
        people.get_or_create(session, "Ana")
    fresh = made(PASSPHRASE)
    encryption.turn_on(folder, fresh)
    key.drop()
    return folder, fresh.code


def _answer(then: Callable[[Unlock], object]) -> None:
    def act() -> None:
        (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, Unlock)]
        then(dialog)

    QTimer.singleShot(0, act)


@pytest.mark.slow
def test_what_is_wrong_is_told_and_the_passphrase_opens_it_for_the_engine_too(
    qtbot: QtBot, locked: tuple[Path, str]
) -> None:
    folder, _ = locked
    told: list[str] = []

    def act(dialog: Unlock) -> None:
        for secret in ("wrong", PASSPHRASE):
            dialog.secret.setText(secret)
            QTest.keyClick(dialog.secret, Qt.Key.Key_Return)
            told.append(dialog.hint.text())

    _answer(act)
    assert unlocked(folder, Memory(folder))
    assert "does not open" in told[0]
    assert unlocked(folder, Memory(folder))  # without asking: the key is here
    client = Client(folder, lambda _: None)
    client.start()
    try:
        assert [one.name for one in client.request(ListPeople()).result(SECONDS)] == ["Ana"]
    finally:
        client.close()


def test_the_recovery_code_opens_it_and_cancel_opens_nothing(qtbot: QtBot, locked: tuple[Path, str]) -> None:
    folder, code = locked
    _answer(Unlock.reject)
    assert not unlocked(folder, Memory(folder))

    def act(dialog: Unlock) -> None:
        dialog.secret.setText(code)
        QTest.keyClick(dialog.secret, Qt.Key.Key_Return)

    _answer(act)
    assert unlocked(folder, Memory(folder))


def test_a_plain_gallery_asks_nothing(tmp_path: Path) -> None:
    assert unlocked(tmp_path, Memory(tmp_path))


def test_a_locked_window_asks_even_where_the_keyring_has_the_key(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = MemoryKeyring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    monkeypatch.setattr(keyring, "get_password", backend.get_password)
    monkeypatch.setattr(keyring, "set_password", backend.set_password)
    with Workspace.open(tmp_path / "data"):
        pass
    fresh = made(None)
    encryption.turn_on(tmp_path / "data", fresh)
    key.drop()
    kept, memory = dict(backend.kept), Memory(tmp_path / "data")
    backend.kept.clear()

    def act(dialog: Unlock) -> None:
        assert not dialog.secret.isVisible()
        QTest.keyClick(dialog.go, Qt.Key.Key_Return)
        assert dialog.secret.isVisible()  # the keyring lost it: now the recovery code is asked for
        dialog.secret.setText("half")
        QTest.keyClick(dialog.secret, Qt.Key.Key_Escape)
        assert dialog.secret.text() == ""
        assert dialog.isVisible()
        dialog.secret.setText(fresh.code)
        QTest.keyClick(dialog.secret, Qt.Key.Key_Return)

    _answer(act)
    assert unlocked(tmp_path / "data", memory, locked=True)
    key.drop()
    backend.kept.update(kept)
    assert unlocked(tmp_path / "data", memory)
    _answer(lambda dialog: QTest.keyClick(dialog.go, Qt.Key.Key_Return))
    key.drop()
    assert unlocked(tmp_path / "data", memory, locked=True)
