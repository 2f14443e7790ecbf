"""Copies of the gallery, and bringing one back."""

import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import StorageError
from app.core.settings import Settings
from app.domain.consent import Consent
from app.gallery import forgetting, lineage, people, sums
from app.gallery.integrity import damage
from app.gallery.sqlite import connect
from app.services.people import browse, privacy, rights
from app.services.workspace import Workspace, backup, restoring
from tests.app.conftest import ROOT

Kith = Callable[..., Any]


def _names(kith: Kith, **where: Any) -> set[str]:
    return {person["name"] for person in kith("people", "--json", **where).document["people"]}


def _change(file: Path, *statements: str) -> None:
    with closing(connect(file, foreign_keys=False)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_copy_brings_back_what_was_there(kith: Kith, known: Path) -> None:
    made = kith("backup", "--json").document
    assert made.keys() == {"path", "bytes", "keys"}
    copy = Path(made["path"])
    assert copy.parent == known / "backups"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert not damage(copy)
    kith("rename", "Tony Blair", "Tony B")
    kith("merge", "Hugo Chavez", "Colin Powell", "--keep-apart")
    ran = kith("restore", "--json")
    assert ran.code == 0
    assert ran.document.keys() == {"restored", "people", "forgotten", "ended", "before"}
    assert (ran.document["people"], ran.document["forgotten"], ran.document["ended"]) == (10, 0, [])
    assert {"Tony Blair", "Hugo Chavez"} < _names(kith)
    kith("restore", ran.document["before"])
    assert "Tony B" in _names(kith)
    assert len(_names(kith)) == 9
    assert kith("doctor", "--json").code == 0
    assert not list(known.glob(".kith-*"))


def test_a_copy_takes_the_place_of_no_pipe_and_of_nothing_that_kith_keeps(
    kith: Kith, known: Path, tmp_path: Path
) -> None:
    pipe, before = tmp_path / "pipe", (known / "gallery.db").stat().st_ino
    os.mkfifo(pipe)
    for words in (("backup",), ("export", "library")):
        assert kith(*words, pipe).code == 2
        refused = kith(*words, known / "gallery.db")
        assert (refused.code, "lies in the data folder" in refused.err) == (2, True)
    assert pipe.is_fifo()
    assert (known / "gallery.db").stat().st_ino == before


_WRITTEN = (
    ("backup", "FILE.db"),
    ("export", "table", "FILE.csv"),
    ("export", "sheet", "FILE.html"),
    ("export", "library", "FILE.kith"),
    ("presence", "export", "FILE.json"),
    ("erase", "--gone", "--receipt", "FILE.json"),
    ("models", "export", "sface", "FOLDER"),
)
"""Commands that write where the user says."""


@pytest.mark.slow
@pytest.mark.parametrize("words", _WRITTEN, ids=lambda words: "-".join(words[:2]))
@pytest.mark.usefixtures("known")
def test_a_file_that_is_there_is_overwritten_only_where_that_is_said(
    words: tuple[str, ...], kith: Kith, tmp_path: Path
) -> None:
    target = tmp_path / "out" / words[-1]
    mine = target / "config.json" if words[-1] == "FOLDER" else target
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    refused = kith(*words[:-1], target)
    assert (refused.code, refused.out, mine.read_text()) == (2, "", "mine")
    assert f"{mine} is there already and is not overwritten" in refused.err.replace("\n", "")
    assert "--overwrite" in refused.err
    assert list(mine.parent.iterdir()) == [mine]
    assert kith(*words[:-1], target, "--overwrite").code == 0
    assert mine.read_bytes() != b"mine"


@pytest.mark.usefixtures("known")
def test_what_takes_minutes_or_cannot_be_done_again_is_refused_before_it_begins(
    kith: Kith, tmp_path: Path
) -> None:
    mine = tmp_path / "mine"
    mine.write_text("mine")
    for words in (("forget", "Tony Blair", "--receipt"), ("evaluate", "--html"), ("evaluate", "--csv")):
        assert (kith(*words, mine).code, mine.read_text()) == (2, "mine")
    assert "Tony Blair" in _names(kith)


def test_who_was_forgotten_since_stays_forgotten(kith: Kith, known: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kept elsewhere.db"
    assert kith("backup", copy).code == 0
    kith("rename", "Tony Blair", "Tony B")
    kith("forget", "Tony B")
    assert [path.name for path in (known / "backups").iterdir()] == ["copies.keys"]
    ran = kith("restore", copy, "--json")
    assert (ran.code, ran.document["people"], ran.document["forgotten"]) == (0, 9, 1)
    assert not {"Tony Blair", "Tony B"} & _names(kith)
    for file in known.rglob("*"):
        assert b"Tony B" not in (file.read_bytes() if file.is_file() else b""), file
    with closing(connect(known / "gallery.db")) as connection:
        assert sums.damaged(connection) == {}
        newest = connection.execute("SELECT max(id) FROM person").fetchone()[0]
        erased = connection.execute("SELECT max(row_id) FROM erased WHERE kind = 'person'").fetchone()[0]
    kith("rename", "Hugo Chavez", "Hugo")  # numbers go on where they were
    assert newest <= 10
    assert erased <= 10


def test_what_people_agreed_to_since_holds(known: Path, workspace: Workspace, tmp_path: Path) -> None:
    copy = backup.back_up_to(workspace, tmp_path / "copy.db").path
    with workspace.db.write() as session:
        person = session.connection().exec_driver_sql("SELECT min(id) FROM person").scalar_one()
        session.connection().exec_driver_sql(
            "INSERT INTO consent (person_id, purpose, until, way, version, given_at, removed) VALUES "
            "(?, '\"sorting\"', '2020-01-01', 'command', 1, '2019-01-01 00:00:00.000000', 0)",
            (person,),
        )
    done = restoring.restore(workspace, copy)
    assert len(done.ended) == 1
    assert done.before is not None


def test_a_copy_of_another_gallery_goes_only_into_an_empty_folder(
    kith: Kith, known: Path, tmp_path: Path
) -> None:
    copy, other = tmp_path / "copy.db", tmp_path / "other"
    kith("backup", copy)
    assert kith("restore", copy, data=other).code == 0
    assert len(_names(kith, data=other)) == 10
    _change(copy, "UPDATE state SET value = 'another' WHERE key = 'gallery'")
    with closing(connect(copy)) as connection:
        sums.stamp(connection, {})
    ran = kith("restore", copy, "--json")
    assert ran.code == 2
    assert "another gallery" in ran.document["error"]["what"]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ("CREATE TRIGGER x AFTER DELETE ON face BEGIN DELETE FROM person; END", "programs"),
        ("CREATE VIEW x AS SELECT 1", "programs"),
        ("CREATE TABLE x (y)", "damaged"),
        ("ALTER TABLE person ADD COLUMN x AS (1)", "damaged"),
        ("UPDATE state SET value = 'X' WHERE key = 'gallery'", "damaged"),
        ("UPDATE sealed SET data = zeroblob(99) WHERE id = 9", "damaged"),
        ("UPDATE sealed SET owners = (SELECT owners FROM sealed WHERE id = 40) WHERE id = 9", "damaged"),
        ("UPDATE sealed SET owners = x'00' WHERE id = 9", "damaged"),
        ("UPDATE sealed SET owners = 'text' WHERE id = 9", "damaged"),
        ("ALTER TABLE sealed ADD COLUMN x", "keys"),
        ("DELETE FROM sealed WHERE id = 0", "keys"),
        ("UPDATE alembic_version SET version_num = '9999'", "newer"),
        ("PRAGMA application_id = 7", "another program"),
    ],
)
def test_what_is_no_sound_copy_is_refused(
    kith: Kith, known: Path, tmp_path: Path, change: str, word: str
) -> None:
    copy = tmp_path / "copy.db"
    kith("backup", copy)
    _change(copy, change)
    ran = kith("restore", copy, "--json")
    assert (ran.code, word in ran.document["error"]["why"]) == (2, True), ran.document
    assert len(_names(kith)) == 10
    for wrong in (tmp_path / "gone", tmp_path):
        assert kith("restore", wrong, "--json").code == 2
    (tmp_path / "text").write_text("nothing" * 1000)
    assert kith("restore", tmp_path / "text", "--json").code == 2


@pytest.mark.parametrize("head", [b"", b"SQLite format 3\0"])
def test_a_hole_is_not_copied(
    kith: Kith, known: Path, tmp_path: Path, head: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes no room where it is; its copy would fill the disk."""
    monkeypatch.setattr(shutil, "copyfileobj", lambda *_: pytest.fail("it is copied"))
    hole = tmp_path / "hole.db"
    hole.write_bytes(head)
    os.truncate(hole, 1 << 40)
    ran = kith("restore", hole, "--json")
    assert (ran.code, "cannot be restored" in ran.document["error"]["what"]) == (2, True)


def test_what_the_disk_has_no_room_for_is_not_copied(
    kith: Kith, known: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.db"
    assert kith("backup", copy).code == 0
    room = shutil.disk_usage(tmp_path)._replace(free=copy.stat().st_size - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: room)
    ran = kith("restore", copy, "--json")
    assert (ran.code, ran.document["error"]["why"]) == (2, "the disk is full")


def test_a_gallery_too_damaged_to_be_opened_is_put_aside(kith: Kith, known: Path) -> None:
    kith("backup")
    file = known / "gallery.db"
    file.write_bytes(b"nothing at all " * 1000)
    assert kith("people").code == 3
    ran = kith("restore")
    assert ran.code == 0
    assert "put aside" in ran.err
    assert len(_names(kith)) == 10
    assert len(list(known.glob("damaged-*.db"))) == 1


def test_a_damaged_gallery_pushes_no_sound_copy_out(known: Path, workspace: Workspace) -> None:
    workspace.adopt(Settings(daily_copies=2))
    assert backup.is_due(workspace)
    for _ in range(3):
        backup.back_up(workspace)
    assert not backup.is_due(workspace)
    kept = backup.backups(workspace)
    assert len(kept) == 2
    _change(known / "gallery.db", "UPDATE chip SET image = x'00' WHERE face_id = 1")
    with pytest.raises(StorageError, match="earlier copies"):
        backup.back_up(workspace)
    assert backup.backups(workspace) == kept
    assert len(list((known / "backups").glob("*.db"))) == 2
    workspace.adopt(Settings(daily_copies=0))
    assert not backup.is_due(workspace)


def test_a_clock_that_is_set_back_costs_no_new_copy(known: Path, workspace: Workspace) -> None:
    workspace.adopt(Settings(daily_copies=2))
    ahead = time.time() + 400 * 86_400
    for _ in range(2):
        os.utime(backup.back_up(workspace).path, (ahead, ahead))
    assert backup.is_due(workspace)
    made = [backup.back_up(workspace).path for _ in range(2)]
    assert {one.path for one in backup.backups(workspace)} == set(made)
    assert not backup.is_due(workspace)


@pytest.mark.parametrize("meanwhile", ["forget", "withdraw"])
def test_who_is_forgotten_or_withdraws_while_a_copy_is_restored_does_not_come_back(
    known: Path, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    person = browse.find(workspace, "Tony Blair")
    rights.agree(workspace, person, Consent())
    copy = backup.back_up_to(workspace, tmp_path / "copy.db").path
    work = backup.copy_to

    def copied(*given: Any) -> Any:
        made = work(*given)
        with Workspace.open(known) as other:
            if meanwhile == "forget":
                privacy.forget(other, "Tony Blair")
            else:
                rights.withdraw(other, person)
        return made

    monkeypatch.setattr(restoring, "copy_to", copied)
    with pytest.raises(StorageError, match="meanwhile"):
        restoring.restore(workspace, copy)
    monkeypatch.undo()
    restoring.restore(workspace, copy)
    over = [one.name for one in rights.lapsed(workspace)]
    there = [one.name for one in browse.everyone(workspace)]
    assert ("Tony Blair" in over, "Tony Blair" in there) == (meanwhile == "withdraw", meanwhile == "withdraw")


_LAST_LOOK = 3
_FORGETTING = (
    "import sys; from pathlib import Path\n"
    "from app.services.people import privacy; from app.services.workspace import Workspace\n"
    "with Workspace.open(Path(sys.argv[1])) as opened:\n"
    "    print('ready', flush=True); sys.stdin.readline()\n"
    "    privacy.forget(opened, 'Tony Blair'); print('done', flush=True)\n"
)


def test_another_program_forgets_somebody_before_or_after_a_copy_takes_the_gallery_s_place_never_between(
    environment: dict[str, str],
    known: Path,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At the last look at who was forgotten, the other one sets out: it has to wait until all is replaced."""
    copy, looks, work = backup.back_up_to(workspace, tmp_path / "copy.db").path, [0], lineage.holding
    with subprocess.Popen(
        [sys.executable, "-c", _FORGETTING, str(known)],
        env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        said, stdin = other.stdout, other.stdin

        def holding(now: Any) -> Any:
            found, looks[0] = work(now), looks[0] + 1
            if looks[0] == _LAST_LOOK:
                stdin.write("go\n")
                stdin.flush()
                assert select.select([said], [], [], 0.7)[0] == []
            return found

        monkeypatch.setattr(lineage, "holding", holding)
        assert restoring.restore(workspace, copy).people == 10
        assert looks == [_LAST_LOOK]
        assert said.readline() == "done\n"
    assert "Tony Blair" not in [one.name for one in browse.everyone(workspace)]
    assert backup.backups(workspace) == []


def test_who_is_being_forgotten_as_a_copy_is_restored_does_not_come_back(
    known: Path, workspace: Workspace, tmp_path: Path
) -> None:
    copy = backup.back_up_to(workspace, tmp_path / "copy.db").path
    with Workspace.open(known) as other:
        with other.db.write() as session:
            forgetting.ask(session, people.named(session, "Tony Blair"))
        assert restoring.restore(workspace, copy).forgotten == 1
        assert forgetting.finish(other.db).changes.people == frozenset()  # it is done
    assert "Tony Blair" not in [one.name for one in browse.everyone(workspace)]
    assert not any(b"Tony Blair" in path.read_bytes() for path in known.glob("gallery*"))


def test_a_copy_that_was_deleted_takes_no_gallery_s_place(known: Path, workspace: Workspace) -> None:
    with pytest.raises(StorageError, match="not replaced"):
        workspace.db.take_over(known / "gone.db", lambda: None)
    assert len(browse.everyone(workspace)) == 10


def test_forgetting_takes_the_copies_along_and_another_is_due(known: Path, workspace: Workspace) -> None:
    backup.back_up(workspace)
    privacy.forget(workspace, "Tony Blair")
    assert backup.backups(workspace) == []
    assert backup.is_due(workspace)


@pytest.mark.parametrize("kills", [4, pytest.param(100, marks=pytest.mark.slow)])
def test_a_killed_backup_or_restore_leaves_all_or_nothing(
    environment: dict[str, str], known: Path, kills: int
) -> None:
    with Workspace.open(known) as workspace:
        sound = backup.back_up(workspace).path
    shutil.copy(sound, known.parent / "outside.db")
    rng, ends = random.Random(kills), []
    code = (
        "import os, sys; from pathlib import Path; from app.services.workspace import Workspace, backup\n"
        "for line in sys.stdin:\n"
        "    child = os.fork()\n"
        "    if child: print(child, flush=True); print(os.waitpid(child, 0)[1], flush=True); continue\n"
        "    with Workspace.open(Path(sys.argv[1])) as opened:\n"
        "        if line.strip() == 'backup': backup.back_up(opened)\n"
        "        else: restoring.restore(opened, Path(sys.argv[2]))\n"
        "    os._exit(0)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(known), str(known.parent / "outside.db")],
        env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        assert server.stdin is not None
        assert server.stdout is not None
        for number in range(kills):
            server.stdin.write(("backup\n", "restore\n")[number % 2])
            server.stdin.flush()
            child = int(server.stdout.readline())
            time.sleep(rng.uniform(0, 0.12))
            with suppress(ProcessLookupError):  # it was done
                os.kill(child, signal.SIGKILL)
            ends.append(int(server.stdout.readline()))
            assert not damage(known / "gallery.db")
            assert not any(damage(path) for path in (known / "backups").glob("*.db"))
            with Workspace.open(known) as workspace, workspace.db.read() as session:
                assert session.connection().exec_driver_sql("SELECT count(*) FROM face").scalar_one() == 50
        server.stdin.close()
    assert ends.count(signal.SIGKILL) > kills / 3
