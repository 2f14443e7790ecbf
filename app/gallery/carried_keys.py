"""Where the keys of copies lie beside copies that were carried elsewhere: renewed as somebody is erased.

One state for each place: which keys these are, and whether the file there may still have erased ones, as it
could not be reached. A copy seals it as any row that bears a name.
"""

import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from app.core.errors import StartError
from app.domain.bearing import Bearing
from app.gallery.models import set_state
from app.gallery.schema import StateRow
from app.keys import copy_keys
from app.keys.copy_keys import CopyKeys

_KEY = "copy_keys_at "
_BEHIND = " behind"


class _Noted(NamedTuple):
    """What is noted of a place: the identifier of its keys, as hexadecimal, and whether it may be behind."""

    id: str
    behind: bool


def place_of(key: str) -> Path | None:
    """The place that a state of that key is about; None of any other."""
    try:
        place = json.loads(key.removeprefix(_KEY)) if key.startswith(_KEY) else None
        return Path(os.fsdecode(os.fsencode(place))) if isinstance(place, str) else None
    except (ValueError, RecursionError):
        return None


def note(session: Session, place: Path, keys: CopyKeys, *, behind: bool = False) -> None:
    """Note that keys lie at a place: as they are now, or as they were earlier and may be behind."""
    _keep(session, {**_noted(session), place.absolute(): _Noted(keys.id.hex(), behind)})


def behind(session: Session) -> list[Path]:
    """Where a file may still have keys that are erased."""
    return sorted(place for place, noted in _noted(session).items() if noted.behind)


def let_go(session: Session, bears: Bearing) -> list[Path]:
    """Note places no more that bear a name; return those that still have keys that are erased."""
    noted = _noted(session)
    gone = {place for place in noted if bears(place)}
    if gone:
        _keep(session, {place: one for place, one in noted.items() if place not in gone})
    return sorted(place for place in gone if noted[place].behind)


def carry(copy: Session, now: Session) -> None:
    """Note in an earlier copy of the gallery what is noted now, too."""
    if noted := _noted(now):
        _keep(copy, _noted(copy) | noted)


def renew(session: Session, owners: Collection[int]) -> None:
    """Erase keys in the files that were written elsewhere before, where they can be reached now.

    A place where there is no such file any more is forgotten.

    Args:
        session: The unit of work.
        owners: Whose keys, by number: of all who are erased.
    """
    noted = _noted(session)
    now = {
        place: after for place, one in noted.items() if (after := _renewed(place, one, owners)) is not None
    }
    if now != noted:
        _keep(session, now)


def _renewed(place: Path, noted: _Noted, owners: Collection[int]) -> _Noted | None:
    """What is to be noted of a place; None where the file is gone."""
    try:
        if not place.is_file():
            return None if place.parent.is_dir() else noted._replace(behind=True)
        found = copy_keys.load_from(place)
        if found.id.hex() != noted.id:
            return None
        if found.tree.erase(owners):
            copy_keys.give(found, place)
    except (OSError, StartError):
        return noted._replace(behind=True)
    return noted._replace(behind=False)


def _noted(session: Session) -> dict[Path, _Noted]:
    rows = session.execute(select(StateRow.key, StateRow.value).where(_of_a_place()))
    return {
        place: _Noted(value.removesuffix(_BEHIND), value.endswith(_BEHIND))
        for key, value in rows
        if (place := place_of(key)) is not None
    }


def _keep(session: Session, noted: dict[Path, _Noted]) -> None:
    session.execute(delete(StateRow).where(_of_a_place()), execution_options={"synchronize_session": False})
    for place, one in noted.items():
        set_state(session, _KEY + json.dumps(os.fspath(place)), one.id + (_BEHIND if one.behind else ""))


def _of_a_place() -> ColumnElement[bool]:
    return StateRow.key.startswith(_KEY, autoescape=True)
