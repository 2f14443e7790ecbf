"""What to watch."""

from pathlib import Path

from PySide6.QtWidgets import QMenu

from app.core.text import quote
from app.domain.source import Mode, Source
from app.ui.widgets.source import SourceButton, is_recording, name_of
from tests.app.ui.conftest import Driver


def test_sources_have_names_without_passwords() -> None:
    assert name_of("rtsp://user:secret@cam.local:554/one") == "cam.local:554/one"
    assert name_of("rtsp://cam/user=a_password=S3cret_stream=1") == "cam/user=a_password=***_stream=1"
    assert name_of("/films/Garden.mp4") == "Garden.mp4"
    assert name_of("0") == "Camera 0"


def test_videos_are_known_by_their_names(tmp_path: Path) -> None:
    assert is_recording("/a/B.MP4")
    assert not is_recording("/a/b.jpg")
    assert is_recording(str(tmp_path))


def test_the_choice_is_remembered_and_the_menu_offers_all_kinds(drive: Driver) -> None:
    context = drive.window.context
    source = SourceButton(context.bridge, context.memory)
    source.choose("/films/Garden & House.mp4")
    other = SourceButton(context.bridge, context.memory)
    assert (other.address, other.name) == ("/films/Garden & House.mp4", "Garden & House.mp4")
    other._refresh()
    drive.until(lambda: not other._asked)
    texts = [action.text() for action in other._menu.actions()]
    assert {"Video file…", "Folder of pictures…", "Address…"} <= set(texts)
    assert texts[0] == "No camera found" or other._cameras


def test_what_was_watched_is_offered_again_until_it_is_removed(drive: Driver) -> None:
    context = drive.window.context
    source = SourceButton(context.bridge, context.memory)
    for address in ("/films/a.mp4", "rtsp://eve:old@cam/1", "rtsp://eve:new@cam/1", "3"):
        source.choose(address)
    other = SourceButton(context.bridge, context.memory)
    other._fill()
    offered = {action.text(): action for action in other._menu.actions()}
    assert list(offered)[2:6] == ["Recent", "cam/1", "a.mp4", "Remove from this list"]
    assert "eve" not in offered["cam/1"].toolTip()
    chosen: list[str] = []
    other.chosen.connect(chosen.append)
    offered["cam/1"].trigger()
    assert chosen == ["rtsp://eve:new@cam/1"]
    other._fill()
    removing = {action.text(): action.menu() for action in other._menu.actions()}["Remove from this list"]
    removing.actions()[1].trigger()  # type: ignore[attr-defined]
    assert [name for _, name in SourceButton(context.bridge, context.memory).recent.listed] == ["cam/1"]
    other.recent.clear()
    other._fill()
    assert "Recent" not in [action.text() for action in other._menu.actions()]


def test_a_camera_is_asked_for_the_size_that_was_chosen_for_it(drive: Driver) -> None:
    context = drive.window.context
    source = SourceButton(context.bridge, context.memory)
    source.choose("/dev/v4l/by-id/usb-Desk-video-index0", "Desk")
    assert source.address == "/dev/v4l/by-id/usb-Desk-video-index0"
    source._fill()
    [sizes] = [action.menu() for action in source._menu.actions() if action.menu() is not None]
    offered = {action.text(): action for action in sizes.actions()}  # type: ignore[attr-defined]
    assert [text for text, action in offered.items() if action.isChecked()] == ["As usual"]
    offered["1920 x 1080"].trigger()
    assert source.address == "/dev/v4l/by-id/usb-Desk-video-index0#1920x1080"
    source.choose("3")
    assert source.address == "3"
    other = SourceButton(context.bridge, context.memory)
    other.choose("/dev/v4l/by-id/usb-Desk-video-index0", "Desk")
    assert other.address.endswith("#1920x1080")


def test_a_camera_that_says_what_it_has_is_asked_for_that(drive: Driver) -> None:
    context = drive.window.context
    source = SourceButton(context.bridge, context.memory)
    modes = (Mode(1920, 1080, 30.0), Mode(1920, 1080, 7.5), Mode(640, 480, 60.0))
    source._cameras = (Source("3", quote("Desk"), modes),)
    source.choose("3", "Desk")
    assert offered(source) == {"Size of the picture": ["As usual", "1920 x 1080", "640 x 480"]}
    trigger(source, "Size of the picture", "1920 x 1080")
    assert source.address == "3#1920x1080@30"
    assert offered(source)["Pictures a second"] == ["30", "7.50"]
    trigger(source, "Pictures a second", "7.50")
    assert source.address == "3#1920x1080@7.5"
    trigger(source, "Size of the picture", "640 x 480")
    assert list(offered(source)) == ["Size of the picture"]
    other = SourceButton(context.bridge, context.memory)
    other.choose("3", "Desk")
    assert other.address == "3#640x480@60"


def menus(source: SourceButton) -> dict[str, QMenu]:
    """The menus within the menu, as it opens."""
    source._fill()
    found = {action.text(): action.menu() for action in source._menu.actions()}
    return {text: menu for text, menu in found.items() if isinstance(menu, QMenu)}


def offered(source: SourceButton) -> dict[str, list[str]]:
    return {text: [action.text() for action in menu.actions()] for text, menu in menus(source).items()}


def trigger(source: SourceButton, menu: str, text: str) -> None:
    [action] = [action for action in menus(source)[menu].actions() if action.text() == text]
    action.trigger()
