"""The cameras that a system lists, on trees of files as Linux lays them out."""

from pathlib import Path

import pytest

from app.core.language import shown
from app.domain.source import Mode
from app.services.recognise.cameras import cameras


class System:
    """A computer with cameras, as /sys and /dev tell of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "sys/class/video4linux").mkdir(parents=True)
        (root / "dev").mkdir()

    def plug(self, number: int, name: str, *, index: int = 0, by_id: str = "", by_path: str = "") -> None:
        """Add a device."""
        place = self.root / f"sys/devices/pci0000:00/usb1/video4linux/video{number}"
        self._list(place, number, name, index)
        for kind, link in (("by-id", by_id), ("by-path", by_path)):
            if link:
                folder = self.root / "dev/v4l" / kind
                folder.mkdir(parents=True, exist_ok=True)
                (folder / link).symlink_to(f"../../video{number}")

    def add_virtual(self, number: int, name: str) -> None:
        """Add one that a program feeds."""
        self._list(self.root / f"sys/devices/virtual/video4linux/video{number}", number, name, 0)

    def _list(self, place: Path, number: int, name: str, index: int) -> None:
        place.mkdir(parents=True)
        (place / "name").write_text(f"{name}\n")
        (place / "index").write_text(f"{index}\n")
        (self.root / f"sys/class/video4linux/video{number}").symlink_to(place)
        (self.root / f"dev/video{number}").touch()


@pytest.fixture
def system(tmp_path: Path) -> System:
    return System(tmp_path)


def _told(system: System) -> dict[str, str]:
    return {source.address: shown(source.name) for source in cameras(system.root)}


def test_a_camera_has_the_same_address_whatever_its_number(system: System) -> None:
    link = "usb-046d_HD_Pro_Webcam_C920_ABC-video-index0"
    system.plug(7, "HD Pro Webcam C920", by_id=link, by_path="pci-usb-0:1:1.0-video-index0")
    system.plug(8, "HD Pro Webcam C920", index=1)
    assert _told(system) == {f"/dev/v4l/by-id/{link}": "HD Pro Webcam C920"}


def test_two_of_a_kind_without_serial_numbers_are_told_apart_by_their_sockets(system: System) -> None:
    system.plug(0, "Cheap", by_id="usb-Cheap-video-index0", by_path="usb-0:1")
    system.plug(2, "Cheap", by_path="usb-0:2")
    assert _told(system) == {
        "/dev/v4l/by-id/usb-Cheap-video-index0": "Cheap (1)",
        "/dev/v4l/by-path/usb-0:2": "Cheap (2)",
    }


def test_one_without_links_goes_by_its_number(system: System) -> None:
    system.plug(10, "Old")
    system.plug(9, "Older")
    assert list(_told(system).items()) == [("9", "Older"), ("10", "Old")]


def test_a_virtual_one_says_so(system: System) -> None:
    system.add_virtual(4, "OBS Camera")
    assert _told(system) == {"4": "OBS Camera (virtual)"}


def test_one_that_is_unplugged_while_it_is_looked_at_is_left_out(system: System) -> None:
    system.plug(0, "Desk {1}")
    (system.root / "sys/class/video4linux/video2").mkdir()
    assert _told(system) == {"0": "Desk {1}"}


def test_a_computer_without_a_camera_lists_none(system: System) -> None:
    assert cameras(system.root) == []


def test_each_tells_what_it_can_give(system: System) -> None:
    system.plug(0, "Webcam")
    system.plug(2, "Other")
    offered = {"video0": (Mode(1280, 720, 30), Mode(640, 480, 30))}
    found = cameras(system.root, lambda device: offered.get(device.name, ()))
    assert {source.address: source.modes for source in found} == {"0": offered["video0"], "2": ()}
    assert [source.modes for source in cameras(system.root)] == [(), ()], "they are no devices"
