import re
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from app.core.errors import StartError
from app.gallery import apart, denials, faces, people, undoing
from app.gallery.database import Database
from app.gallery.migrate import MIGRATIONS, migrate
from app.gallery.records import NewFace
from app.gallery.schema import REVISION, Base
from app.gallery.sqlite import connect, make_engine

_NEXT = f"{int(REVISION) + 1:04}"
NEXT = """
from alembic import op

revision, down_revision = "LATER", "NOW"


def upgrade():
    op.execute("CREATE TABLE later (id INTEGER)")
    op.execute("UPDATE person SET name = name || '!'")
""".replace("LATER", _NEXT).replace("NOW", REVISION)


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The migrations with one more."""
    scripts = tmp_path / "100% newer"
    shutil.copytree(MIGRATIONS, scripts)
    (scripts / "versions" / f"{_NEXT}_later.py").write_text(NEXT)
    return scripts


def schema_of(file: Path) -> set[tuple[Any, ...]]:
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name != 'alembic_version'"
    with closing(connect(file)) as connection:
        # a column added later stands on the line of the one before it
        return {(*row, sql and " ".join(sql.split())) for *row, sql in connection.execute(query)}


def test_head_constant() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


def test_migrations_build_exactly_the_metadata(db: Database, tmp_path: Path) -> None:
    engine = make_engine(tmp_path / "metadata.db")
    Base.metadata.create_all(engine)
    engine.dispose()
    assert _unordered(schema_of(db.file)) == _unordered(schema_of(tmp_path / "metadata.db"))


def _unordered(schema: set[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """The schema with each table's columns and constraints as a set: a column added later stands last."""
    return {(*rest, _parts(sql) if rest[0] == "table" else sql) for *rest, sql in schema}


def _parts(sql: str) -> frozenset[str]:
    inner = sql[sql.index("(") + 1 : sql.rindex(")")]
    return frozenset(" ".join(part.split()) for part in re.split(r",(?![^()]*\))", inner))


def test_migrating_copies_the_gallery_aside(db: Database, newer: Path) -> None:
    with db.write() as session:
        people.create(session, "Anna")
    migrate(db.file, newer)
    (copy,) = (db.folder / "backups").iterdir()
    assert copy.name.startswith(f"gallery-{REVISION}-")
    assert copy.suffix == ".db"
    with closing(connect(copy)) as connection:
        assert connection.execute("SELECT name FROM person").fetchall() == [("Anna",)]
    with closing(connect(db.file)) as connection:
        assert connection.execute("SELECT name FROM person").fetchall() == [("Anna!",)]
    migrate(db.file, newer)  # nothing left to do, so no second copy
    assert len(list((db.folder / "backups").iterdir())) == 1


def _take_back_copies(connection: Any) -> None:
    connection.execute("DROP INDEX embedding_face")
    connection.execute("CREATE INDEX embedding_face ON embedding (face_id)")
    for table in Base.metadata.tables.values():
        if "checksum" in table.columns:
            connection.execute(f"ALTER TABLE {table.name} DROP COLUMN checksum")
    indexes = ("INDEX photo_sha256", "INDEX photo_pixels", "INDEX face_seen")
    for name, column in (
        ("model", "forgotten"),
        ("consent", "withdrawn"),
        ("consent", "withdrawn_at"),
        ("person", "born"),
        ("photo", "seconds"),
        ("photo", "place"),
        ("face", "at"),
    ):
        connection.execute(f"ALTER TABLE {name} DROP COLUMN {column}")
    for line in (
        "TABLE written_out",
        "TABLE learnt",
        "TABLE access",
        "TABLE erased",
        "TABLE clustered",
        "TABLE folder",
        "TABLE copy",
        *indexes,
    ):
        connection.execute(f"DROP {line}")
    for column in ("pixels", "turn", "taken"):
        connection.execute(f"ALTER TABLE photo DROP COLUMN {column}")


def test_names_that_differ_by_a_letter_are_told_apart_from_then_on(db: Database) -> None:
    with db.write() as session:
        person, _ = people.create(session, "Anna")
        people.rename(session, person, "Eva Strau\u00df")
    with closing(connect(db.file)) as connection:  # as an earlier Kith left it
        connection.execute("UPDATE person SET name_key = 'eva strauss'")
        connection.execute(
            "UPDATE journal_change SET after = '\"eva strauss\"' WHERE after LIKE '%strau\u00df%'"
        )
        _take_back_copies(connection)
        connection.execute("DROP TABLE denial")
        connection.execute("ALTER TABLE face ADD COLUMN not_person_id INTEGER")
        connection.execute("DROP TABLE consent")
        connection.execute("DROP TABLE apart")
        connection.execute("DROP TABLE answer")
        connection.execute("DROP INDEX journal_undoes")
        connection.execute("ALTER TABLE journal DROP COLUMN abandoned")
        connection.execute("ALTER TABLE journal DROP COLUMN undoes")
        connection.execute("UPDATE alembic_version SET version_num = '0006'")
        connection.commit()
    migrate(db.file)
    with db.write() as session:
        people.create(session, "Eva Strauss")
        undoing.undo(session)
        assert undoing.undo(session).label == "Undid: Renamed Anna to Eva Strau\u00df"
        assert people.find(session, "anna") == person


@pytest.mark.slow
def test_whose_a_face_was_said_not_to_be_is_kept_and_can_still_be_undone(
    db: Database, make_face: Callable[..., NewFace]
) -> None:
    with db.write() as session:
        ann, bob = (people.create(session, name)[0] for name in ("Ann", "Bob"))
        ids, _ = faces.add(session, [make_face(), make_face()])
        for face in ids:
            faces.deny(session, [face], ann)
        people.merge(session, ann, bob)
        said = {face: next(iter(by)) for face, by in denials.by_face(session).items()}
        undoing.undo(session)
        undoing.undo(session)
    with closing(connect(db.file)) as connection:  # as an earlier Kith had it
        _take_back_copies(connection)
        connection.execute("DROP TABLE denial")
        connection.execute("ALTER TABLE face ADD COLUMN not_person_id INTEGER")
        connection.execute("UPDATE face SET not_person_id = ? WHERE id = ?", (ann, ids[0]))
        connection.execute(
            "UPDATE journal_change SET table_name = 'face', field = 'not_person_id' "
            "WHERE table_name = 'denial'"
        )
        connection.execute("DROP TABLE answer")
        connection.execute("DROP TABLE apart")
        connection.execute("CREATE TABLE apart (first_id INTEGER, second_id INTEGER, said_at DATETIME)")
        connection.execute("CREATE INDEX apart_second ON apart (second_id)")
        connection.execute("INSERT INTO apart VALUES (?, ?, '2026-01-01 00:00:00.000000')", (ann, bob))
        connection.execute("UPDATE alembic_version SET version_num = '0009'")
        connection.commit()
    migrate(db.file)
    with db.write() as session:
        assert denials.by_face(session) == {ids[0]: {ann}}
        assert apart.pairs(session) == {(ann, bob)}
        undoing.redo(session)
        undoing.redo(session)
        assert denials.by_face(session) == {face: {bob} for face in said}
        for _ in range(3):
            undoing.undo(session)
        assert denials.by_face(session) == {}


def test_a_failed_migration_changes_nothing(db: Database, newer: Path) -> None:
    (newer / "versions" / f"{_NEXT}_later.py").write_text(NEXT + "    raise RuntimeError('power cut')\n")
    with db.write() as session:
        people.create(session, "Anna")
    before = schema_of(db.file)
    with pytest.raises(RuntimeError, match="power cut"):
        migrate(db.file, newer)
    assert schema_of(db.file) == before
    with db.read() as session:
        assert [person.name for person in people.everyone(session)] == ["Anna"]


def test_this_kith_refuses_a_migrated_gallery(db: Database, newer: Path) -> None:
    migrate(db.file, newer)
    with pytest.raises(StartError, match=f"revision is {_NEXT}"):
        Database.open(db.folder)


def test_tables_that_are_not_those_of_their_revision_are_told(db: Database) -> None:
    for revision in ("0001", "0010"):
        with closing(connect(db.file)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        with pytest.raises(StartError, match="cannot be opened") as told:
            Database.open(db.folder)
        assert f"not those of its revision, {revision}" in str(told.value.why)


def test_scrub_deletes_the_copies(
    db: Database, newer: Path, rows: Callable[[str], list[tuple[Any, ...]]]
) -> None:
    migrate(db.file, newer)
    db.scrub()
    assert list((db.folder / "backups").iterdir()) == []
    assert rows("SELECT count(*) FROM later") == [(0,)]
