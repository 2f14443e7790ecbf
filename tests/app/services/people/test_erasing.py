"""Faces that are nobody's in particular are erased for good, after a look at what that would be."""

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.domain.erasing import Erasing, Which
from app.services.people import erasing
from app.services.photos.importing import import_folder
from app.services.workspace import Workspace

Kith = Callable[..., Any]


@pytest.fixture
def album(known: Path, lfw: dict[str, list[Path]], tmp_path: Path) -> Path:
    """A folder of two photos of people known and one of a stranger, read into the library."""
    folder = tmp_path / "album"
    folder.mkdir()
    for photo in (lfw["Tony Blair"][6], lfw["Hugo Chavez"][7], lfw["Hugo Chavez"][0]):
        shutil.copy2(photo, folder)
    with Workspace.open(known) as workspace:
        import_folder(workspace, folder)
    return folder


def _rows(workspace: Workspace, query: str) -> Any:
    with workspace.db.read() as session:
        return session.execute(text(query)).all()


def _chips(workspace: Workspace, where: str) -> list[bytes]:
    found = _rows(workspace, f"SELECT image FROM chip JOIN face ON face.id = face_id WHERE {where}")  # noqa: S608
    return [bytes(image)[len(image) // 2 :][:64] for (image,) in found]


def _left(folder: Path, traces: list[bytes]) -> list[bytes]:
    data = b"\0".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return [trace for trace in traces if trace in data]


def test_strangers_go_and_do_not_come_back(album: Path, known: Path, kith: Kith) -> None:
    with Workspace.open(known) as workspace:
        traces, kept = _chips(workspace, "person_id IS NULL"), _chips(workspace, "person_id IS NOT NULL")
        assert traces
        wanted = Erasing(Which.STRANGERS)
        would = erasing.would_erase(workspace, wanted)
        assert len(_chips(workspace, "person_id IS NULL")) == len(traces)
        assert erasing.erase(workspace, wanted) == would
        assert _left(known, traces) == []
        assert len(_left(known, kept)) == len(kept)
        import_folder(workspace, album)
        assert _chips(workspace, "person_id IS NULL") == []
        assert erasing.would_erase(workspace, wanted).counts()["faces"] == 0
    done = kith("erase", "--strangers", "--dry-run", "--json").document
    assert (done["dry_run"], done["faces"]) == (True, 0)


def test_faces_of_photos_that_are_gone_go_with_their_photos(
    album: Path, known: Path, lfw: dict[str, list[Path]], kith: Kith
) -> None:
    gone = [album / lfw["Tony Blair"][6].name, album / lfw["Hugo Chavez"][7].name]
    with Workspace.open(known) as workspace:
        for path in gone:
            path.unlink()
        before = _rows(workspace, "SELECT count(*) FROM photo")[0][0]
    done = kith("erase", "--gone", "--json").document
    assert done["photos"] == 2
    with Workspace.open(known) as workspace:
        assert _rows(workspace, "SELECT count(*) FROM photo")[0][0] == before - 2
    assert _left(known, [path.name.encode() for path in gone]) == []


def test_a_drive_that_is_not_plugged_in_is_not_gone(album: Path, known: Path) -> None:
    away = album.with_name("unplugged")
    album.rename(away)
    with Workspace.open(known) as workspace:
        assert erasing.would_erase(workspace, Erasing(Which.GONE)).counts()["photos"] == 0


def test_a_folder_goes_with_its_place_and_names_only_if_asked(
    album: Path, known: Path, lfw: dict[str, list[Path]], kith: Kith, tmp_path: Path
) -> None:
    assert kith("enroll", "Tony Blair", album / lfw["Tony Blair"][6].name).code == 0
    receipt = tmp_path / "receipt.json"
    kith("erase", "--folder", album, "--receipt", receipt)
    assert b"Blair" not in receipt.read_bytes()
    with Workspace.open(known) as workspace:
        faces = "SELECT count(*) FROM face JOIN photo ON photo.id = photo_id WHERE instr(path, '/album/')"
        assert _rows(workspace, faces) == [(1,)]
        assert erasing.erase(workspace, Erasing(Which.FOLDER, album, named=True)).counts()["people"] == 0
        assert _rows(workspace, faces) == [(0,)]
    assert _left(known, [b"/album/"]) == []


def test_everything_older_than_a_term_goes(known: Path, kith: Kith) -> None:
    with Workspace.open(known) as workspace:
        with workspace.db.write() as session:
            session.execute(text("UPDATE face SET added_at = '2020-01-01' WHERE person_id = 1"))
        traces = _chips(workspace, "person_id = 1")
        [(name,)] = _rows(workspace, "SELECT name FROM person WHERE id = 1")
        wanted = Erasing(Which.OLDER, before=date.today() - timedelta(30))
        assert erasing.would_erase(workspace, wanted).counts()["faces"] == 0
    done = kith("erase", "--older-than", 30, "--named", "--json").document
    assert (done["faces"], done["people"]) == (5, 1)
    assert _left(known, [*traces, name.encode()]) == []


def test_one_thing_is_to_be_said(kith: Kith) -> None:
    assert kith("erase").code == 2
    assert kith("erase", "--gone", "--strangers").code == 2
    assert kith("erase", "--named", "--strangers").code == 2
