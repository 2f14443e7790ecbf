"""What lies between rows is zeroed, and no row with it."""

import random
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.gallery import gaps
from app.gallery.sqlite import connect

_ALL = "SELECT id, name, image FROM t ORDER BY id"


def _fill_and_empty(connection: Any, rng: random.Random) -> list[bytes]:
    """Add rows, delete half of them in between, and return what no row holds any more."""
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, image BLOB)")
    connection.execute("CREATE INDEX named ON t (name)")
    there, gone = {}, []
    connection.execute("BEGIN")
    for i in range(1500):
        there[i] = f"{rng.getrandbits(64):016x}"
        image = bytes([i % 251]) * rng.choice([20, 300])
        connection.execute("INSERT INTO t VALUES (?, ?, ?)", (i, there[i], image))
        if i % 2:
            one = rng.choice(list(there))
            connection.execute("DELETE FROM t WHERE id = ?", (one,))
            gone.append(there.pop(one).encode())
    connection.execute("COMMIT")
    return gone


@pytest.mark.parametrize("page_size", [512, 4096])
def test_nothing_deleted_is_left_and_no_row_is_harmed(tmp_path: Path, page_size: int) -> None:
    file = tmp_path / "t.db"
    with closing(connect(file)) as connection:
        connection.execute(f"PRAGMA page_size = {page_size}")
        connection.execute("PRAGMA secure_delete = OFF")  # more is left than in a gallery ever
        gone = _fill_and_empty(connection, random.Random(page_size))
        rows = connection.execute(_ALL).fetchall()
    assert sum(name in file.read_bytes() for name in gone) > 100
    assert gaps.zeroed(file)
    assert not any(name in file.read_bytes() for name in gone)
    with closing(connect(file)) as connection:
        assert connection.execute(_ALL).fetchall() == rows
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_what_is_no_plain_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "t.db"
    for content in (b"", b"x" * 5000, b"SQLite format 3\0" + bytes(20)):
        file.write_bytes(content)
        assert not gaps.zeroed(file)
        assert file.read_bytes() == content
    assert not gaps.zeroed(tmp_path / "gone.db")


def test_a_page_that_makes_no_sense_has_no_gaps_outside() -> None:
    rng = random.Random(0)
    found: list[gaps.Span] = []
    for _ in range(500):
        head = b"".join(rng.randrange(most).to_bytes(2) for most in (600, 200, 600))
        rest = b"".join(rng.randrange(600).to_bytes(2) for _ in range(253))
        found += gaps.gaps(bytes([rng.choice([2, 5, 10, 13])]) + head + b"\0" + rest[:504], 0, 512)
    assert len(found) > 300
    assert all(start >= 8 and end <= 512 for start, end in found)
