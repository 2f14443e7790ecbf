"""Where the keys of copies lie beside copies that were carried elsewhere: renewed as somebody is erased.

What is noted of each place is whether the file there still has erased keys, as it could not be reached.
"""

import json
import os
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import StartError
from app.domain.bearing import Bearing
from app.gallery.models import set_state
from app.gallery.schema import StateRow
from app.keys import copy_keys

_KEY = "copy_keys_at"


def note(session: Session, place: Path) -> None:
    """Note that the keys lie at a place, as they are now."""
    _keep(session, {**_noted(session), place.absolute(): False})


def behind(session: Session) -> list[Path]:
    """Where a file still has keys that are erased."""
    return sorted(place for place, late in _noted(session).items() if late)


def let_go(session: Session, bears: Bearing) -> list[Path]:
    """Note places no more that bear a name; return those that still have keys that are erased."""
    noted = _noted(session)
    gone = {place for place in noted if bears(place)}
    if gone:
        _keep(session, {place: late for place, late in noted.items() if place not in gone})
    return sorted(place for place in gone if noted[place])


def carry(copy: Session, now: Session) -> None:
    """Note in an earlier copy of the gallery what is noted now, too."""
    if noted := _noted(now):
        _keep(copy, _noted(copy) | noted)


def renew(session: Session, folder: Path) -> None:
    """Put the keys of a data folder, as they are now, where they were written before, and can be now.

    A place where there is no such file any more is forgotten.

    Raises:
        LockedError: The gallery's key is not here.
        StartError: The keys cannot be read.
    """
    noted = _noted(session)
    keys = copy_keys.load(folder) if noted else None
    if keys is not None:
        now = {place: late for place in noted if (late := _renewed(place, keys)) is not None}
        if now != noted:
            _keep(session, now)


def _renewed(place: Path, keys: copy_keys.CopyKeys) -> bool | None:
    """Whether a file stays behind; None where it is gone."""
    try:
        if not place.is_file():
            return None if place.parent.is_dir() else True
        found = copy_keys.load_from(place)
        if found.id != keys.id:
            return None
        if found.written() != keys.written():
            copy_keys.give(keys, place)
    except (OSError, StartError):
        return True
    return False


def _noted(session: Session) -> dict[Path, bool]:
    stored = session.scalar(select(StateRow.value).where(StateRow.key == _KEY))
    try:
        found = dict(json.loads(stored or "{}"))
    except (TypeError, ValueError):
        return {}
    return {Path(os.fsdecode(os.fsencode(place))): bool(late) for place, late in found.items()}


def _keep(session: Session, noted: dict[Path, bool]) -> None:
    set_state(session, _KEY, json.dumps({os.fspath(place): late for place, late in noted.items()}))
