"""Why a camera cannot be opened, on trees of files as Linux lays them out."""

import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.errors import SourceError
from app.domain.source import Mode
from app.vision.sources import VideoSource
from app.vision.sources.camera import encoding, why_not
from app.vision.sources.v4l2 import Offer


@pytest.fixture
def system() -> Iterator[Path]:
    """A computer with camera 3, which belongs to a device; any user may look at it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield _laid_out(Path(folder))


def _laid_out(root: Path) -> Path:
    place = root / "sys/devices/pci0000:00/video4linux/video3"
    place.mkdir(parents=True)
    listed = root / "sys/class/video4linux"
    listed.mkdir(parents=True)
    (listed / "video3").symlink_to(place)
    (root / "proc").mkdir()
    (root / "dev").mkdir()
    (root / "dev/video3").touch()
    return root


def test_absent(system: Path) -> None:
    assert why_not(4, system)[0] == "there is no such camera"
    assert why_not(None, system)[0] == "there is no such camera"


def test_unplugged_by_its_lasting_address() -> None:
    with pytest.raises(SourceError, match="Camera gone cannot be opened: there is no such camera"):
        VideoSource("/dev/v4l/by-id/gone-video-index0")


def test_used_by_another_program(system: Path) -> None:
    process = system / "proc/4711"
    (process / "fd").mkdir(parents=True)
    (process / "comm").write_text("cheese\n")
    (process / "fd/5").symlink_to(system / "dev/video3")
    assert why_not(3, system)[0] == "cheese uses it"


def test_virtual_and_not_fed(system: Path) -> None:
    entry = system / "sys/class/video4linux/video3"
    entry.unlink()
    place = system / "sys/devices/virtual/video4linux/video3"
    place.mkdir(parents=True)
    entry.symlink_to(place)
    assert why_not(3, system)[0] == "it is a virtual camera that nothing feeds"


def test_none_of_these(system: Path) -> None:
    assert why_not(3, system)[0] == "it does not answer, or another program uses it"


@pytest.mark.slow
@pytest.mark.skipif(os.getuid() != 0, reason="acts as another user")
def test_not_permitted(system: Path) -> None:
    (system / "dev/video3").chmod(0o600)
    script = """
        import os, sys
        from pathlib import Path
        from app.vision.sources.camera import why_not
        os.setuid(65534)
        print(*why_not(3, Path(sys.argv[1])), sep="|")
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(system)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    why, remedy = told.strip().split("|")
    assert why == "the system does not let you use it"
    assert remedy == "Add yourself to the group video and log in anew"


def test_motion_jpeg_is_asked_for_unless_a_mode_comes_otherwise_alone() -> None:
    jpeg, raw = (int.from_bytes(letters, "little") for letters in (b"MJPG", b"YUYV"))
    fast, slow = Mode(1280, 720, 30), Mode(1280, 720, 10)
    offers = [Offer(raw, slow), Offer(raw, fast), Offer(jpeg, fast)]
    assert encoding(fast, offers) == jpeg
    assert encoding(slow, offers) == raw
    assert encoding(Mode(640, 480, 30), offers) == encoding(fast, []) == jpeg
