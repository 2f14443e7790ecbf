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
from app.gallery.schema import FaceRow, PersonRow, PhotoRow

_CLEAR = 0.5
"""Overall quality from which on a face is a clear one, 0 to 1."""


def find(session: Session, wanted: PhotoFilter) -> FoundPhotos:
    """Find the photos that meet a filter, the newest first, and who is in them."""
    conditions = list(_conditions(wanted))
    failed = PhotoRow.failure.is_not(None)
    query = select(PhotoRow.id, TAKEN, failed).where(*conditions).order_by(TAKEN.desc(), PhotoRow.id.desc())
    rows = session.connection().execute(query).all()
    photos, taken, unread = zip(*rows, strict=True) if rows else ((),) * 3
    return FoundPhotos(
        np.array(photos, np.int64),
        np.array(taken, np.int64) // 1_000_000_000,
        np.array(unread, np.bool_),
        tuple(_people(session, conditions)),
    )


def _people(session: Session, conditions: list[ColumnElement[bool]]) -> Iterator[tuple[int, int]]:
    """Who is in the photos that meet these conditions, with how many, most first."""
    count = func.count(FaceRow.photo_id.distinct())
    query = (
        select(FaceRow.person_id, count)
        .join(PersonRow, PersonRow.id == FaceRow.person_id)
        .where(FaceRow.state == FaceState.ACTIVE, FaceRow.photo_id.is_not(None), ~PersonRow.removed)
        .group_by(FaceRow.person_id)
        .order_by(count.desc(), FaceRow.person_id)
    )
    if conditions:
        query = query.where(FaceRow.photo_id.in_(select(PhotoRow.id).where(*conditions)))
    for person, photos in session.connection().execute(query):
        if person is not None:
            yield person, photos


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
