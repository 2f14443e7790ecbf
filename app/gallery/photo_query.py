"""Photos by who is in them, when they were taken, where they lie and what is known of them."""

import os
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import numpy as np
from sqlalchemy import ColumnElement, LargeBinary, Select, func, select, type_coerce
from sqlalchemy.orm import Session

from app.domain.face import FaceState
from app.domain.photo_filter import FoundPhotos, PhotoFilter
from app.gallery.capture_times import TAKEN
from app.gallery.records import Ids
from app.gallery.schema import FaceRow, PersonRow, PhotoRow

_CLEAR = 0.5
"""Overall quality from which on a face is a clear one, 0 to 1."""


def find(session: Session, wanted: PhotoFilter) -> FoundPhotos:
    """Find the photos that meet a filter, the newest first, and who is in them."""
    lasts = func.coalesce(PhotoRow.seconds, -1)
    line = func.printf("%d %d %d %d", PhotoRow.id, TAKEN, PhotoRow.failure.is_not(None), lasts)
    lines = session.scalar(select(func.group_concat(line, " ")).where(*_conditions(wanted)))
    rows = _numbers(lines).reshape(-1, 4)
    photos, taken, unread, seconds = rows[np.lexsort((-rows[:, 0], -rows[:, 1]))].T.copy()
    return FoundPhotos(photos, taken // 1_000_000_000, unread > 0, seconds, _people(session, photos))


def _people(session: Session, photos: Ids) -> tuple[tuple[int, int], ...]:
    """Who is in these photos, with in how many, most first."""
    query = (
        select(FaceRow.person_id, func.group_concat(FaceRow.photo_id, " "))
        .join(PersonRow, PersonRow.id == FaceRow.person_id)
        .where(FaceRow.state == FaceState.ACTIVE, FaceRow.photo_id.is_not(None), ~PersonRow.removed)
        .group_by(FaceRow.person_id)
    )
    rows = session.connection().execute(query).all()
    people = np.array([person for person, _ in rows], np.int64)
    owner = np.repeat(people, [lines.count(" ") + 1 for _, lines in rows])
    shown = _numbers(" ".join(lines for _, lines in rows))
    there = np.isin(shown, photos)
    owner = owner[there][np.unique(np.stack([owner, shown])[:, there], axis=1, return_index=True)[1]]
    found, counts = np.unique(owner, return_counts=True)
    order = np.lexsort((found, -counts))
    return tuple(zip(found[order].tolist(), counts[order].tolist(), strict=True))


def _numbers(lines: str | None) -> Ids:
    """The numbers in a text: one text is read many times faster than a row for each number."""
    return np.fromstring(lines or "", np.int64, sep=" ")


def _conditions(wanted: PhotoFilter) -> Iterator[ColumnElement[bool]]:
    clear = (FaceRow.overall >= _CLEAR,) if wanted.clear else ()
    for person in sorted(wanted.people):
        yield PhotoRow.id.in_(_showing(FaceRow.person_id == person, *clear))
    for person in sorted(wanted.without):
        yield PhotoRow.id.not_in(_showing(FaceRow.person_id == person))
    if wanted.unnamed:
        yield PhotoRow.id.in_(_showing(FaceRow.person_id.is_(None)))
    if wanted.clear and not wanted.people:
        yield PhotoRow.id.in_(_showing(*clear))
    if wanted.since is not None:
        yield _nanoseconds(wanted.since) <= TAKEN
    if wanted.until is not None:
        yield _nanoseconds(wanted.until + timedelta(days=1)) > TAKEN
    if wanted.folder is not None:
        start = os.path.join(os.fsencode(wanted.folder), b"")  # noqa: PTH118 - bytes, as paths are stored
        yield func.substr(type_coerce(PhotoRow.path, LargeBinary), 1, len(start)) == start
    if wanted.failed:
        yield PhotoRow.failure.is_not(None)


def _showing(*conditions: ColumnElement[bool]) -> Select[int | None]:
    """The photos with an active face that meets these conditions."""
    return select(FaceRow.photo_id).where(
        FaceRow.state == FaceState.ACTIVE, FaceRow.photo_id.is_not(None), *conditions
    )


def _nanoseconds(day: date) -> int:
    """When a day begins, in local time."""
    return int(datetime.combine(day, time()).astimezone().timestamp()) * 1_000_000_000
