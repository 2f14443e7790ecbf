import shutil
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.core.text import quote
from app.domain.consent import Consent, Way
from app.gallery import consents, embeddings, faces, journal, library, models, people, photos, sums, undoing
from app.gallery.database import Database
from app.gallery.migrate import MIGRATIONS, migrate
from app.gallery.records import NewFace, PhotoFile
from app.gallery.schema import REVISION, Base
from app.gallery.sqlite import connect

_NEXT = f"{int(REVISION) + 1:04}"
_LATER = """
from alembic import op

revision, down_revision = "NEXT", "NOW"


def upgrade():
    op.execute("ALTER TABLE person ADD COLUMN nickname TEXT DEFAULT 'none'")
    op.execute("UPDATE person SET name = name || '!'")
""".replace("NEXT", _NEXT).replace("NOW", REVISION)


@pytest.fixture
def full(
    db: Database, make_face: Callable[..., NewFace], make_photo: Callable[[Path | str], PhotoFile]
) -> Database:
    """A gallery with people, photos, faces, agreements and a history."""
    with db.write() as session:
        photo, *_ = photos.record(session, make_photo("/a.jpg"))
        ann, _ = people.create(session, "Ann")
        entry = journal.newest(session)
        given = Consent(quote("to sort photos"), None, Way.COMMAND, 1, datetime.now(UTC))
        consents.keep(session, entry, ann, given)
        faces.add(session, [make_face() for _ in range(3)], photo_id=photo, person_id=ann)
        ids, _ = faces.add(session, [make_face() for _ in range(2)])
        faces.deny(session, ids[:1], ann)
        library.add(session, Path("/photos"))
    return db


_LARGE = 20_000_000


def _damage(db: Database, sql: str, *values: Any) -> None:
    """Change the file as no writer of Kith's would."""
    with closing(connect(db.file)) as connection:
        connection.execute(sql, values)


def _damaged(db: Database) -> dict[str, list[int]]:
    with closing(connect(db.file)) as connection:
        return sums.damaged(connection)


def test_a_row_that_is_far_too_large_is_told_without_being_read(full: Database) -> None:
    _damage(full, "UPDATE chip SET image = zeroblob(?) WHERE face_id = 1", _LARGE)
    _damage(full, "UPDATE photo SET failure = CAST(zeroblob(?) AS TEXT)", _LARGE)
    tracemalloc.start()
    try:
        assert _damaged(full) == {"chip": [1], "photo": [1]}
        assert tracemalloc.get_traced_memory()[1] < _LARGE / 4
    finally:
        tracemalloc.stop()


@pytest.mark.slow
def test_whatever_is_written_keeps_its_checksum(full: Database, make_face: Callable[..., NewFace]) -> None:
    with full.write() as session:
        people.rename(session, 1, "Anna")
        bob, _ = people.create(session, "Bob")
        faces.assign(session, [4, 5], bob)
        people.merge(session, bob, 1)
        undoing.undo(session)
        undoing.redo(session)
        models.set_read_by(session, "now")
        embeddings.replace(session, "m", [1], embeddings.of_faces(session, "m", [2]))
    assert _damaged(full) == {}


def test_every_column_of_every_row_is_covered(full: Database) -> None:
    seen = 0
    for table in Base.metadata.tables.values():
        if "checksum" not in table.columns:
            continue
        for column in table.columns:
            with closing(connect(full.file, foreign_keys=False)) as connection:
                row = connection.execute(f"SELECT min(rowid) FROM {table.name}").fetchone()[0]  # noqa: S608
                if row is None:
                    continue
                seen += 1
                connection.execute("BEGIN")
                connection.execute(
                    f'UPDATE {table.name} SET "{column.name}" = CASE typeof("{column.name}") '  # noqa: S608
                    f"WHEN 'integer' THEN 1 - 7 * \"{column.name}\" WHEN 'real' THEN 1.5 + \"{column.name}\" "
                    "WHEN 'blob' THEN zeroblob(40) ELSE 'x' END WHERE rowid = ?",
                    (row,),
                )
                found = sums.damaged(connection)
                connection.execute("ROLLBACK")
            assert len(found[table.name]) == 1, (table.name, column.name)
    assert seen > 80


def test_a_change_of_a_damaged_row_does_not_make_it_sound(full: Database) -> None:
    _damage(full, "UPDATE person SET created_at = '2001-01-01 00:00:00.000000' WHERE id = 1")
    with full.write() as session:
        people.rename(session, 1, "Anna")
    assert _damaged(full) == {"person": [1]}


def test_damaged_vectors_and_chips_stay_out_and_the_rest_is_read(full: Database) -> None:
    _damage(full, "UPDATE embedding SET vector = zeroblob(64) WHERE face_id = 2")
    _damage(full, "UPDATE embedding SET vector = x'00' WHERE face_id = 4")
    _damage(full, "UPDATE chip SET image = x'ffd8' WHERE face_id = 3")
    with full.read() as session:
        assert embeddings.load(session, "m").face_ids.tolist() == [1, 3, 5]
        assert embeddings.of_faces(session, "m", [1, 2, 3]).vectors.shape == (2, 16)
        assert embeddings.lengths(session, "m", [1, 2]).keys() == {1}
        assert [chip.face_id for chip in embeddings.chips(session, [1, 2, 3])] == [1, 2]
    assert _damaged(full) == {"chip": [3], "embedding": [2, 4]}


@pytest.mark.parametrize("column", ["vector", "length", "checksum"])
def test_a_vector_with_a_text_where_there_should_be_none_stays_out(full: Database, column: str) -> None:
    value = "printf('%064d', 0)" if column == "vector" else "CAST(x'61ff' AS TEXT)"
    _damage(full, f"UPDATE embedding SET {column} = {value} WHERE face_id = 2")  # noqa: S608
    with full.read() as session:
        assert embeddings.load(session, "m").face_ids.tolist() == [1, 3, 4, 5]


def test_a_damaged_date_text_or_list_keeps_nothing_else_from_being_read(full: Database) -> None:
    _damage(full, "UPDATE face SET added_at = 'yesterday', state = 'activ3' WHERE id = 2")
    _damage(full, "UPDATE face SET added_at = '2026-' WHERE id = 3")
    _damage(full, "UPDATE person SET created_at = 7, name = CAST(x'416eff' AS TEXT) WHERE id = 1")
    _damage(full, "UPDATE model SET thresholds = '{' WHERE id = 'm'")
    _damage(full, "UPDATE journal SET at = '', label = '{' WHERE id = 1")
    _damage(full, "UPDATE photo SET read_at = 'x' WHERE id = 1")
    with full.read() as session:
        assert [face.id for face in faces.of_person(session, 1)] == [1]
        assert people.name_of(session, 1) == "An\ufffd"
        assert models.everything(session) == []
        assert len(journal.history(session)) == 3
        assert photos.get(session, 1) is not None
    assert _damaged(full).keys() == {"face", "person", "model", "journal", "photo"}


def test_a_migration_makes_new_checksums_but_not_for_what_was_damaged(full: Database, tmp_path: Path) -> None:
    scripts = tmp_path / "newer"
    shutil.copytree(MIGRATIONS, scripts)
    (scripts / "versions" / "later.py").write_text(_LATER)
    with full.write() as session:
        people.create(session, "Bob")
    _damage(full, "UPDATE person SET name = 'Anm' WHERE id = 1")
    migrate(full.file, scripts)
    assert _damaged(full) == {"person": [1]}


def test_a_gallery_from_before_gets_its_checksums(full: Database) -> None:
    _damage(full, "DROP INDEX embedding_face")
    _damage(full, "CREATE INDEX embedding_face ON embedding (face_id)")
    for table in Base.metadata.tables.values():
        if "checksum" in table.columns:
            _damage(full, f"ALTER TABLE {table.name} DROP COLUMN checksum")
    for name in ("erased", "learnt", "access", "written_out"):
        _damage(full, f"DROP TABLE {name}")
    columns = {"model": ("forgotten",), "consent": ("withdrawn", "withdrawn_at"), "person": ("born",)}
    columns |= {"photo": ("seconds", "place"), "face": ("at",)}
    for name, column in ((name, one) for name, several in columns.items() for one in several):
        _damage(full, f"ALTER TABLE {name} DROP COLUMN {column}")
    _damage(full, "UPDATE alembic_version SET version_num = '0016'")
    assert _damaged(full) == {}
    migrate(full.file)
    assert _damaged(full) == {}
    _damage(full, "UPDATE chip SET image = x'00' WHERE face_id = 1")
    assert _damaged(full) == {"chip": [1]}


def test_a_single_flipped_bit_of_a_vector_changes_its_checksum() -> None:
    vector = bytearray(np.random.default_rng(0).bytes(64))
    right = sums.row_sum("blobinteger", bytes(vector), 5)
    for bit in range(8 * len(vector)):
        flipped = bytearray(vector)
        flipped[bit // 8] ^= 1 << bit % 8
        assert sums.row_sum("blobinteger", bytes(flipped), 5) != right
    assert sums.row_sum("blobreal", bytes(vector), 5) != right


def test_many_checksums_are_told_at_once_as_sqlite_has_them(full: Database) -> None:
    with closing(connect(full.file)) as connection:
        columns = "checksum, face_id, length, CAST(model_id AS BLOB), vector"
        rows = connection.execute(f"SELECT {columns} FROM embedding ORDER BY face_id").fetchall()  # noqa: S608
    totals, faces_, lengths, names, vectors = map(list, zip(*rows, strict=True))
    names = [sums.Plain(name) for name in names]
    assert sums.are_right(totals, faces_, lengths, names, vectors) == [True] * len(rows)
    totals[0], lengths[1], vectors[2], faces_[3] = None, None, vectors[2][:-1] + b"?", 99
    wrong = [False] * 4 + [True] * (len(rows) - 4)
    assert sums.are_right(totals, faces_, lengths, names, vectors) == wrong
    assert sums.are_right([]) == []
