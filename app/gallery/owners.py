"""Whom each row of a gallery is about: under whose keys a copy of it is sealed.

A row goes with a person or face that it is, or refers to, and with people whose names stand in its paths and
sentences. A face, with all that is its own, goes with whose it is, too. A photo, and each further place of
it, goes with its last face; a sentence of the journal goes with those whom it names.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy.dialects import sqlite

from app.core.text import NOTHING, Text
from app.domain.bearing import Bearers
from app.gallery import carried_keys, sums
from app.gallery.columns import FilePath, Sentence
from app.gallery.journal import PEOPLE_FIELDS
from app.gallery.traces import NOWHERE, WORDLESS
from app.keys.copy_keys import Kind, number

Row = Mapping[str, Any]


class Sealing(NamedTuple):
    """A row as a copy holds it.

    Attributes:
        owners: The keys that it takes, by number.
        row: The row, as it is with them.
        spare: Whether it is to be had only where no other form of it is.
    """

    owners: frozenset[int]
    row: Row
    spare: bool = False


_TARGETS: Mapping[str, Kind] = {"person": "person", "face": "face"}
_NAMED_IN = {
    "photo": ("path", "failure"),
    "copy": ("path",),
    "folder": ("path",),
    "visit": ("source",),
    "model": ("name",),
    "journal": ("label",),
    "journal_change": ("before", "after"),
    "state": ("key",),
}
"""Columns that may bear names."""
_NOBODY = frozenset[int]()
_DIALECT = sqlite.dialect()
_PATH, _SENTENCE = FilePath(), Sentence()
_KEPT_WITHOUT: Mapping[str, Mapping[str, Any]] = {
    "model": {"name": "-"},
    "journal": {"label": _SENTENCE.process_bind_param(WORDLESS, _DIALECT)},
}
"""What rows to which others refer have in an open copy, where they bear names."""


class Owners:
    """Whom the rows of one gallery are about."""

    def __init__(self, connection: Any) -> None:
        """Learn who bears which name.

        Args:
            connection: The driver's own, to the gallery.
        """
        self._columns = _references(connection)
        living = [name for (name,) in connection.execute("SELECT name FROM person WHERE NOT removed")]
        self._bearers = Bearers(_names(connection), living)

    def of_face(self, face: int, person: int | None, table: str, row: Row) -> list[Sealing]:
        """How a copy keeps a row that goes with a face: its own, or that of its photo or a place of that.

        Args:
            face: The face.
            person: Whose it is.
            table: Where the row stands.
            row: The row.
        """
        own = {number("face", face)} | ({number("person", person)} if person is not None else set())
        named = self._named(table, row)
        whole = Sealing(frozenset(own | named), row)
        if not named or table != "photo":
            return [whole]
        return [Sealing(frozenset(own), _without(row, _nowhere(row)), spare=True), whole]

    def of(self, table: str, row: Row) -> tuple[Row | None, list[Sealing]]:
        """How a copy keeps any other row: as it lies open, or None; and sealed, to be put in its place."""
        named = self._named(table, row)
        if named and table in _KEPT_WITHOUT:
            return _without(row, _KEPT_WITHOUT[table]), [Sealing(named, row)]
        owners = named | self._own(table, row)
        return (None, [Sealing(owners, row)]) if owners else (row, [])

    def _own(self, table: str, row: Row) -> frozenset[int]:
        """Those that a row is, or refers to."""
        columns = self._columns.get(table, ())
        found = {number(kind, row[name]) for name, kind in columns if isinstance(row[name], int)}
        if table == "journal_change":
            if row["table_name"] in _TARGETS:
                found.add(number(_TARGETS[row["table_name"]], row["row_id"]))
            if row["field"] in PEOPLE_FIELDS:
                values = (_value(row[side]) for side in ("before", "after"))
                found |= {number("person", value) for value in values if isinstance(value, int)}
        return frozenset(found)

    def _named(self, table: str, row: Row) -> frozenset[int]:
        """Those whose names stand in a row."""
        if table not in _NAMED_IN:
            return _NOBODY
        found: set[int] = set()
        for column in _NAMED_IN[table]:
            found |= self._bearers(_said(column, row.get(column)))
        return frozenset(number("person", person) for person in found)


def _references(connection: Any) -> dict[str, list[tuple[str, Kind]]]:
    """The columns that hold people and faces, by table."""
    found: dict[str, list[tuple[str, Kind]]] = {}
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        references = connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
        columns = [(column, _TARGETS[to]) for _, _, to, column, *_ in references if to in _TARGETS]
        if table in _TARGETS:
            columns.append(("id", _TARGETS[table]))
        if columns:
            found[table] = columns
    return found


def _names(connection: Any) -> dict[int, Collection[str]]:
    """All names that people bear or ever bore."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for person, name in connection.execute("SELECT id, name FROM person"):
        found[person].add(name)
    changes = (
        "SELECT row_id, before, after FROM journal_change WHERE table_name = 'person' AND field = 'name'"
    )
    for person, *sides in connection.execute(changes):
        found[person].update(value for value in map(_value, sides) if isinstance(value, str))
    return dict(found)


def _value(stored: Any) -> Any:
    """A value of the journal; None of a damaged one."""
    try:
        return json.loads(stored)
    except (TypeError, ValueError, RecursionError):
        return None


def _said(column: str, stored: Any) -> str | Path | Text:
    """What a column says."""
    said: Any
    if column == "path":
        said = _PATH.process_result_value(stored, _DIALECT) if isinstance(stored, bytes) else stored
    elif column in ("label", "failure"):
        said = _SENTENCE.process_result_value(stored, _DIALECT) if isinstance(stored, str) else stored
    elif column == "key":
        said = carried_keys.place_of(stored) if isinstance(stored, str) else stored
    else:
        said = _value(stored) if column in ("before", "after") else stored
    return said if isinstance(said, str | Path) else NOTHING


def _nowhere(photo: Row) -> Row:
    """What a photo has whose place is not to be told."""
    path = _PATH.process_bind_param(NOWHERE / f"photo {photo['id']}", _DIALECT)
    return {"path": path, "failure": None, "complete": 0}


def _without(row: Row, instead: Row) -> Row:
    """A row with other values."""
    values = {**row, **instead}
    return {**values, "checksum": sums.total(values)}
