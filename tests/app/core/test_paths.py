from pathlib import Path

from app.core.paths import DataFolder


def test_everything_lies_inside(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    assert folder.models == tmp_path / "models"
    assert folder.settings == tmp_path / "settings.json"
