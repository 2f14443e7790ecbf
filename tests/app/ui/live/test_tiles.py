"""Several sources side by side in a real window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from app.ui.live.page import LivePage
from app.ui.live.tile import Tile
from tests.app.mjpeg import network_camera
from tests.app.ui.clips import photos_of, write_clip
from tests.app.ui.conftest import Driver


@pytest.fixture
def blair(faces: Path, tmp_path: Path) -> str:
    return write_clip(tmp_path / "door.avi", photos_of(faces, "Tony_Blair")[6:8], 10)


@pytest.fixture
def colin(faces: Path, tmp_path: Path) -> str:
    """Somebody nobody knows."""
    return write_clip(tmp_path / "yard.avi", photos_of(faces, "Colin_Powell")[4:6], 10)


def watch_three(drive: Driver, first: str, second: str, third: str) -> tuple[LivePage, list[Tile]]:
    page = drive.page("live", LivePage)
    page._source.choose(first)
    page._source.add(second)
    page._source.add(third, "Hall")
    tiles = page.tiles.all
    drive.until(lambda: [tile.session.stage for tile in tiles] == ["running"] * 3)
    for tile in tiles[:2]:
        page.tiles.turn_to(tile)
        page.bar.toggle_loop()
    return page, tiles


def goes_on(drive: Driver, tile: Tile) -> bool:
    before = tile.showing.newest
    drive.until(lambda: tile.showing.newest is not before)
    return True


def test_each_goes_its_own_way_and_all_share_one_list(known: Driver, blair: str, colin: str) -> None:
    with network_camera() as camera:
        page, (door, yard, hall) = watch_three(known, blair, colin, camera.address)
        known.until(lambda: len(page.sightings.listed()) == 2)
        page._panel.refresh()
        told = {one.title: page.sightings.where(one) for one in page.sightings.listed()}
        assert told == {"Tony Blair": "door.avi", "Unknown 1": "yard.avi"}
        assert known.button("Close Hall").isVisible()

        camera.mode = "stall"
        known.until(lambda: hall.session.stage == "lost")
        assert goes_on(known, door)
        assert goes_on(known, yard)
        assert "Kith tries again" in hall.video.accessibleDescription()
        camera.mode = "run"
        known.until(lambda: hall.session.stage == "running")

        box = yard.video.on_widget(known.until(lambda: yard.video.faces)[0].box)
        known.click(yard.video, box.center().toPoint())
        known.until(page.popover.isVisible)
        assert page.tiles.current is yard
        assert page._source.address == colin
        known.type(page.popover.field, "Colin")
        known.press("Enrol", page.popover)
        known.until(lambda: "Colin" in [one.title for one in page.sightings.listed()])
        assert door.video.faces[0].name == "Tony Blair"

        hall.video.setFocus()
        QTest.keyClick(hall.video, Qt.Key.Key_Return)
        assert [tile.isVisible() for tile in (door, yard, hall)] == [False, False, True]
        assert goes_on(known, door)
        QTest.keyClick(hall.video, Qt.Key.Key_Escape)
        QTest.mouseDClick(
            door.video, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 100)
        )
        assert [tile.isVisible() for tile in (door, yard, hall)] == [True, False, False]
        QTest.keyClick(door.video, Qt.Key.Key_F)
        known.until(lambda: page.enlarger.window is not None and door.video.isVisible())
        QTest.keyClick(door.video, Qt.Key.Key_Escape)
        known.until(lambda: page.enlarger.window is None)
        assert [tile.isVisible() for tile in (door, yard, hall)] == [True, False, False]
        QTest.keyClick(door.video, Qt.Key.Key_Escape)
        assert all(tile.isVisible() for tile in (door, yard, hall))

        known.press("Close Hall")
        known.until(lambda: camera.mode == "run" and len(page.tiles.all) == 2)
        assert goes_on(known, yard)
        known.press("Stop")
        known.until(lambda: {door.session.stage, yard.session.stage} == {"idle"})


def test_what_was_watched_together_is_so_again_and_no_more_than_four_are(
    drive: Driver, blair: str, colin: str, tmp_path: Path
) -> None:
    page, _ = watch_three(drive, blair, colin, colin.replace("yard", "./yard"))
    page._source.add(colin)
    assert (page.tiles.current.address, len(page.tiles.all)) == (colin, 3)
    page._source.add(str(tmp_path / "gone.avi"))
    drive.until(lambda: page.session.stage == "failed")
    assert drive.button("Try again").isVisible()
    assert page._stages.on_video, "the others are still shown"
    page._source._fill()
    another = page._source._menu.actions()[-1].menu()
    assert isinstance(another, QMenu)
    assert ["4 sources at most" in action.text() for action in another.actions()] == [True]
    page._source.add(blair)
    assert len(page.tiles.all) == 4
    page._source.choose(blair)
    assert (page.tiles.current.address, len(page.tiles.all)) == (blair, 4)
    drive.press("Close gone.avi")
    drive.close()

    again = Driver(drive.folder, drive.token)
    page = again.page("live", LivePage)
    assert [tile.name for tile in page.tiles.all] == ["door.avi", "yard.avi", "Hall"]
    again.press("Start")
    again.until(lambda: [tile.session.stage for tile in page.tiles.all] == ["running"] * 3)
    assert page.tiles.all[1].video.caption == "yard.avi"
    again.close()
