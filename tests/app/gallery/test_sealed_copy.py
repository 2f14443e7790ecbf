"""Copies in which each row is sealed under the keys of those it is about."""

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.core.errors import StorageError, UsageError
from app.gallery import sealed_copy, sums
from app.gallery.integrity import damage
from app.gallery.rewriting import export
from app.gallery.schema import Base
from app.gallery.sqlite import connect
from app.keys.copy_keys import CopyKeys, number
from app.keys.key import Key

_NAMED_PHOTO = "UPDATE photo SET path = CAST(? AS BLOB) WHERE id = (SELECT photo_id FROM face WHERE id = 1)"


def _rows(file: Path, key: Key | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """By table: the rows, with their columns in the order of the names of the tables of this revision."""
    with closing(connect(file, key)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        found = {}
        for (table,) in tables:
            model = Base.metadata.tables.get(table)
            columns = "*" if model is None else ", ".join(column.name for column in model.columns)
            rows = connection.execute(f'SELECT {columns} FROM "{table}"')  # noqa: S608
            found[table] = sorted(rows, key=repr)
        return found


_PAST = """
INSERT INTO journal (kind, label, at, abandoned) VALUES ('rename',
    '["Renamed {before} to {after}", {"before": "Anton Old", "after": "Tony Blair"}]',
    '2026-01-01 00:00:00', 0);
INSERT INTO folder (path, watched) VALUES (CAST('/photos/tony_blair' AS BLOB), 0);
INSERT INTO visit (person_id, source, arrived, seen, state, removed) VALUES
    (NULL, 'door of Tony Blair', '2026-01-01 00:00:00', '2026-01-01 00:00:00', 'left', 0);
"""


@pytest.fixture
def gallery(known: Path) -> Path:
    """One with a folder, an entry of the journal and a source that bear a name."""
    with closing(connect(known / "gallery.db")) as connection:
        sums.keep(connection)
        connection.executescript(_PAST)
    return known / "gallery.db"


@pytest.fixture
def copy(gallery: Path, tmp_path: Path) -> tuple[Path, CopyKeys]:
    keys = CopyKeys.made()
    sealed_copy.write(gallery, None, keys, tmp_path / "copy.db")
    return tmp_path / "copy.db", keys


def _open_up(copy: Path, keys: CopyKeys) -> tuple[Path, frozenset[int]]:
    opened = Path(shutil.copyfile(copy, copy.with_suffix(".opened")))
    return opened, sealed_copy.open_up(opened, None, keys)


def test_with_all_keys_it_is_the_gallery_to_the_last_row(gallery: Path, copy: tuple[Path, CopyKeys]) -> None:
    file, keys = copy
    assert sealed_copy.keys_of(file, None) == keys.id
    assert sealed_copy.keys_of(gallery, None) is None
    assert not damage(file)
    opened, lacking = _open_up(file, keys)
    assert lacking == frozenset()
    assert _rows(opened) == _rows(gallery)
    assert not damage(opened)
    assert file.stat().st_mode & 0o777 == 0o600


def test_without_keys_nothing_in_it_tells_of_anybody(gallery: Path, copy: tuple[Path, CopyKeys]) -> None:
    data, whole = copy[0].read_bytes(), gallery.read_bytes()
    rows = _rows(gallery)
    names = [row[1].encode() for row in rows["person"]]
    biometrics = [bytes(value) for table in ("chip", "embedding") for row in rows[table] for value in row
                  if isinstance(value, bytes)]  # fmt: skip
    paths = [row[1] for row in rows["photo"]]
    told = [*names, *biometrics, *paths, b"tony_blair", b"Anton Old", b"door of"]
    assert len(told) > 150
    assert [one for one in told if one[:48] not in whole] == []  # they are looked for in the right way
    assert [one for one in told if one[:48] in data] == []


def test_who_lost_their_key_is_in_it_no_more_and_everybody_else_is(
    gallery: Path, copy: tuple[Path, CopyKeys]
) -> None:
    file, keys = copy
    before = _rows(gallery)
    (tony,) = (row[0] for row in before["person"] if row[1] == "Tony Blair")
    with closing(connect(gallery)) as connection:
        faces = [row[0] for row in connection.execute("SELECT id FROM face WHERE person_id = ?", (tony,))]
    keys.tree.erase([number("person", tony)])
    _, lacking = _open_up(file, keys)
    assert lacking == {number("person", tony)}
    keys.tree.erase(number("face", face) for face in faces)
    opened, _ = _open_up(file, keys)
    after = _rows(opened)
    for table in ("person", "face", "chip", "embedding", "photo", "folder", "visit", "journal_change"):
        assert set(after[table]) < set(before[table]), table
    assert len(after["person"]) == len(before["person"]) - 1
    assert len(after["face"]) == len(after["chip"]) == len(before["face"]) - len(faces)
    assert len(after["photo"]) == len(before["photo"]) - len(faces)  # each was in one of their own
    assert not damage(opened)
    data = opened.read_bytes()
    for trace in (b"Tony Blair", b"tony_blair", b"tony blair", b"Anton Old"):
        assert trace not in data
    assert b"somebody who was forgotten" in data  # what is said of the change in the journal


def test_a_place_that_bears_a_name_goes_and_the_photo_stays_for_the_others_in_it(
    gallery: Path, tmp_path: Path
) -> None:
    """Else it goes with its last face."""
    with closing(connect(gallery)) as connection:
        sums.keep(connection)
        connection.execute(_NAMED_PHOTO, ("/photos/Tony Blair and others.jpg",))
        photo, first = connection.execute("SELECT photo_id, person_id FROM face WHERE id = 1").fetchone()
        (tony,) = connection.execute("SELECT id FROM person WHERE name = 'Tony Blair'").fetchone()
    assert first != tony
    keys = CopyKeys.made()
    sealed_copy.write(gallery, None, keys, tmp_path / "copy.db")
    keys.tree.erase([number("person", tony)])
    opened, _ = _open_up(tmp_path / "copy.db", keys)
    (kept,) = [row for row in _rows(opened)["photo"] if row[0] == photo]
    assert kept[1] == f"/dev/null/photo {photo}".encode()
    assert not damage(opened)
    keys.tree.erase([number("face", 1)])
    opened, _ = _open_up(tmp_path / "copy.db", keys)
    assert photo not in [row[0] for row in _rows(opened)["photo"]]


def test_nobody_new_gets_the_number_of_somebody_who_is_erased(
    gallery: Path, copy: tuple[Path, CopyKeys]
) -> None:
    """They may have come after the copy was made: under such a number nothing could be sealed again."""
    file, keys = copy
    keys.tree.erase([number("person", 700), number("face", 900)])
    opened, _ = _open_up(file, keys)
    counted = dict(_rows(opened)["sqlite_sequence"])
    assert (counted["person"], counted["face"]) == (700, 900)
    again = CopyKeys.read(keys.written())
    sealed_copy.write(opened, None, again, opened.with_suffix(".again"))


def test_encrypted_as_a_whole_it_opens_likewise(gallery: Path, tmp_path: Path) -> None:
    key, keys, copy = Key.made(), CopyKeys.made(), tmp_path / "copy.db"
    with closing(connect(gallery)) as connection:
        export(connection, tmp_path / "encrypted.db", key)
    sealed_copy.write(tmp_path / "encrypted.db", key, keys, copy)
    assert not copy.read_bytes().startswith(b"SQLite")
    assert sealed_copy.open_up(copy, key, keys) == frozenset()
    assert _rows(copy, key) == _rows(gallery)


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE x (y PRIMARY KEY, z REFERENCES person(id)) WITHOUT ROWID; INSERT INTO x VALUES (1, 99)",
        "CREATE TABLE x (y, z REFERENCES person(unheard)); INSERT INTO x VALUES (1, 99)",
        "DROP TABLE chip",
        "DROP TABLE person; CREATE TABLE person (id, name)",
        "ALTER TABLE person ADD COLUMN x NOT NULL DEFAULT 1 CHECK (x = 2)",
    ],
)
def test_a_copy_with_tables_of_no_gallery_is_refused(copy: tuple[Path, CopyKeys], change: str) -> None:
    with closing(connect(copy[0], foreign_keys=False)) as connection:
        connection.executescript(change)
    with pytest.raises(UsageError, match="put there"):
        _open_up(*copy)


def test_a_damaged_gallery_gives_no_copy(gallery: Path, tmp_path: Path) -> None:
    with closing(connect(gallery, foreign_keys=False)) as connection:
        connection.execute("UPDATE chip SET image = x'00' WHERE face_id = 1")
    with pytest.raises(StorageError, match="earlier copies"):
        sealed_copy.write(gallery, None, CopyKeys.made(), tmp_path / "copy.db")


def test_keys_of_another_gallery_open_nothing(copy: tuple[Path, CopyKeys]) -> None:
    with pytest.raises(UsageError, match="damaged"):
        _open_up(copy[0], CopyKeys(copy[1].id, CopyKeys.made().tree))


@pytest.mark.parametrize(
    ("owners", "data"),
    [
        ((), b"\0"),  # a key that anybody can make
        ((number("person", 1), 5 << 64), b"\0"),
        ((number("person", 1 << 63),), b"\0"),
        (None, b"\xff" * 9),
        (None, b"["),
        (None, b'["person", false, 3]'),
        (None, b'["person", false, {"id": [-40]}]'),
        (None, b'["person", false, {"id": [9999]}]'),
        (None, b'["person", false, {"id": []}]'),
        (None, b'["person", false, {"id": 1180591620717411303424}]'),
        (None, b'["person", false, {"name": "\\ud800"}]'),
        (None, b'["person", false, {}]'),
        (None, b'[["person"], false, {"id": 1}]'),
        (None, b'["sealed", false, {"id": 1}]'),
        (None, b"[" * 100_000),
    ],
)
def test_what_is_sealed_and_is_no_row_is_refused(
    copy: tuple[Path, CopyKeys], owners: tuple[int, ...] | None, data: bytes
) -> None:
    file, keys = copy
    named = b"".join(one.to_bytes(9) for one in ([number("person", 1)] if owners is None else owners))
    key, nonce = keys.of(int.from_bytes(named[at : at + 9]) for at in range(0, len(named), 9)), bytes(12)
    assert key is not None
    whole = len(data).to_bytes(4, "little") + data
    sealed = nonce + AESGCM(key).encrypt(nonce, whole, b"kith copy" + keys.id + named)
    with closing(connect(file)) as connection:
        connection.execute("INSERT INTO sealed (owners, data) VALUES (?, ?)", (named, sealed))
    with pytest.raises((UsageError, StorageError), match="cannot be opened"):
        _open_up(file, keys)
