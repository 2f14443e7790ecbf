"""Pictures from files. What is decoded, and what is refused, is tested through the app's own door."""

import subprocess
import sys
from pathlib import Path

import pytest

from trainer.errors import PictureError
from trainer.pictures import load, survey


@pytest.mark.slow
def test_pictures_need_no_torch() -> None:
    program = "import sys, trainer.pictures; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_errors_are_the_trainers(tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("no picture")
    with pytest.raises(PictureError, match="not a picture that can be read: it holds text"):
        load(tmp_path / "text.png")
    with pytest.raises(PictureError, match="no such folder"):
        survey(tmp_path / "none")
