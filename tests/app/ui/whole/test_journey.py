"""All four jobs in one go, as a new user would do them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.processes import processes
from tests.app.ui.clips import photos_of, write_clip

_OTHERS = ("Colin_Powell", "Donald_Rumsfeld", "George_W_Bush", "Hugo_Chavez")


@pytest.mark.slow
def test_a_first_day_with_kith(faces: Path, tmp_path: Path, token: str) -> None:
    blair = photos_of(faces, "Tony_Blair")
    clip = write_clip(tmp_path / "camera.avi", blair[:5], 1.5)
    photos = tmp_path / "photos"
    photos.mkdir()
    everyone = blair[5:10] + [photo for other in _OTHERS for photo in photos_of(faces, other)[:5]]
    for place, photo in enumerate(everyone):
        shutil.copy(photo, photos / f"IMG_{1000 + 7 * place}.jpg")
    command = [sys.executable, "-m", "tests.app.ui.whole.journey", str(tmp_path / "kith"), clip, str(photos)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr
    assert (done.stdout, done.stderr) == ("loaded: []\n", "")
    assert processes(token) == []
