"""The list of models, and adding one: errors say what to do."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from app.ui.training.models_dialog import ModelsDialog
from app.ui.training.page import TrainingPage
from tests.app.ui.conftest import Driver

# what the offscreen platform cannot do when a window opens over another
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def opened(drive: Driver) -> ModelsDialog:
    page = drive.page("training", TrainingPage)
    drive.press("Models…")
    return drive.until(lambda: page.findChildren(ModelsDialog))[0]


def test_it_lists_what_decides_and_what_can_be_added(drive: Driver) -> None:
    dialog = opened(drive)
    drive.until(lambda: "decides now" in [one.text() for one in dialog.findChildren(QLabel)])
    texts = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert "vggface2" in texts
    assert "Licence: MIT" in texts
    drive.button("Download, about 107 MB", dialog)


@pytest.mark.slow
def test_a_file_that_is_not_the_model_is_refused_in_words(drive: Driver, tmp_path: Path) -> None:
    dialog = opened(drive)
    wrong = tmp_path / "weights.pt"
    wrong.write_bytes(b"no weights")
    dialog.add_file("vggface2", str(wrong))
    error = drive.until(lambda: dialog.problem.isVisible() and dialog.problem.error)
    assert error
    assert "not what it should be" in error.what
    assert "Give the file from https://" in error.remedy
