"""Cameras as Linux lists them."""

from pathlib import Path

import pytest

from app.services.recognise import cameras as listing
from app.services.recognise.cameras import cameras


def _device(folder: Path, number: int, index: str, name: str) -> None:
    device = folder / f"video{number}"
    device.mkdir(parents=True)
    (device / "index").write_text(f"{index}\n")
    (device / "name").write_text(f"{name}\n")


def test_of_several_devices_of_a_camera_one_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_LINUX", tmp_path)
    for number, index, name in ((10, "0", "Desk {1}"), (0, "0", "Built in"), (1, "1", "Built in")):
        _device(tmp_path, number, index, name)
    (tmp_path / "video2").mkdir()  # unplugged while it is being looked at
    assert [(one.address, str(one.name)) for one in cameras()] == [("0", "Built in"), ("10", "Desk {1}")]


def test_a_computer_without_a_camera_lists_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_LINUX", tmp_path)
    assert cameras() == []
