"""What the doctor finds, and what it mends."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.gallery import sums
from app.gallery.sqlite import connect
from tests.app.conftest import ROOT

Kith = Callable[..., Any]


def _change(data: Path, *statements: str) -> None:
    """Change the file as no writer of Kith's would."""
    with closing(connect(data / "gallery.db", foreign_keys=False)) as connection:
        for statement in statements:
            connection.execute(statement)


def _all(data: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(connect(data / "gallery.db")) as connection:
        return list(connection.execute(query))


def _wrong(ran: Any) -> dict[str, str]:
    return {check["code"]: check["detail"] for check in ran.document["checks"] if not check["ok"]}


def test_damaged_rows_are_set_aside_told_and_made_again(
    kith: Kith, known: Path, lfw: dict[str, list[Path]]
) -> None:
    probe = lfw["Colin Powell"][7]
    before = _all(known, "SELECT face_id, vector FROM embedding ORDER BY face_id")
    shutil.copytree(known, known.parent / "copy")
    (known / "backups").mkdir(mode=0o700)
    shutil.copy(known / "gallery.db", known / "backups" / "gallery-daily.db")
    _change(
        known,
        "UPDATE embedding SET vector = zeroblob(512) WHERE face_id = 1",
        "UPDATE chip SET image = substr(image, 1, 900) WHERE face_id IN (2, 3)",
        "UPDATE photo SET path = x'2f78' WHERE id = (SELECT photo_id FROM face WHERE id = 3)",
        "UPDATE person SET name = 'Coli Powell' WHERE name = 'Colin Powell'",
        "UPDATE face SET added_at = 'never' WHERE id = 4",
    )
    assert kith("identify", probe, "--json").document["images"][0]["faces"][0]["name"] == "Coli Powell"
    ran = kith("doctor", "--json")
    assert (ran.code, set(_wrong(ran))) == (3, {"file"})
    for table in ("embedding 1", "chip 2", "photo 1", "person 1", "face 1"):
        assert table in _wrong(ran)["file"]
    ran = kith("doctor", "--repair", "--json")
    assert (ran.code, _wrong(ran)) == (0, {})
    assert len(ran.document["mended"]) == 3
    assert kith("identify", probe, "--json").document["images"][0]["faces"][0]["name"] == "Colin Powell"
    again = _all(known, "SELECT face_id, vector FROM embedding ORDER BY face_id")
    assert [face for face, _ in again] == [face for face, _ in before]
    assert kith("doctor", "--repair", "--json").document["mended"] == []


def test_what_cannot_be_mended_is_said_and_the_rest_goes_on(kith: Kith, known: Path) -> None:
    _change(
        known,
        "UPDATE photo SET sha256 = 'x', pixels = 'x'",
        "UPDATE chip SET image = zeroblob(9) WHERE face_id = 2",
        "UPDATE embedding SET length = 0.5 WHERE face_id = 2",
    )
    ran = kith("doctor", "--repair")
    assert ran.code == 3
    assert "rows are not as they were written: chip 1, embedding 1" in " ".join(ran.out.split())
    assert "kith doctor --repair" in ran.err
    assert len(kith("people", "--json").document["people"]) == 10


def test_a_damaged_index_is_made_anew(kith: Kith, known: Path) -> None:
    file = known / "gallery.db"
    (root,) = _all(known, "SELECT rootpage FROM sqlite_master WHERE name = 'face_person'")[0]
    (size,) = _all(known, "PRAGMA page_size")[0]
    _all(known, "PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(file.read_bytes())
    data[root * size - 1] ^= 1
    file.write_bytes(data)
    ran = kith("doctor", "--json")
    assert (ran.code, set(_wrong(ran))) == (3, {"file"})
    assert (kith("doctor", "--repair").code, kith("doctor").code) == (0, 0)


def test_a_gallery_of_wrong_kinds_of_values_is_told_and_mended(
    kith: Kith, known: Path, lfw: dict[str, list[Path]]
) -> None:
    (known / "backups").mkdir(mode=0o700)
    shutil.copy(known / "gallery.db", known / "backups" / "gallery-daily.db")
    _change(known, "UPDATE face SET person_id = 'x'")
    probe = lfw["Colin Powell"][7]
    ran = kith("identify", probe, "--json")
    assert ran.code == 3
    assert ran.document["error"]["what"] == "The gallery is damaged"
    assert "kith doctor --repair" in ran.document["error"]["remedy"]
    assert kith("doctor", "--repair").code == 0
    assert kith("identify", probe, "--json").document["images"][0]["faces"][0]["name"] == "Colin Powell"


@pytest.mark.parametrize(
    ("change", "command"),
    [
        ("INSERT INTO folder (path, watched) VALUES (x'610062', 0)", ["library"]),
        ("UPDATE face SET x = 9e999", ["export", "table", "table.csv"]),
    ],
)
def test_values_that_cannot_be_used_are_told_though_their_checksums_are_right(
    kith: Kith, known: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (known / "backups").mkdir(mode=0o700)
    shutil.copy(known / "gallery.db", known / "backups" / "gallery-daily.db")
    _change(known, change)
    with closing(connect(known / "gallery.db")) as connection:
        sums.stamp(connection, {})
    ran = kith(*command, "--json")
    assert (ran.code, ran.document["error"]["what"]) == (3, "The gallery is damaged")
    ran = kith("doctor", "--repair", "--json")
    assert (ran.code, set(_wrong(ran))) == (3, {"file"})
    assert kith("restore", known / "backups" / "gallery-daily.db").code == 0
    assert (kith(*command).code, kith("doctor").code) == (0, 0)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="rights are told otherwise there")
def test_an_open_folder_is_refused_and_repaired(kith: Kith, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert kith("people").code == 0
    data.chmod(0o777)
    (data / "gallery.db").chmod(0o644)
    ran = kith("people", "--json")
    assert ran.code == 3
    assert "doctor --repair" in ran.document["error"]["remedy"]
    ran = kith("doctor", "--json")
    assert (ran.code, set(_wrong(ran))) == (3, {"folder"})
    ran = kith("doctor", "--repair", "--json")
    assert (ran.code, ran.document["mended"]) == (0, ["2 files are yours alone now"])
    (data / "gallery.db").chmod(0o644)
    assert set(_wrong(kith("doctor", "--json"))) == {"access"}


@pytest.mark.slow
def test_what_was_left_half_written_is_told_and_deleted(kith: Kith, tmp_path: Path) -> None:
    assert kith("people").code == 0
    names = ("tmpabc.part", "gallery-1.part-journal", "tmpnew.part")
    old, journal, new = (tmp_path / "data" / name for name in names)
    for path in (old, journal, new):
        path.touch(mode=0o600)
    for path in (old, journal):
        os.utime(path, (1, 1))
    ran = kith("doctor", "--json")
    assert set(_wrong(ran)) == {"leftovers"}
    assert kith("doctor", "--repair").code == 0
    assert (old.exists(), journal.exists(), new.exists()) == (False, False, True)


@pytest.mark.skipif(os.name != "posix", reason="rights are told otherwise there")
def test_everything_is_for_its_owner_alone_whatever_the_umask(
    environment: dict[str, str], lfw: dict[str, list[Path]], tmp_path: Path
) -> None:
    data = tmp_path / "a" / "b" / "data"
    command = [
        sys.executable,
        "-m",
        "app",
        "--data-dir",
        str(data),
        "enroll",
        "Bo",
        str(lfw["Tony Blair"][0]),
    ]
    subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, umask=0)
    made = [tmp_path / "a", *(tmp_path / "a").rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in made} == {0o700, 0o600}
    assert (data / "logs" / "kith.log") in made
