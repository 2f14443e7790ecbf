import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

import app
from app.core.errors import GalleryError, StartError
from app.core.paths import GALLERY_FILE
from app.domain.model import Model
from app.gallery import faces, forgetting, models, people
from app.gallery.database import Database
from app.gallery.records import NewFace
from app.gallery.schema import REVISION

WRITER = Path(__file__).with_name("writer_process.py")


def python(*arguments: str) -> subprocess.Popen[str]:
    root = str(Path(app.__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": root, "OMP_NUM_THREADS": "1"}
    return subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, text=True, env=environment)


def check_whole(db: Database, acknowledged: Sequence[str]) -> None:
    """What was acknowledged is there, and nothing is half-written."""
    with db.read() as session:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
        paths = {os.fsdecode(path) for path in session.scalars(text("SELECT path FROM photo"))}
        assert set(acknowledged) <= paths
        faces_rows, chip_rows, vectors = (
            session.scalar(text(query))
            for query in (
                "SELECT count(*) FROM face",
                "SELECT count(*) FROM chip JOIN face ON face.id = face_id",
                "SELECT count(*) FROM embedding JOIN face ON face.id = face_id",
            )
        )
        assert faces_rows == chip_rows == vectors == 3 * len(paths)


def test_open_makes_a_private_gallery_with_safe_settings(db: Database) -> None:
    with db.read() as session:
        pragmas = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "synchronous", "secure_delete", "busy_timeout")
        }
    assert pragmas.pop("journal_mode") in {"wal", "delete"}
    assert pragmas == {"foreign_keys": 1, "synchronous": 2, "secure_delete": 1, "busy_timeout": 30_000}
    if os.name == "posix":
        assert db.file.stat().st_mode & 0o077 == 0
        assert db.folder.stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_open_of_a_current_gallery_does_without_alembic(db: Database) -> None:
    code = (
        "import sys; from pathlib import Path; from app.gallery.database import Database;"
        f"Database.open(Path({str(db.folder)!r})).close(); print('alembic' in sys.modules)"
    )
    with python("-c", code) as child:
        assert child.communicate()[0].strip() == "False"


@pytest.mark.slow
def test_old_sqlite_gets_a_rollback_journal(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['sqlcipher3'] = None; import sqlite3;"
        "from pathlib import Path; from app.gallery.database import Database; from sqlalchemy import text;"
        f"db = Database.open(Path({str(tmp_path)!r}));"
        "mode = db.write().__enter__().scalar(text('PRAGMA journal_mode'));"
        "print(mode == ('wal' if sqlite3.sqlite_version_info >= (3, 51, 3) else 'delete'))"
    )
    with python("-c", code) as child:
        assert child.communicate()[0].strip() == "True"


def test_write_is_all_or_nothing(db: Database) -> None:
    def fail_halfway() -> None:
        with db.write() as session:
            people.create(session, "Anna")
            people.create(session, "anna")

    with pytest.raises(GalleryError, match="already someone"):
        fail_halfway()
    with db.read() as session:
        assert people.everyone(session) == []


def test_read_keeps_nothing_and_sees_one_state(db: Database) -> None:
    with db.read() as session:
        people.create(session, "Anna")
    with db.read() as reader:
        before = people.everyone(reader)
        assert before == []
        if reader.scalar(text("PRAGMA journal_mode")) == "wal":
            with db.write() as session:
                people.create(session, "Bob")
            assert people.everyone(reader) == []


def test_a_second_writer_waits_and_then_says_so(db: Database, make_face: Callable[..., NewFace]) -> None:
    def impatient() -> None:
        with db._writing.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA busy_timeout = 50")  # type: ignore[union-attr]
        with db.write():
            pass

    with db.write() as session:
        faces.add(session, [make_face()])
        with pytest.raises(GalleryError, match="another program is using"):
            impatient()
    with db.read() as session:
        assert session.scalar(text("SELECT count(*) FROM face")) == 1


def test_a_full_disk_is_named_and_loses_nothing(db: Database, make_face: Callable[..., NewFace]) -> None:
    with db.write() as session:
        faces.add(session, [make_face()])

    def fill_the_disk() -> None:
        with db.write() as session:
            pages = session.scalar(text("PRAGMA page_count"))
            session.execute(text(f"PRAGMA max_page_count = {pages}"))
            faces.add(session, [make_face(chip_bytes=100_000)])

    with pytest.raises(GalleryError, match="disk is full"):
        fill_the_disk()
    with db.read() as session:
        assert session.scalar(text("SELECT count(*) FROM face")) == 1


def test_not_a_database(tmp_path: Path) -> None:
    (tmp_path / GALLERY_FILE).write_bytes(b"these are not the tables you are looking for" * 100)
    with pytest.raises(StartError, match="not a database"):
        Database.open(tmp_path)


def test_a_truncated_database(db: Database, make_face: Callable[..., NewFace]) -> None:
    with db.write() as session:
        faces.add(session, [make_face() for _ in range(20)])
    db.close()
    damaged = db.folder.parent / "damaged"
    damaged.mkdir()
    content = db.file.read_bytes()
    (damaged / GALLERY_FILE).write_bytes(content[: len(content) // 3])
    with pytest.raises((StartError, GalleryError), match="damaged"):  # noqa: PT012 - where it shows depends
        opened = Database.open(damaged)
        with opened.read() as session:
            faces.get(session, range(1, 21))


def test_another_programs_database(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / GALLERY_FILE)
    connection.execute("CREATE TABLE songs (title)")
    connection.close()
    with pytest.raises(StartError, match="another program"):
        Database.open(tmp_path)


def test_a_newer_gallery_is_left_alone(db: Database) -> None:
    with db.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    db.close()
    before = db.file.read_bytes()
    with pytest.raises(StartError, match="newer Kith"):
        Database.open(db.folder)
    assert db.file.read_bytes() == before
    assert not (db.folder / "backups").exists()


@pytest.mark.parametrize("inside", ["file", "file/deeper"])
def test_a_folder_that_cannot_be_made(tmp_path: Path, inside: str) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StartError, match="cannot be used") as caught:
        Database.open(tmp_path / inside)
    assert caught.value.remedy


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
def test_a_folder_that_cannot_be_written() -> None:
    with pytest.raises(StartError, match="cannot be used"):
        Database.open(Path("/proc/self"))


def test_a_folder_in_the_files_place(tmp_path: Path) -> None:
    (tmp_path / GALLERY_FILE).mkdir()
    with pytest.raises(StartError):
        Database.open(tmp_path)


@pytest.mark.slow
def test_two_processes_make_one_gallery_and_write_at_once(db: Database) -> None:
    db.close()
    shutil.rmtree(db.folder)
    code = (
        "from pathlib import Path; from app.gallery.database import Database;"
        f"Database.open(Path({str(db.folder)!r}))"
    )
    children = [python("-c", code) for _ in range(3)]
    for child in children:
        with child:
            assert child.wait(60) == 0
    shared = _with_model(db.folder)
    children = [python(str(WRITER), str(db.folder), prefix, "25") for prefix in ("left", "right")]
    printed = [child.communicate(timeout=60)[0].split() for child in children]
    assert [child.returncode for child in children] == [0, 0]
    assert [len(lines) for lines in printed] == [25, 25]
    check_whole(shared, printed[0] + printed[1])
    with shared.read() as session:
        assert [(p.name, p.faces) for p in people.everyone(session)] == [("left", 75), ("right", 75)]
    shared.close()


def _with_model(folder: Path) -> Database:
    database = Database.open(folder)
    with database.write() as session:
        models.add(session, Model("m", "Model M", "small", 16))
    return database


@pytest.mark.slow
def test_sigkill_loses_nothing_that_was_acknowledged(db: Database) -> None:
    db.close()
    rng = random.Random(7)
    acknowledged: list[str] = []
    for attempt in range(10):
        with python(str(WRITER), str(db.folder), f"run{attempt}", "100000") as child:
            assert child.stdout is not None
            acknowledged += [child.stdout.readline().strip() for _ in range(rng.randrange(1, 6))]
            time.sleep(rng.uniform(0, 0.05))
            child.kill()
            acknowledged += child.stdout.read().split()
        db = Database.open(db.folder)
        check_whole(db, acknowledged)
        db.close()


def test_scrub_says_what_stands_in_its_way(db: Database) -> None:
    with db.write() as session:
        people.create(session, "Anna")
    with db.read() as reader:
        people.everyone(reader)
        if reader.scalar(text("PRAGMA journal_mode")) == "wal":  # else the reader keeps writers out
            with db.write() as session:
                people.create(session, "Bob")
        with pytest.raises(GalleryError, match=r"another program is (reading|using) the gallery"):
            db.scrub(patience=0.1)
    db.scrub()
    wal = db.file.with_name(GALLERY_FILE + "-wal")
    assert not wal.exists() or wal.stat().st_size == 0


@pytest.mark.slow
def test_scrub_removes_the_copies_that_rebalancing_leaves(db: Database) -> None:
    rng = random.Random(0)
    paths = [rng.randbytes(rng.randrange(20, 2000)) for _ in range(2000)]
    with db.write() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO photo (path, read_at, complete) VALUES (?, '2026-01-01', 1)",
            [(path,) for path in paths],
        )
    with db.write() as session:
        session.execute(text("DELETE FROM photo WHERE id % 3 = 0"))
    db.scrub()
    content = b"".join(file.read_bytes() for file in db.folder.iterdir())
    assert [path for path in paths[2::3] if path[:16] in content or path[-16:] in content] == []
    assert sum(path[:16] in content for path in paths[::3]) > 600


def test_threads_write_in_turn(db: Database) -> None:
    def write(prefix: int) -> None:
        for number in range(10):
            with db.write() as session:
                people.create(session, f"{prefix}-{number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with db.read() as session:
        assert len(people.everyone(session)) == 40


def test_revision_constant_is_what_is_stored(rows: Callable[[str], list[tuple[Any, ...]]]) -> None:
    assert rows("SELECT version_num FROM alembic_version") == [(REVISION,)]


def test_a_scrub_stays_due_until_it_succeeds(db: Database) -> None:
    with db.write() as session:
        person, _ = people.create(session, "Ana")
    assert not db.scrub_due()
    with db.write() as session:
        forgetting.forget(session, person)
    assert db.scrub_due()
    db.scrub()
    assert not db.scrub_due()
