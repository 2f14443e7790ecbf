"""An encrypted gallery holds what the plain one held and shows none of it; a change is whole or none."""

import errno
import os
import random
import signal
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import astuple, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from app.core import files
from app.core.errors import Cancelled, KithError, KnownError, StartError, StorageError, UnsureError
from app.core.paths import GALLERY_FILE, UNFINISHED
from app.core.progress import CancelToken, Progress
from app.core.settings import Settings
from app.gallery import encrypting, people, photos, rewriting
from app.gallery.database import Database
from app.gallery.integrity import damage, is_lost
from app.gallery.records import NewFace, PhotoFile
from app.gallery.sqlite import connect, driver, literal
from app.keys import choices, header, key, sealed, unlocking
from app.keys.errors import LockedError
from app.keys.key import LAYOUTS, Key
from app.keys.unlocking import Fresh
from tests.bench.flips import content, flipped

Turn = tuple[Fresh | None, Fresh | None]
NAME = "Planted Name"
PLACE = "/planted/place.jpg"
NETWORK = b"weights that learned from people" * 99
CHOSEN = Settings(visit_webhook="https://planted.example/hook")
_DISK = ((os, "fsync"), (os, "write"), (Path, "replace"), (Path, "unlink"), (files, "sync"))
"""What a change asks of the disk, past SQLite."""


@pytest.fixture(scope="module")
def first() -> Fresh:
    return unlocking.made("first passphrase")


@pytest.fixture(scope="module")
def second() -> Fresh:
    return unlocking.made("second passphrase")


@pytest.fixture(params=["on", "rekey", "off"])
def turn(request: pytest.FixtureRequest, first: Fresh, second: Fresh) -> Turn:
    """Keys before and after."""
    return {"on": (None, first), "rekey": (first, second), "off": (first, None)}[request.param]


@pytest.fixture
def planted(
    db: Database,
    make_face: Callable[..., NewFace],
    make_photo: Callable[[Path | str], PhotoFile],
) -> list[bytes]:
    """What is looked for: a name, a path, a vector and the chip of a face, a network, and an address."""
    one = make_face()
    (db.folder / "models").mkdir()
    (db.folder / "models" / "retrained-1.onnx").write_bytes(NETWORK)
    choices.save(db.folder / "settings.json", CHOSEN)
    with db.write() as session:
        person, _ = people.get_or_create(session, NAME)
        photos.record(session, make_photo(PLACE), [one], person_id=person)
    db.close()
    vector, _ = one.embeddings["m"]
    address = CHOSEN.visit_webhook.encode()
    return [NAME.encode(), PLACE.encode(), one.chip[:64], vector.astype("<f4").tobytes(), NETWORK, address]


def _hits(folder: Path, wanted: list[bytes]) -> list[tuple[Path, bytes]]:
    return [
        (path, what)
        for path in folder.rglob("*")
        if path.is_file()
        for what in wanted
        if what in path.read_bytes()
    ]


def _names(folder: Path) -> list[str]:
    with closing(Database.open(folder)) as opened, opened.read() as session:
        return list(people.names(session).values())


@pytest.mark.slow
def test_what_is_planted_is_there_plain_and_nowhere_encrypted(
    db: Database, planted: list[bytes], first: Fresh, second: Fresh
) -> None:
    folder = db.folder
    (folder / "backups").mkdir(mode=0o700)
    with closing(Database.open(folder)) as opened:
        opened.snapshot(folder / "backups" / "gallery-daily-1.db")
    assert {what for _, what in _hits(folder, planted)} == set(planted)
    before = content(folder / GALLERY_FILE)
    secrets = [first.key.raw, first.key.raw.hex().encode(), second.key.raw, second.key.raw.hex().encode()]
    for fresh in (first, second):
        assert encrypting.change(folder, fresh) == []
        assert not _hits(folder, planted + secrets)
        assert _names(folder) == [NAME]
        with closing(Database.open(folder)) as opened:
            assert not opened.damage()
            with opened.write() as session:
                people.rename(session, 1, "Another")  # through the write-ahead log
                people.rename(session, 1, NAME)
            assert not _hits(folder, planted + secrets)
            assert not damage(folder / "backups" / "gallery-daily-1.db", fresh.key)
            assert (folder / GALLERY_FILE).stat().st_mode & 0o777 == 0o600
    assert encrypting.change(folder, None) == []
    assert before is not None
    found = content(folder / GALLERY_FILE)
    assert found is not None
    changed = ("journal", "journal_change", "written", "sqlite_sequence")
    assert {name: found[name] for name in found if name not in changed} == {
        name: before[name] for name in before if name not in changed
    }
    assert not (folder / header.NAME).exists()
    assert not damage(folder / "backups" / "gallery-daily-1.db")


def test_without_the_key_it_is_locked_and_never_plain(
    db: Database, planted: list[bytes], first: Fresh
) -> None:
    folder = db.folder
    encrypting.change(folder, first)
    key.drop()
    with pytest.raises(LockedError):
        Database.open(folder)
    unlocking.unlock(folder, first.code)
    assert _names(folder) == [NAME]
    kept = (folder / header.NAME).read_bytes()
    (folder / header.NAME).unlink()
    with pytest.raises(StartError, match="is gone"):
        Database.open(folder)
    assert (folder / "backups" / header.NAME).read_bytes() == kept
    (folder / header.NAME).write_bytes(kept)
    (folder / GALLERY_FILE).unlink()
    with closing(connect(folder / GALLERY_FILE)) as connection:  # somebody puts a plain one in its place
        connection.execute("CREATE TABLE x (y)")
    with pytest.raises(StartError):
        Database.open(folder)


def test_a_gallery_in_use_is_not_changed(db: Database, planted: list[bytes], first: Fresh) -> None:
    with closing(Database.open(db.folder)) as opened:
        with opened.read() as session:
            people.names(session)
        with pytest.raises(StorageError, match="using the gallery"):
            encrypting.change(db.folder, first)
        assert not (db.folder / header.NAME).exists()
    assert _names(db.folder) == [NAME]


def test_a_network_that_another_program_is_writing_is_left_alone(
    db: Database, planted: list[bytes], first: Fresh
) -> None:
    part = db.folder / "models" / f"{UNFINISHED}1" / "retrained-2.onnx"
    part.parent.mkdir()
    part.write_bytes(NETWORK)
    with closing(Database.open(db.folder)) as opened, opened.read() as session:
        people.names(session)
        with pytest.raises(StorageError, match="using the gallery"):
            encrypting.change(db.folder, first)
    assert part.read_bytes() == NETWORK


def test_a_network_that_a_kill_left_unfinished_is_encrypted_too(
    db: Database, planted: list[bytes], first: Fresh
) -> None:
    part = db.folder / "models" / f"{UNFINISHED}1" / "retrained-2.onnx"
    part.parent.mkdir()
    part.write_bytes(NETWORK)  # the gallery may know it: the next start will tell
    encrypting.change(db.folder, first)
    assert not _hits(db.folder, planted)
    assert sealed.read(part) == NETWORK


def test_two_do_not_change_it_at_once(db: Database, planted: list[bytes], first: Fresh) -> None:
    with (db.folder / "encryption.lock").open("a+") as lock:
        assert files.locked(lock)
        with pytest.raises(StartError, match="another program"):
            encrypting.change(db.folder, first)
    encrypting.change(db.folder, first)


def test_a_copy_that_cannot_be_read_goes_and_is_told(
    db: Database, planted: list[bytes], first: Fresh
) -> None:
    copy = db.folder / "backups" / "gallery-daily-1.db"
    copy.parent.mkdir(mode=0o700)
    copy.write_bytes(b"SQLite format 3\0" + bytes(4000) + NAME.encode())
    assert encrypting.change(db.folder, first) == [copy]
    assert not copy.exists()


def _laid_out(fresh: Fresh, layout: int) -> Fresh:
    """A key under which files are written as those of an earlier Kith."""
    return replace(fresh, key=replace(fresh.key, layout=layout), header=replace(fresh.header, layout=layout))


def _how(file: Path, one: Key) -> tuple[int, str]:
    """Bytes of a page, and what its HMAC is made with."""
    with closing(connect(file, one)) as connection:
        used, digest, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("cipher_use_hmac", "cipher_hmac_algorithm", "page_size")
        )
    assert used == "1"
    return int(size), digest.removeprefix("HMAC_")


def test_the_layout_of_an_earlier_kith_opens_and_a_new_key_brings_that_of_now(
    db: Database, planted: list[bytes], first: Fresh, second: Fresh
) -> None:
    folder, copy, old = db.folder, db.folder / "backups" / "gallery-daily-1.db", _laid_out(first, 1)
    files_of_it = (folder / GALLERY_FILE, copy)
    encrypting.change(folder, old)
    key.drop()
    unlocking.unlock(folder, first.code)
    with closing(Database.open(folder)) as opened:
        opened.snapshot(copy)
        assert not opened.damage()
    for file in files_of_it:
        with closing(driver.connect(file)) as connection:  # as an earlier Kith opened it
            connection.execute(f"PRAGMA key = {literal(first.key)}")
            assert connection.execute("SELECT name FROM person").fetchall() == [(NAME,)]
    encrypting.change(folder, second)
    for file in files_of_it:
        assert _how(file, second.key) == astuple(LAYOUTS[max(LAYOUTS)])
        assert not damage(file, second.key)
    key.drop()
    unlocking.unlock(folder, second.code)
    assert _names(folder) == [NAME]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_copies_are_written_as_the_gallery_and_take_its_place(
    db: Database, planted: list[bytes], first: Fresh, layout: int, tmp_path: Path
) -> None:
    fresh = _laid_out(first, layout)
    encrypting.change(db.folder, fresh)
    with closing(Database.open(db.folder)) as opened:
        opened.snapshot(tmp_path / "copy.db")
        with opened.write() as session:
            people.rename(session, 1, "Another")
        opened.take_over(tmp_path / "copy.db", lambda: None)
        with opened.read() as session:
            assert list(people.names(session).values()) == [NAME]
        for file in (opened.file, tmp_path / "copy.db"):
            assert _how(file, fresh.key) == astuple(LAYOUTS[layout])


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_wrong_byte_anywhere_is_never_taken_for_sound(
    db: Database, planted: list[bytes], first: Fresh, tmp_path: Path, layout: int
) -> None:
    first = _laid_out(first, layout)
    encrypting.change(db.folder, first)
    data, rng = (db.folder / GALLERY_FILE).read_bytes(), random.Random(1)
    file = tmp_path / "flipped.db"
    for _ in range(60):
        file.write_bytes(flipped(data, rng))
        with suppress(KithError):
            assert is_lost(file, first.key)


def _steps(work: Callable[[], object], most: int) -> int:
    """How many steps that touch the disk work takes in a child that is killed before one of them.

    Returns:
        0 if it was killed before it was done.
    """
    child = os.fork()
    if child == 0:
        left = most

        def counted(real: Callable[..., object]) -> Callable[..., object]:
            def call(*args: object, **named: object) -> object:
                nonlocal left
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                left -= 1
                return real(*args, **named)

            return call

        for where, name in _DISK:
            setattr(where, name, counted(getattr(where, name)))
        try:
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return 0 if os.WIFSIGNALED(status) else 1


@pytest.mark.slow
def test_a_kill_at_any_step_leaves_it_before_or_after(
    turn: Turn, db: Database, planted: list[bytes], first: Fresh, second: Fresh
) -> None:
    folder = db.folder
    before, after = turn
    (folder / "backups").mkdir(mode=0o700)
    with closing(Database.open(folder)) as opened:
        opened.snapshot(folder / "backups" / "gallery-daily-1.db")
    if before is not None:
        encrypting.change(folder, before)
    ends = []
    for kill_at in [*range(1, 60, 7), 60]:  # all of them would take a minute
        done = _steps(lambda: encrypting.change(folder, after), kill_at)
        key.drop()
        if (folder / header.NAME).exists():
            _unlock(folder, [one for one in (before, after) if one is not None])
        assert _names(folder) == [NAME]
        stored = header.load(folder)
        now = None if stored is None else stored.now
        assert stored is None or not stored.changing
        assert now in (before and before.header, after and after.header)
        if now is not None:
            assert not _hits(folder, planted)
        copy = folder / "backups" / "gallery-daily-1.db"
        held = None if now is None else (first if now == first.header else second).key
        assert not damage(copy, held)
        assert sealed.read(folder / "models" / "retrained-1.onnx") == NETWORK
        assert choices.load(folder / "settings.json") == CHOSEN
        ends.append(now == (after and after.header))
        if done:
            break
        if ends[-1]:
            key.hold(first.header.id, first.key)
            key.hold(second.header.id, second.key)
            encrypting.change(folder, before)
    assert ends[-1]
    assert True in ends[:-1]  # killed once it was the new one
    assert False in ends


def _fails_from(at: int, work: Callable[[], object], patch: pytest.MonkeyPatch) -> str:
    """How a change ends during which the disk refuses the call of that number and all that follow."""
    calls = count(1)

    def failing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            if next(calls) >= at:
                raise OSError(errno.EIO, "broken")
            return real(*args, **named)

        return call

    with patch.context() as disk:
        for where, name in _DISK:
            disk.setattr(where, name, failing(getattr(where, name)))
        try:
            work()
        except UnsureError:
            return "unsure"
        except KnownError:
            return "refused"
    return "saved"


@pytest.mark.slow
def test_what_is_said_where_the_disk_fails_is_so_at_the_next_start(
    db: Database, planted: list[bytes], first: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, ends = db.folder, list[str]()
    while "saved" not in ends:
        ends.append(_fails_from(1 + 2 * len(ends), lambda: encrypting.change(folder, first), monkeypatch))
        key.drop()
        if (folder / header.NAME).exists():
            _unlock(folder, [first])
        assert _names(folder) == [NAME]
        stored = header.load(folder)
        assert stored is None or not stored.changing
        assert ends[-1] == "unsure" or (stored is not None) == (ends[-1] == "saved")
        if stored is not None and ends[-1] == "unsure":
            encrypting.change(folder, None)
    assert set(ends) == {"refused", "unsure", "saved"}


@pytest.mark.slow
def test_what_was_broken_off_goes_on_to_the_end_that_was_wanted(
    turn: Turn, db: Database, planted: list[bytes], first: Fresh, second: Fresh
) -> None:
    folder = db.folder
    before, after = turn
    if before is not None:
        encrypting.change(folder, before)
    broken = 0
    for kill_at in (4, 9, 14, 19):
        _steps(lambda: encrypting.change(folder, after), kill_at)
        key.drop()
        if header.is_broken_off(folder):
            broken += 1
            _unlock(folder, [one for one in (before, after) if one is not None])
            assert encrypting.go_on(folder) == []
            stored = header.load(folder)
            assert (stored and stored.now) == (after and after.header)
        if after is not None:
            key.hold(after.header.id, after.key)
        assert _names(folder) == [NAME]
        for one in (first, second):
            key.hold(one.header.id, one.key)
        encrypting.change(folder, before)
    assert broken >= 2
    assert encrypting.go_on(folder) == []


def test_it_tells_how_far_it_is_and_stops_where_that_changes_nothing(
    db: Database, planted: list[bytes], first: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewriting, "_STEPS", 10)
    heard: list[Progress] = []
    cancel = CancelToken()

    def tell(step: Progress) -> None:
        heard.append(step)
        if step.done:
            cancel.cancel()

    with pytest.raises(Cancelled):
        encrypting.change(db.folder, first, tell, cancel)
    assert all(0 <= step.done <= step.total for step in heard)
    assert header.load(db.folder) is None
    assert _names(db.folder) == [NAME]
    assert not list(db.folder.glob(".kith-*"))


def _unlock(folder: Path, keys: list[Fresh]) -> None:
    """With whichever secret is the right one by now."""
    for fresh in keys:
        with suppress(StartError):
            unlocking.unlock(folder, fresh.code)
            return
    raise AssertionError("nothing opens it")
