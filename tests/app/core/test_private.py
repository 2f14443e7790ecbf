import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.core import private
from app.core.errors import StartError
from app.services.workspace import Workspace

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights are told otherwise there")


def _modes(folder: Path) -> set[int]:
    return {path.lstat().st_mode & 0o777 for path in (folder, *folder.rglob("*")) if not path.is_symlink()}


def test_a_folder_that_others_may_write_to_is_refused_and_can_be_tightened(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "logs").mkdir(parents=True)
    file = folder / "logs" / "kith.log"
    file.touch()
    (folder / "elsewhere").symlink_to(tmp_path)
    tmp_path.chmod(0o755)
    private.check(folder)
    for mode, path in ((0o770, folder), (0o606, file)):
        path.chmod(mode)
        with pytest.raises(StartError, match="doctor --repair"):
            private.check(folder, file)
        assert path in private.loose(folder)
        private.tighten(folder)
        private.check(folder, file)
    assert _modes(folder) <= {0o700, 0o600}
    assert private.loose(folder) == []
    assert tmp_path.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    "name", ["gallery.db", "gallery.db-wal", "settings.json", "encryption.json", "backups", "models"]
)
def test_nothing_that_others_may_write_to_is_taken_for_the_users_own(
    tmp_path: Path, kith: Callable[..., Any], name: str
) -> None:
    with Workspace.open(folder := tmp_path / "data"):
        folder.chmod(0o755)
    path = folder / name
    if name in ("backups", "models"):
        path.mkdir(exist_ok=True)
    elif not path.exists():
        path.write_text("{}" if name == "settings.json" else "")
    path.chmod(0o722)
    refused = kith("people")
    assert (refused.code, str(path) in refused.err, "doctor --repair" in refused.err) == (3, True, True)
    private.tighten(folder)
    assert path.stat().st_mode & 0o077 == 0
    if os.geteuid() == 0:
        os.chown(path, 65534, 65534)
        assert "belongs to another user" in kith("people").err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_a_file_of_roots_is_as_good_as_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file := tmp_path / "settings.json").touch(mode=0o644)
    monkeypatch.setattr(os, "geteuid", lambda: 65534)
    private.check(tmp_path / "none", file)
    assert file not in private.foreign(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_a_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    os.chown(folder, 65534, 65534)
    with pytest.raises(StartError, match="another user"):
        private.check(folder)
    assert private.foreign(folder) == [folder]
    assert private.tighten(folder) == []
