"""The folders of the library on the command line."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

Kith = Callable[..., Any]


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """A folder with two photos, a copy and a text."""
    folder = tmp_path / "album"
    folder.mkdir()
    for number in range(2):
        Image.fromarray(np.full((8, 9, 3), 90 * number, np.uint8)).save(folder / f"{number}.bmp")
    shutil.copy2(folder / "0.bmp", folder / "copy.bmp")
    (folder / "notes").write_text("notes")
    return folder


@pytest.mark.slow
def test_folders_are_added_watched_and_found(kith: Kith, album: Path, tmp_path: Path) -> None:
    ran = kith("library", "add", album, "--json")
    assert ran.code == 0
    assert ran.document == {
        "folders": [
            {"path": str(album), "photos": 3, "videos": 0, "copies": 1, "failed": [], "skipped": {"text": 1}},
        ]
    }
    assert ran.err.strip() == "1 text file was left out."
    assert kith("library", "watch", album).code == 0
    (listed,) = kith("library", "--json").document["folders"]
    assert listed == {
        "path": str(album),
        "state": "here",
        "watched": True,
        "photos": 2,
        "faces": 0,
        "failed": 0,
    }
    album.rename(tmp_path / "now")
    assert "not where it was" in kith("library").out
    found = kith("library", "find", album, tmp_path / "now", "--json")
    assert (found.code, found.document) == (0, {"path": str(tmp_path / "now"), "found": 2, "missing": 0})
    assert kith("library", "watch", tmp_path / "now", "--off", "--json").document["watched"] is False
    assert kith("library", "watch", tmp_path).code == 2
    assert kith("library", "find", tmp_path / "now", tmp_path).code == 2
