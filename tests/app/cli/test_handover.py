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


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.usefixtures("ana")
def test_a_library_moves_in_one_file(kith: Kith, tmp_path: Path) -> None:
    file, there = tmp_path / "all.kith", tmp_path / "there"
    assert kith("export", "library", file, "--json").document["bytes"] == file.stat().st_size
    dry = kith("import-library", file, "--dry-run", data=there)
    assert "2 photos are new, 0 are here already." in dry.out
    assert "Nothing was brought in" in dry.err
    done = kith("import-library", file, "--json", data=there).document
    assert (done["done"], done["faces"], [one["person"] for one in done["people"]]) == (True, 2, ["Ana"])
    assert kith("people", "--json", data=there).document == kith("people", "--json").document
    assert kith("import-library", file, "--json", data=there).document["done"] is False
    assert kith("import-library", tmp_path / "gone.kith").code == 2
    assert kith("import-library", __file__, "--json").code == 2


@pytest.mark.slow
@pytest.mark.usefixtures("ana")
def test_faces_and_photos_go_out(kith: Kith, tmp_path: Path) -> None:
    assert kith("export", "photos", tmp_path, "--json").document == {"copied": 1, "same": 0, "failed": []}
    assert "Copied 0 photos" in kith("export", "photos", tmp_path).out
    assert kith("export", "table", tmp_path / "t.csv", "--json").document["faces"] == 1
    assert "Wrote 1 face" in kith("export", "sheet", tmp_path / "s.html").out
    assert kith("export", "table", tmp_path / "t.txt").code == 2


def test_faces_like_one_are_found(kith: Kith, known: Path, lfw: dict[str, list[Path]]) -> None:
    ran = kith("find", lfw["Hugo Chavez"][7], "--most", 3, "--json")
    assert (ran.code, len(ran.document["found"])) == (0, 3)
    assert ran.document["found"][0].keys() == {"path", "person", "similarity", "likely"}
    assert (ran.document["found"][0]["person"], ran.document["found"][0]["likely"]) == ("Hugo Chavez", True)
    assert "likely the same" in kith("find", lfw["Hugo Chavez"][7]).out
    assert kith("find", known / "gone.jpg").code == 2
