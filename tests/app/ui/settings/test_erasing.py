"""What is to be erased is counted first, and then gone."""

from pathlib import Path

import pytest

from app.domain.erasing import Which
from app.engine.requests.people import ListPeople
from app.ui.settings.erasing import AskErase
from app.ui.settings.page import SettingsPage
from tests.app.ui.conftest import Driver


@pytest.mark.slow
def test_faces_are_counted_and_erased(known: Driver, tmp_path: Path) -> None:
    page = known.page("settings", SettingsPage)
    page.erasing.ask.click()
    dialog = known.window.findChild(AskErase)
    assert dialog is not None
    known.until(lambda: dialog.found.text() == "There is nothing of that to erase.")
    assert not dialog.erase.isEnabled()
    dialog.kinds[Which.FOLDER].setChecked(True)
    dialog.choose_folder(tmp_path / "nowhere")
    dialog.choose_folder(Path("/"))
    dialog.named.setChecked(True)
    known.until(lambda: dialog.found.text() == "This would erase 12 faces, 12 photos and 3 people.")
    dialog.erase.click()
    known.until(lambda: known.ask(ListPeople()) == ())
