"""Names that would be control codes, formulas, markup or paths are obeyed by nobody whom Kith tells them."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import text

from app.services.workspace import Workspace

Kith = Callable[..., Any]

NAMES = (
    "=1+1 <img src=x> R&D",
    "\x1b[31m@SUM(A1) \u202eeman\x07",
    "../../up",
    "CON",
    ".hidden",
    "-1 %s {x} &amp; ",
    "/etc/passwd",
)
_CODES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _rename(folder: Path) -> None:
    """Give people names past Kith, as a doctored gallery has them."""
    with Workspace.open(folder) as workspace, workspace.db.write() as session:
        for person, name in enumerate(NAMES, start=1):
            change = "UPDATE person SET name = :name, name_key = :name WHERE id = :person"
            session.execute(text(change), {"name": name, "person": person})


def test_no_name_is_obeyed(known: Path, kith: Kith, lfw: dict[str, list[Path]], tmp_path: Path) -> None:
    _rename(known)
    for words in (
        ("people",),
        ("history",),
        ("lapsed",),
        ("identify", lfw["Tony Blair"][8], lfw["Colin Powell"][8]),
        ("merge", NAMES[3], NAMES[0]),
        ("rename", NAMES[4], NAMES[3]),
    ):
        ran = kith(*words)
        assert not _CODES.search(ran.out + ran.err), words
    table, sheet, folder = tmp_path / "t.csv", tmp_path / "s.html", tmp_path / "out"
    assert kith("export", "table", table).code == 0
    rows = list(csv.reader(table.read_text(encoding="utf-8").splitlines()))
    assert len(rows) > len(NAMES)
    assert not [cell for row in rows for cell in row if cell.lstrip(" ").startswith(("=", "+", "-", "@"))]
    assert kith("export", "sheet", sheet).code == 0
    page = sheet.read_text(encoding="utf-8")
    assert "<img src=x>" not in page
    assert "R&amp;D" in page
    assert not _CODES.search(page)
    before = sorted(tmp_path.iterdir())
    assert kith("export", "photos", folder).code == 0  # of which enrolling read one face each
    assert sorted(tmp_path.iterdir()) == sorted([*before, folder])
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert len(written) > 40
    assert all(path.resolve().is_relative_to(folder.resolve()) for path in written)
    names = {path.name for path in folder.iterdir()}
    assert not names & {"CON", ".hidden", "..", "up"}
    assert not any(_CODES.search(name) or name != name.strip() for name in names)
