"""What gets at the key of a gallery is read as hostile input; what a newer Kith wrote is left alone."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.errors import StartError
from app.core.paths import GALLERY_FILE
from app.keys import header
from app.keys.header import NAME, NewerError, Stored
from app.keys.key import LAYOUTS
from app.keys.unlocking import made


@pytest.fixture
def encrypted(tmp_path: Path) -> Path:
    """A folder with a gallery that is no plain database, and what gets at its key."""
    (tmp_path / GALLERY_FILE).write_bytes(bytes(range(100)))
    header.save(tmp_path, Stored(made("a passphrase of words").header))
    return tmp_path


def _first_version(file: Path) -> None:
    """Write it as the first version was: without a layout, as there was but one."""
    document = json.loads(file.read_bytes()) | {"version": 1}
    del document["sum"], document["now"]["layout"]
    file.write_text(json.dumps(document | {"sum": header._sum_of(document)}), encoding="utf-8")


def _version(file: Path, version: object, *, summed: bool) -> None:
    document = json.loads(file.read_bytes())
    document["version"] = version
    if summed:
        document["of later"] = "what this Kith does not know"
        del document["sum"]
        document["sum"] = header._sum_of(document)
    file.write_text(json.dumps(document), encoding="utf-8")


def test_what_a_newer_kith_wrote_is_not_taken_for_damaged(encrypted: Path) -> None:
    _version(encrypted / NAME, 3, summed=True)
    with pytest.raises(NewerError) as raised:
        header.load(encrypted)
    assert str(raised.value.why) == "it was made by a newer Kith"
    assert not header.is_lost(encrypted)  # so that no older copy is put in its place


@pytest.mark.parametrize("version", [3, 1, 0, True, "2", None])
def test_a_number_that_damage_changed_is_damage(encrypted: Path, version: object) -> None:
    _version(encrypted / NAME, version, summed=False)
    with pytest.raises(StartError) as raised:
        header.load(encrypted)
    assert not isinstance(raised.value, NewerError)
    assert header.is_lost(encrypted)


def test_a_copy_of_a_newer_kith_is_none(encrypted: Path) -> None:
    copy = header.copy_of(encrypted)
    copy.parent.mkdir()
    copy.write_bytes((encrypted / NAME).read_bytes())
    assert header.load_copy(encrypted) is not None
    _version(copy, 3, summed=True)
    assert header.load_copy(encrypted) is None


@pytest.mark.parametrize(
    ("held", "lost"),
    [
        (random.Random(1).randbytes(8192), True),
        (random.Random(2).randbytes(4095), False),
        (b"", False),
        (b"SQLite format 3\0" + bytes(8176), False),
        (bytes(8192), False),
        (b"nothing at all " * 1000, False),
        (random.Random(3).randbytes(2000) + bytes(6192), False),
    ],
)
def test_an_encrypted_gallery_is_told_from_a_damaged_one_by_its_bytes_where_all_else_is_gone(
    tmp_path: Path, held: bytes, lost: bool
) -> None:
    (tmp_path / GALLERY_FILE).write_bytes(held)
    assert header.is_lost(tmp_path) is lost


def test_a_folder_without_a_gallery_lost_nothing(tmp_path: Path) -> None:
    assert not header.is_lost(tmp_path)


def test_what_an_earlier_kith_wrote_says_how_its_files_are_written(encrypted: Path) -> None:
    now = header.load(encrypted)
    assert now is not None
    assert now.now is not None
    assert now.now.layout == max(LAYOUTS)
    _first_version(encrypted / NAME)
    before = header.load(encrypted)
    assert before is not None
    assert before.now == replace(now.now, layout=1)


@pytest.mark.parametrize("layout", [0, 99, True, "1", "16384; DROP TABLE face", None])
def test_a_layout_that_there_is_not_is_refused(encrypted: Path, layout: object) -> None:
    document = json.loads((encrypted / NAME).read_bytes())
    document["now"]["layout"] = layout
    del document["sum"]
    (encrypted / NAME).write_text(json.dumps(document | {"sum": header._sum_of(document)}), encoding="utf-8")
    with pytest.raises(StartError, match="cannot be used"):
        header.load(encrypted)
