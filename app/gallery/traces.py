"""Names of people who are forgotten, wherever else they stand: in paths, addresses and what was done."""

import json
from collections.abc import Collection, Iterable
from pathlib import Path

from sqlalchemy import Text as TextColumn
from sqlalchemy import delete, select, type_coerce, update
from sqlalchemy.orm import Session

from app.core.text import NOTHING, say, say_n
from app.domain.bearing import Bearing
from app.domain.changes import Changes
from app.domain.erasure import Erasure
from app.domain.names import name_key
from app.gallery import carried_keys, copies, library, photos
from app.gallery.journal import among, has_changes
from app.gallery.schema import FaceRow, JournalChange, JournalRow, ModelRow, PhotoRow, VisitRow

NOWHERE = Path("/dev/null")
"""A photo without a place lies below this, where no file can be, until its content is found again."""
WORDLESS = say("Changed something about somebody who was forgotten")
"""What is said of a change in whose sentence somebody stood."""


def erase_traces(session: Session, names: Iterable[str], bears: Bearing) -> Erasure:
    """Erase names that nobody bears any more from what is kept of others.

    A photo at a place that bears one is forgotten; where somebody said something of other faces in it, only
    its place is. Folders of the library at such a place are let go: read again, they would bring it back.

    Args:
        session: The unit of work.
        names: The names.
        bears: Finds them.
    """
    copies.forget(session, filter(bears, copies.everywhere(session)))
    folders = [path for path in library.folders(session) if bears(path)]
    for folder in folders:
        library.forget(session, folder)
    for source in filter(bears, set(session.scalars(select(VisitRow.source).distinct()))):
        session.execute(update(VisitRow).where(VisitRow.source == source).values(source="-"))
    _out_of_journal(session, names, bears)
    models = sum(map(bears, session.scalars(select(ModelRow.name))))
    named = say_n("{n} model bears the name: rename it", "{n} models bear the name: rename them", models)
    kept = carried_keys.let_go(session, bears)
    left = [named] if models else []
    left += [say("{path} still has their keys of copies: delete it", path=path) for path in kept]
    return _out_of_photos(session, bears) | Erasure(folders=len(folders), left=tuple(left))


def _out_of_photos(session: Session, bears: Bearing) -> Erasure:
    rows = session.execute(select(PhotoRow.id, PhotoRow.path, PhotoRow.failure))
    found = [row.id for row in rows if bears(row.path) or bears(row.failure or NOTHING)]
    before = set(session.scalars(select(FaceRow.id).where(among(FaceRow.photo_id, found))))
    kept = [photo for photo in found if not photos.discard(session, photo)]
    for photo in kept:
        photos.hold(session, photo, path=NOWHERE / f"photo {photo}", complete=False)
    gone = before - set(session.scalars(select(FaceRow.id).where(among(FaceRow.photo_id, kept))))
    return Erasure(Changes(faces=frozenset(gone), photos=frozenset(found)), placeless=len(kept))


def _out_of_journal(session: Session, names: Iterable[str], bears: Bearing) -> None:
    """Take names that somebody else bore out of what can be undone, and all out of what is said of it."""
    change = JournalChange
    keys = {json.dumps(one) for name in names for one in (name, name_key(name))}
    named = (change.table_name == "person") & change.field.in_(["name", "name_key"])
    values = (type_coerce(column, TextColumn).in_(keys) for column in (change.before, change.after))
    for value in values:
        session.execute(delete(change).where(named, value), execution_options={"synchronize_session": False})
    rows = session.execute(select(JournalRow.id, JournalRow.label))
    _relabel(session, [row.id for row in rows if bears(row.label)])


def _relabel(session: Session, entries: Collection[int]) -> None:
    wordless = update(JournalRow).where(among(JournalRow.id, entries)).values(label=WORDLESS)
    session.execute(wordless, execution_options={"synchronize_session": False})
    empty = delete(JournalRow).where(among(JournalRow.id, entries), ~has_changes())
    session.execute(empty, execution_options={"synchronize_session": False})
