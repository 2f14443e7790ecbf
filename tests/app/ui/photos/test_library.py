"""The folders of the library in the window: watched, gone and found again."""

import shutil
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QCheckBox

from app.engine.requests.photos import GetCounts
from app.ui.photos.library import GoneBanner, LibraryDialog
from app.ui.photos.page import PhotosPage
from tests.app.ui.conftest import Driver


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """Three pictures without faces."""
    folder = tmp_path / "plain"
    folder.mkdir()
    for shade in range(3):
        Image.new("L", (9, 9), 70 * shade).save(folder / f"{shade}.png")
    return folder


def _read(drive: Driver, folder: Path) -> PhotosPage:
    page = drive.page("photos", PhotosPage)
    page.add_folder(folder)
    drive.until(lambda: page.library.folders and page.imports.running is None)
    return page


def test_a_folder_is_watched_lost_found_and_left(drive: Driver, plain: Path) -> None:
    page = _read(drive, plain)
    drive.press("Folders…")
    (dialog,) = drive.until(lambda: page.findChildren(LibraryDialog))
    (tick,) = drive.until(lambda: dialog.findChildren(QCheckBox))
    drive.click(tick)
    drive.until(lambda: page.library.folders[0].watched)
    Image.new("L", (9, 9), 255).save(plain / "new.png")
    drive.until(lambda: drive.ask(GetCounts()).photos == 4)
    drive.press("Done", dialog)
    banner = page.findChild(GoneBanner)
    assert banner is not None
    assert not banner.isVisible()

    now = plain.rename(plain.parent / "now")
    page.enter()
    drive.until(banner.isVisible)
    assert "plain is not where it was" in banner._title.text()
    page.library.look_in(plain, plain.parent / "data")
    problem = drive.until(lambda: drive.window.context.notices.problem)
    assert "no photo of" in str(problem)
    page.library.look_in(plain, now)
    drive.until(lambda: not banner.isVisible())
    assert "4 photos found in now" in drive.window.context.notices.text
    assert [(one.path, one.watched) for one in page.library.folders] == [(now, True)]
    assert drive.ask(GetCounts()).photos == 4

    shutil.rmtree(now)
    page.enter()
    drive.until(banner.isVisible)
    drive.press("Leave it", banner)
    drive.until(lambda: not banner.isVisible())
