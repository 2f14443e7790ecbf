"""Names handed over to other programs and taken over from them, from the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.domain.box import Box
from app.services.workspace import Workspace
from tests.app.services.handover.conftest import Add, add, album

Kith = Callable[..., Any]
__all__ = ["add", "album"]
_FACE = Box(40, 60, 80, 100)


@pytest.fixture
def ana(workspace: Workspace, add: Add) -> None:
    """A photo that shows her, and one of somebody unnamed in the same place."""
    add("a.jpg", (_FACE, "Ana"))
    add("b.jpg", (_FACE, None))


@pytest.mark.usefixtures("ana")
def test_names_go_out_and_come_in(kith: Kith, album: Path) -> None:
    assert kith("export", "xmp", "--dry-run").out == "1 name in 1 photo: 1 file would be written.\n"
    told = kith("export", "xmp", "--person", "ana", "--folder", album, "--json")
    assert (told.code, told.document) == (0, {"photos": 1, "names": 1, "written": 1, "same": 0, "failed": []})
    assert "as it should be" in kith("export", "xmp").err
    (album / "a.jpg.xmp").rename(album / "b.jpg.xmp")
    dry = kith("import-names", album, "--dry-run")
    assert "already" in dry.out
    assert "Nothing was taken over" in dry.err
    taken = kith("import-names", album, "--person", "ANA", "--json").document
    assert (taken["named"], taken["photos"], taken["unknown"]) == (1, 1, 0)
    assert [one["person"] for one in taken["people"]] == ["Ana"]
    assert kith("undo").out == "Undid: Took over the name of 1 face from album.\n"


def test_what_cannot_be_read_or_found_is_told(kith: Kith, album: Path, tmp_path: Path) -> None:
    (album / "a.jpg").write_bytes(b"no picture")
    ran = kith("import-names", album, "--json")
    assert (ran.code, len(ran.document["failed"])) == (1, 1)
    assert kith("import-names", tmp_path / "gone").code == 2
    assert kith("export", "xmp", "--person", "Nobody").code == 2
