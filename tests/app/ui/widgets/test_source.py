"""What to watch."""

from app.ui.widgets.source import SourceButton, is_video, name_of
from tests.app.ui.conftest import Driver


def test_sources_have_names_without_passwords() -> None:
    assert name_of("rtsp://user:secret@cam.local:554/one") == "cam.local:554/one"
    assert name_of("rtsp://cam/user=a_password=S3cret_stream=1") == "cam/user=a_password=***_stream=1"
    assert name_of("/films/Garden.mp4") == "Garden.mp4"
    assert name_of("0") == "Camera 0"


def test_videos_are_known_by_their_names() -> None:
    assert is_video("/a/B.MP4")
    assert not is_video("/a/b.jpg")


def test_the_choice_is_remembered_and_the_menu_offers_all_kinds(drive: Driver) -> None:
    context = drive.window.context
    source = SourceButton(context.bridge, context.memory)
    source.choose("/films/Garden & House.mp4")
    other = SourceButton(context.bridge, context.memory)
    assert (other.address, other.name) == ("/films/Garden & House.mp4", "Garden & House.mp4")
    other._refresh()
    drive.until(lambda: not other._asked)
    texts = [action.text() for action in other._menu.actions()]
    assert {"Video file…", "Address…"} <= set(texts)
    assert texts[0] == "No camera found" or other._cameras
