"""Photos are copied for each person, and faces go into tables and onto a contact sheet."""

import csv
import io
import json
import os
import re
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import text

from app.core.errors import UsageError
from app.domain.box import Box
from app.services.handover.copies import copy_photos, folder_name
from app.services.handover.names_out import Wanted, write_names
from app.services.handover.sheet import write_sheet
from app.services.handover.tables import write_table
from app.services.people import browse
from app.services.photos.matching import match_files
from app.services.workspace import Workspace
from app.xmp import names, rdf
from tests.app.services.handover.conftest import Add

_LEFT, _RIGHT = Box(40, 60, 80, 100), Box(250, 60, 80, 100)
_FORMULA = "=2+2|cmd"


@pytest.fixture
def two(add: Add, album: Path) -> None:
    """Two photos: of both, and of one whose name is a formula."""
    add("a.jpg", (_LEFT, "Ana"), (_RIGHT, _FORMULA))
    add("b.jpg", (_LEFT, _FORMULA))
    os.utime(album / "a.jpg", (1_000_000_000, 1_000_000_000))


@pytest.mark.usefixtures("two")
def test_photos_are_copied_for_each_person_and_never_twice(
    workspace: Workspace, album: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with pytest.raises(UsageError, match="cannot be made"):
        copy_photos(workspace, out / "nowhere")
    assert copy_photos(workspace, out).written == 3
    assert sorted(str(one.relative_to(out)) for one in out.rglob("*.jpg")) == [
        "=2+2_cmd/a.jpg",
        "=2+2_cmd/b.jpg",
        "Ana/a.jpg",
    ]
    copied = out / "Ana" / "a.jpg"
    assert copied.read_bytes() == (album / "a.jpg").read_bytes()
    assert copied.stat().st_mtime == 1_000_000_000
    assert copy_photos(workspace, out).same == 3
    copied.write_bytes(b"another")
    (album / "b.jpg").unlink()
    again = copy_photos(workspace, out)
    assert (again.written, again.same, [Path(one.path).name for one in again.failed]) == (1, 1, ["b.jpg"])
    assert (out / "Ana" / "a (2).jpg").is_file()
    assert copied.read_bytes() == b"another"


@pytest.mark.usefixtures("two")
def test_another_picture_in_a_photos_place_is_not_copied(
    workspace: Workspace, album: Path, tmp_path: Path
) -> None:
    Image.new("RGB", (400, 300), "red").save(album / "a.jpg")
    result = copy_photos(workspace, tmp_path / "out")
    assert (result.written, {Path(one.path).name for one in result.failed}) == (1, {"a.jpg"})


@pytest.mark.usefixtures("two")
def test_where_a_photo_is_gone_a_copy_of_it_is_copied(
    workspace: Workspace, album: Path, tmp_path: Path
) -> None:
    (album / "kept.jpg").write_bytes((album / "a.jpg").read_bytes())
    match_files(workspace, [album / "kept.jpg"])
    (album / "a.jpg").unlink()
    assert copy_photos(workspace, tmp_path / "out").failed == []
    assert (tmp_path / "out" / "Ana" / "kept.jpg").is_file()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ana", "Ana"),
        ("A/B: C?", "A_B_ C_"),
        ("..", "_"),
        ("Con", "Con_"),
        ("J. ", "J"),
        ("é" * 200, "é" * 100),
    ],
)
def test_folders_are_called_as_every_system_takes_it(name: str, expected: str) -> None:
    assert folder_name(name) == expected


@pytest.mark.usefixtures("two")
def test_a_table_holds_each_face_and_no_formula(workspace: Workspace, album: Path, tmp_path: Path) -> None:
    assert write_table(workspace, tmp_path / "t.csv") == 3
    rows = list(csv.DictReader((tmp_path / "t.csv").read_text("utf-8").splitlines()))
    assert [row["person"] for row in rows] == [f"'{_FORMULA}"] * 2 + ["Ana"]
    assert (rows[2]["photo"], rows[2]["x"], rows[2]["height"]) == (str(album / "a.jpg"), "40", "100")
    ana = {browse.find(workspace, "Ana")}
    assert write_table(workspace, tmp_path / "t.json", ana) == 1
    (person,) = json.loads((tmp_path / "t.json").read_text("utf-8"))["people"]
    assert (person["name"], person["faces"][0]["box"]) == ("Ana", [40, 60, 80, 100])
    with pytest.raises(UsageError):
        write_table(workspace, tmp_path / "t.txt")


@pytest.mark.usefixtures("two")
def test_a_contact_sheet_needs_nothing_else(workspace: Workspace, add: Add, tmp_path: Path) -> None:
    add("<img src=x>.jpg", (_LEFT, "<script>alert(1)</script>"))
    assert write_sheet(workspace, tmp_path / "s.html") == 4
    page = (tmp_path / "s.html").read_text("utf-8")
    assert page.count("<img alt") == 4
    assert "<script" not in page
    assert 'src="http' not in page
    assert "&lt;img src=x&gt;.jpg" in page


_HOSTILE = (
    "\x1b[31m=1+1 \u202e\x07 <b>../..</b>",
    "@SUM(A1)|cmd \x9b2J \u2066 ../../etc/passwd",
    "\ud83d<img src=x>\x00\uffff" + "x" * 3000,
    "People/A|B & ]]> <!--",
)
"""Names that somebody wrote past Kith."""


def test_no_file_that_goes_out_obeys_a_name(
    workspace: Workspace, album: Path, add: Add, tmp_path: Path
) -> None:
    for number in range(len(_HOSTILE)):
        add(f"{number}.jpg", (_LEFT, f"Person {number}"))
    with workspace.db.write() as session:
        for number, name in enumerate(_HOSTILE):
            known = {"name": name.encode("utf-8", "replace").decode(), "old": f"Person {number}"}
            session.execute(text("UPDATE person SET name = :name WHERE name = :old"), known)
    assert (len(copy_photos(workspace, tmp_path / "out").failed), len(list(tmp_path.glob("*")))) == (0, 3)
    assert len(list((tmp_path / "out").glob("*/*.jpg"))) == len(_HOSTILE)
    assert all(path.name.isprintable() for path in (tmp_path / "out").iterdir())
    assert write_table(workspace, tmp_path / "t.csv") == write_sheet(workspace, tmp_path / "s.html") == 4
    rows = csv.reader(io.StringIO((tmp_path / "t.csv").read_text("utf-8")))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    page = (tmp_path / "s.html").read_text("utf-8")
    assert not re.search(r"<(b|img src=x)\b|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)
    written = write_names(workspace, Wanted())
    assert (written.written, written.failed) == (4, [])
    assert write_names(workspace, Wanted()).same == 4
    for number, name in enumerate(_HOSTILE):
        found = names.read((album / f"{number}.jpg.xmp").read_bytes())  # parsed anew
        (region,) = found.people
        assert region.name == rdf.legal(name.encode("utf-8", "replace").decode())
