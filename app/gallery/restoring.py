"""An old entry of the journal taken back alone, as far as nothing was changed since."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.core.errors import GalleryError
from app.core.text import Text, say, say_n
from app.domain.changes import Changes
from app.domain.face import FaceState
from app.domain.names import name_key
from app.gallery import denials, journal
from app.gallery.journal import PEOPLE_FIELDS, among
from app.gallery.schema import Base, FaceRow, PersonRow, VisitRow

Fields = dict[str, tuple[Any, Any]]
"""What an entry did to the fields of a row, as (before, after)."""


class Restoring:
    """Gives the rows of one entry what they had before it, in a new entry.

    A row is restored if it still holds all that the entry left there, and stays as it is otherwise.
    """

    def __init__(self, session: Session, entry: int, label: Text) -> None:
        """Look at what there is.

        Args:
            session: An open transaction.
            entry: The one to take back; it stands and is not the newest.
            label: What it is called.
        """
        self._session, self._label = session, label
        self._rows: defaultdict[str, dict[int, Fields]] = defaultdict(dict)
        for (table, field), rows in journal.net(session, entry).items():
            for row, pair in rows.items():
                self._rows[table].setdefault(row, {})[field] = pair
        self._new = journal.begin(session, "undo", say("Undid: {change}", change=label), undoes=entry)
        self._people: dict[int, tuple[bool, int | None]] = {}
        self._look_at_people()
        self._restored: defaultdict[str, set[int]] = defaultdict(set)

    def restore(self) -> Changes:
        """Do it: people who come back first, then all that belongs to people, then people who go.

        Raises:
            GalleryError: All of it was changed since. Nothing was changed.
        """
        people = self._rows.pop("person", {})
        coming = {row: fields for row, fields in people.items() if fields.get("removed") != (True, False)}
        self._bring_back(coming)
        for table, rows in self._rows.items():
            self._restore(table, self._given(table, rows))
        self._let_go(people.keys() - coming.keys())
        count = sum(map(len, self._restored.values()))
        if not count:
            raise GalleryError(
                say("Nothing of this can be undone any more"), why=say("all of it was changed again since")
            )
        left = len(people) + sum(map(len, self._rows.values())) - count
        label = say("Undid: {change}", change=self._label)
        if left:
            label = say_n(
                "Undid: {change} ({n} thing that was changed since stays as it is)",
                "Undid: {change} ({n} things that were changed since stay as they are)",
                left,
                change=self._label,
            )
        journal.relabel(self._session, self._new, label)
        people_, faces, visits = (frozenset(self._restored[one]) for one in ("person", "face", "visit"))
        return Changes(label, people_, faces, visits=visits)

    def _bring_back(self, rows: dict[int, Fields]) -> None:
        """Restore people who were renamed, merged or removed."""
        held = self._held("person", rows)
        for person, values in held.items():
            name = values.get("name") or self._session.scalar(
                select(PersonRow.name).where(PersonRow.id == person)
            )
            comes = values.get("removed") is False
            if not comes and "name" not in values:
                continue
            free = self._free(str(name), person, numbered=comes)
            if free is None:
                continue
            named = {"name": free, "name_key": name_key(free)}  # before they are back: names are unique
            self._restore("person", {person: named | {f: v for f, v in values.items() if f not in named}})
        self._look_at_people()

    def _let_go(self, rows: Iterable[int]) -> None:
        """Take out of view people whom the entry brought in, unless they have come to own something."""
        for person in sorted(rows):
            has_face = exists().where(FaceRow.person_id == person, FaceRow.state != FaceState.REMOVED)
            has_visit = exists().where(VisitRow.person_id == person, ~VisitRow.removed)
            if not self._session.scalar(select(has_face | has_visit)):
                self._restore("person", {person: {"removed": True}})

    def _held(self, table: str, rows: dict[int, Fields]) -> dict[int, dict[str, Any]]:
        """What to give to the rows that still hold all that the entry left there, by row and field."""
        fields = sorted({field for one in rows.values() for field in one})
        model = _model(table)
        columns = [getattr(model, field) for field in fields]
        found = {}
        for row, *values in self._session.execute(select(model.id, *columns).where(among(model.id, rows))):
            now = dict(zip(fields, values, strict=True))
            if all(self._same(field, after, now[field]) for field, (_, after) in rows[row].items()):
                found[row] = {field: before for field, (before, _) in rows[row].items()}
        return found

    def _given(self, table: str, rows: dict[int, Fields]) -> dict[int, dict[str, Any]]:
        """The same for what belongs to people; left out is what would be with somebody who is gone."""
        held = self._held(table, rows)
        denied = denials.by_face(self._session, held) if table == "face" else {}
        given = {}
        for row, values in held.items():
            for field in PEOPLE_FIELDS & values.keys():
                values[field] = self._living(values[field])
            owner = values.get("person_id", -1)
            gone = any(values[field] == 0 for field in PEOPLE_FIELDS & values.keys())
            if not gone and owner not in denied.get(row, ()):
                given[row] = values
        return given

    def _restore(self, table: str, given: dict[int, dict[str, Any]]) -> None:
        """Set the fields of rows, those of one value at once."""
        alike: defaultdict[tuple[str, Any], list[int]] = defaultdict(list)
        for row, values in given.items():
            for field, value in values.items():
                alike[field, value].append(row)
        for (field, value), ids in alike.items():
            journal.set_field(self._session, self._new, getattr(_model(table), field), ids, value)
        self._restored[table] |= given.keys()

    def _look_at_people(self) -> None:
        query = select(PersonRow.id, PersonRow.removed, PersonRow.merged_into)
        self._people = {person: (removed, into) for person, removed, into in self._session.execute(query)}

    def _same(self, field: str, after: Any, now: Any) -> bool:
        """Whether a field holds what the entry left there, or whom that was merged into."""
        if field in PEOPLE_FIELDS and field != "merged_into" and after is not None:
            return bool(now == after or now == self._living(after))
        return bool(now == after)

    def _living(self, person: int | None) -> int | None:
        """Who somebody is now: whom they were merged into, or 0 where they are gone."""
        while person is not None:
            removed, into = self._people.get(person, (True, None))
            if not removed:
                return person
            if into is None:
                return 0
            person = into
        return None

    def _free(self, name: str, person: int, *, numbered: bool) -> str | None:
        """The name, if nobody else bears it; else, if asked, with the first number that makes it free."""
        number = 1
        while True:
            wanted = name if number == 1 else f"{name} {number}"
            taken = exists().where(
                PersonRow.name_key == name_key(wanted), ~PersonRow.removed, PersonRow.id != person
            )
            if not self._session.scalar(select(taken)):
                return wanted
            if not numbered:
                return None
            number += 1


def _model(table: str) -> Any:
    return next(one.class_ for one in Base.registry.mappers if one.class_.__tablename__ == table)
