"""The list of models, and adding one: errors say what to do."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from app.ui.training.model_questions import AskAddFile, AskDeleteModel, AskModelName, ShowAdded
from app.ui.training.models_dialog import ModelsDialog
from app.ui.training.page import TrainingPage
from tests.app.ui.conftest import Driver
from tests.app.vision.made_networks import saved, tiny

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


@pytest.fixture
def with_own(known: Driver, tmp_path: Path) -> tuple[ModelsDialog, Driver]:
    """The dialog of a gallery of three people, after a small network was added from a file."""
    dialog = opened(known)
    file = saved(tiny(), tmp_path / "small.onnx")
    dialog.add_own(str(file))
    question = dialog.findChildren(AskAddFile)[0]
    question.licence.setText("MIT")
    question.order.setCurrentText("RGB")
    question.values.setCurrentIndex(question.values.findData("128"))
    known.press("Add", question)
    told = known.until(lambda: dialog.findChildren(ShowAdded))[0]
    texts = " ".join(one.text() for one in told.findChildren(QLabel))
    assert "112 pixels, RGB, NCHW" in texts
    assert "too few to find them" in texts or "Named right" in texts
    known.press("Close", told)
    known.until(lambda: "small" in [one.text() for one in dialog.findChildren(QLabel)])
    return dialog, known


@pytest.mark.slow
def test_an_own_model_is_added_renamed_exported_and_deleted(
    with_own: tuple[ModelsDialog, Driver], tmp_path: Path
) -> None:
    dialog, drive = with_own

    def texts() -> list[str]:
        return [one.text() for one in dialog.findChildren(QLabel)]

    assert "From a file · 64 numbers a face · licence: MIT" in texts()
    own = next(one for one in dialog._models if one.name == "small")
    dialog._ask_name(own)
    question = dialog.findChildren(AskModelName)[0]
    question.name.setText("mine")
    drive.press("Rename", question)
    drive.until(lambda: "mine" in texts())
    own = next(one for one in dialog._models if one.name == "mine")
    dialog.export_to(own, str(tmp_path))
    drive.until(dialog.said.isVisible)
    assert (tmp_path / "mine" / "model.safetensors").is_file()
    dialog._ask_delete(own)
    drive.press("Delete for good", dialog.findChildren(AskDeleteModel)[0])
    drive.until(lambda: "mine" not in texts())
    assert [one.name for one in dialog._models] == ["sface"]
    actions = dialog._actions(dialog._models[0])
    assert actions.delete is None  # it decides, and comes with Kith
    assert actions.rename is None


def test_a_file_that_is_no_network_is_refused_in_words(drive: Driver, tmp_path: Path) -> None:
    dialog = opened(drive)
    wrong = tmp_path / "note.onnx"
    wrong.write_text("by no means a model")
    dialog.add_own(str(wrong))
    drive.press("Add", dialog.findChildren(AskAddFile)[0])
    error = drive.until(lambda: dialog.problem.isVisible() and dialog.problem.error)
    assert error
    assert "not an ONNX file" in error.why
