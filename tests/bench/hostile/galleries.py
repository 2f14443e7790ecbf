"""Galleries that somebody else made: opened as one's own, restored as a copy, brought in as a library."""

import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from app.core.paths import GALLERY_FILE
from app.gallery import sums
from app.gallery.sqlite import connect
from tests.bench.hostile.sandbox import Case, Place
from tests.bench.hostile.texts import DEEP, NAMES

Spoil = Callable[[Path, Place], object]
"""Does something to the file of a gallery."""


def _told(*statements: str, **values: Any) -> Spoil:
    """Statements on a gallery, after which each row counts as sound; {canary} and {outside} are places."""

    def spoil(file: Path, place: Place) -> None:
        with closing(connect(file, foreign_keys=False)) as db:
            for statement in statements:
                text = statement.replace("{canary}", str(place.canary)).replace(
                    "{outside}", str(place.outside)
                )
                db.execute(text, {name: one for name, one in values.items() if f":{name}" in text})
            sums.stamp(db, {})
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    return spoil


def _sentence(**data: Any) -> str:
    return json.dumps(data)


_LEVELS = "t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t)"
_PROGRAMS = {
    "a trigger that writes": "CREATE TRIGGER x AFTER INSERT ON journal BEGIN UPDATE person SET name = 'Eve'; END",
    "a trigger that deletes": "CREATE TRIGGER x BEFORE UPDATE ON state BEGIN DELETE FROM face; END",
    "a trigger that stops": "CREATE TRIGGER x BEFORE INSERT ON written BEGIN SELECT RAISE(ABORT, 'no'); END",
    "a trigger called as ours": "CREATE TRIGGER person_sum AFTER INSERT ON person BEGIN DELETE FROM person; END",
    "a view": "CREATE VIEW x AS SELECT * FROM person",
    "a view without end": f"CREATE VIEW x AS WITH RECURSIVE {_LEVELS} SELECT * FROM t",
    "a view that loads": "CREATE VIEW x AS SELECT load_extension('{outside}/x.so')",
    "a virtual table": "CREATE VIRTUAL TABLE x USING fts5(y)",
    "an index that computes": "CREATE INDEX x ON person (zeroblob(10000000))",
    "an index of long texts": "CREATE INDEX x ON person (printf('%.*c', 1000000, name))",
    "a table more": "CREATE TABLE x (y)",
    "a table with a name of SQL": 'CREATE TABLE "x""; DROP TABLE person; --" (y)',
    "a table that checks": "CREATE TABLE x (y CHECK (y > printf('%.*c', 100000000, 'x')))",
}
_WEIGHTS = {
    "above": "../outside/victim.onnx",
    "at a root": "{outside}/victim.safetensors",
    "a device": "/dev/zero",
    "the gallery": GALLERY_FILE,
    "a folder": ".",
    "NUL": "models/x' || char(0) || 'y",
}
_LABELS = {
    "escape codes": _sentence(text="\x1b[2Jowned"),
    "wide": _sentence(text="{n:>999999999}", values={"n": "x"}),
    "wide, a number": _sentence(text="{n}", values={"n": {"number": 1, "digits": 999999999}}),
    "a negative number": _sentence(text="{n}", values={"n": {"number": 1, "digits": -5}}),
    "attributes": _sentence(text="{n.__class__.__mro__} {n[0]}", values={"n": "x"}),
    "no value": _sentence(text="{n} {missing}", values={"n": "x"}),
    "no template": _sentence(text=5, values={"n": "x"}),
    "an open brace": _sentence(text="{n", values={"n": "x"}),
    "a plural": _sentence(text="x", plural="{n:>999999999}", n=5, values={"n": 5}),
    "a far day": _sentence(text="{n}", values={"n": {"at": "99999-99-99"}}),
    "infinite": '{"text": "{n}", "values": {"n": {"number": 1e999, "digits": 0}}}',
    "no number": '{"text": "{n}", "values": {"n": {"number": NaN, "digits": 2, "sign": true}}}',
    "a long number": '{"text": "{n}", "values": {"n": %s}}' % ("9" * 5000),
    "deep": DEEP,
    "a list": "[1, 2]",
    "texts in texts": '{"text": "{n}", "values": {"n": ' * 400 + '{"text": ""}' + "}}" * 400,
    "markup": _sentence(text="[bold]{n}[/]", values={"n": "[link=file:///etc/passwd]x[/]"}),
}
_COLUMNS = {
    "person": ("name", "name_key", "created_at", "merged_into", "removed"),
    "face": ("person_id", "x", "overall", "state", "landmarks"),
    "embedding": ("vector", "length", "model_id"),
    "chip": ("image", "landmarks"),
    "model": ("name", "backbone", "dimension", "thresholds", "metrics", "preprocessing", "created_at"),
    "journal": ("kind", "label", "at", "undone_at"),
    "state": ("value",),
}
_VALUES: dict[str, Any] = {
    "a number": 1 << 62,
    "a negative": -1,
    "a text": "x",
    "bytes": b"\xff\x00\xfe",
    "infinity": float("inf"),
    "10 MB": b"x" * 10_000_000,
    "JSON": '{"a": [1]}',
    "deep": DEEP,
}


def _spoilt() -> Iterator[tuple[str, Spoil]]:
    for name, statement in _PROGRAMS.items():
        yield name, _told(statement)
    for name, path in _WEIGHTS.items():
        yield f"weights {name}", _told(f"UPDATE model SET weights_path = '{path}' WHERE id = 'other'")
    active = "INSERT OR REPLACE INTO state (key, value) VALUES ('active_model', 'other')"
    yield "weights above, in use", _told(f"UPDATE model SET weights_path = '{_WEIGHTS['above']}'", active)
    for name, label in _LABELS.items():
        yield f"a label: {name}", _told("UPDATE journal SET label = :label", label=label)
    for name, text in NAMES.items():
        kept = text.encode("utf-8", "surrogatepass")
        yield (
            f"called {name}",
            _told("UPDATE person SET name = CAST(:name AS TEXT), name_key = 'x' WHERE id = 1", name=kept),
        )
        yield (
            f"a folder at {name}",
            _told("INSERT OR REPLACE INTO folder (path, watched) VALUES (CAST(:path AS BLOB), 0)", path=kept),
        )
    for table, names in _COLUMNS.items():
        for column in names:
            for name, value in _VALUES.items():
                yield f"{table}.{column}: {name}", _either(table, column, value)
    for revision in ("9999", "0001", "", "0020'; DROP TABLE person;--", "head", "0010", DEEP[:100]):
        yield f"revision {revision[:12]!r}", _told("UPDATE alembic_version SET version_num = :r", r=revision)
    yield "two revisions", _told("INSERT INTO alembic_version VALUES ('0001')")
    yield "of another program", _told("PRAGMA application_id = 77")
    yield "without people", _told("DROP TABLE person")
    yield (
        "merged in a circle",
        _told(
            "UPDATE person SET merged_into = 2, removed = 1 WHERE id = 1",
            "UPDATE person SET merged_into = 1, removed = 1 WHERE id = 2",
        ),
    )
    yield "models in a circle", _told("UPDATE model SET parent_id = id")
    yield "counters at their end", _told("UPDATE sqlite_sequence SET seq = 9223372036854775807")
    yield "faces of nobody", _told("UPDATE face SET person_id = 99")


def _either(table: str, column: str, value: Any) -> Spoil:
    """Set a column, where there is such a one and it takes the value."""

    def spoil(file: Path, place: Place) -> None:
        try:
            _told(f'UPDATE "{table}" SET "{column}" = :v', v=value)(file, place)
        except Exception:  # noqa: BLE001 - a constraint of the table: then the row has another one
            _told(f'UPDATE OR IGNORE "{table}" SET "{column}" = :v', v=value)(file, place)

    return spoil


def _in_place(put: Callable[[Path], object]) -> Spoil:
    def spoil(file: Path, _: Place) -> None:
        file.unlink()
        put(file)

    return spoil


def _damaged() -> Iterator[tuple[str, Spoil]]:
    """Files that are no database, or are one that lies."""

    def at(place_in_file: int, data: bytes) -> Spoil:
        def spoil(file: Path, _: Place) -> None:
            with file.open("r+b") as opened:
                opened.seek(place_in_file)
                opened.write(data)

        return spoil

    yield "pages of 1 byte", at(16, b"\0\1")
    yield "pages of 512 bytes", at(16, b"\2\0")
    yield "reserved bytes", at(20, b"\xff")
    yield "a file format of 9", at(18, b"\x09\x09")
    yield "a size of 4 billion pages", at(28, b"\xff\xff\xff\xff")
    yield "a free list in a circle", at(32, b"\0\0\0\1\0\0\0\1")
    yield "UTF-16", at(56, b"\0\0\0\2")
    yield "a schema in a circle", at(100, b"\5\0\0\0\1\0\0\0\0\0\0\1")
    yield "cut off", lambda file, place: os.truncate(file, 5000)
    yield "empty", lambda file, place: os.truncate(file, 0)
    yield "zeros", lambda file, place: file.write_bytes(bytes(100_000))
    yield "text", lambda file, place: file.write_text("Dear diary\n" * 1000)
    yield "a database of others", lambda file, place: _foreign(file)
    yield (
        "a log of another",
        lambda file, place: Path(f"{file}-wal").write_bytes(b"\x37\x7f\x06\x82" + b"x" * 8192),
    )
    yield (
        "a journal of another",
        lambda file, place: Path(f"{file}-journal").write_bytes(
            b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\xff" * 8192
        ),
    )
    kinds: dict[str, Callable[[Path], object]] = {
        "a pipe": os.mkfifo,
        "a folder": lambda path: path.mkdir(),
        "zeros without end": lambda path: path.symlink_to("/dev/zero"),
        "a link to itself": lambda path: path.symlink_to(path.name),
    }
    for name, put in kinds.items():
        yield name, _in_place(put)


def _foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as db, db:
        db.executescript("CREATE TABLE users (name, password); INSERT INTO users VALUES ('root', 'x')")


_USES: list[list[Any]] = [
    ["people", "--json"],
    ["history"],
    ["models"],
    ["rename", "Bob", "Rob"],
    ["undo"],
    ["models", "export", "Other", "OUT/x.onnx"],
    ["models", "delete", "Other"],
    ["library"],
    ["access", "--verify"],
    ["export", "table", "OUT/x.csv"],
    ["export", "photos", "OUT"],
    ["export", "xmp"],
    ["backup", "OUT/copy.db"],
    ["forget", "Cid"],
]


def _words(place: Place, words: list[Any]) -> list[Any]:
    return [str(one).replace("OUT", str(place.out)) for one in words]


def own() -> Iterator[Case]:
    """Such a gallery in the data folder: looked at, changed, exported, checked and repaired."""
    for number, (name, spoil) in enumerate([*_spoilt(), *_damaged()]):
        often = number % 8 == 0  # it takes seconds

        def make(place: Place, spoil: Spoil = spoil, often: bool = often) -> list[list[Any]]:
            spoil(place.data / GALLERY_FILE, place)
            checked = [["doctor", "--repair"]] if often else []
            return [_words(place, words) for words in [*_USES, *checked]]

        yield Case("galleries", name, make)


def _taken(place: Place, spoil: Spoil) -> Path:
    """A spoilt copy of the gallery in the folder of what is given."""
    file = place.here / "copy.db"
    shutil.copy(place.data / GALLERY_FILE, file)
    spoil(file, place)
    return file


def copies() -> Iterator[Case]:
    """Such a gallery as a copy that is restored; what it brought is used then."""
    for name, spoil in [*_spoilt(), *_damaged()]:

        def make(place: Place, spoil: Spoil = spoil) -> list[list[Any]]:
            restore = ["restore", _taken(place, spoil)]
            return [restore, *(_words(place, _USES[n]) for n in (0, 1, 5, 6))]

        yield Case("copies", name, make)


def libraries() -> Iterator[Case]:
    """Such a gallery in a library of somebody else's."""
    for name, spoil in [*_spoilt(), *_damaged()]:

        def make(place: Place, spoil: Spoil = spoil) -> list[list[Any]]:
            copy = _taken(place, spoil)
            file = place.here / "other.kith"
            with zipfile.ZipFile(file, "w") as archive:
                archive.writestr("kith.json", '{"format": 1}')
                if copy.is_file() and not copy.is_symlink():
                    archive.write(copy, GALLERY_FILE)
            copy.rename(place.outside / "copy.db")
            return [["import-library", file, "--dry-run"], ["import-library", file]]

        yield Case("libraries", name, make)
