"""Photos: which files were read, as what, and with which faces."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, delete, func, select, true, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from app.core.text import NOTHING, Text, say
from app.domain.changes import Changes
from app.domain.face import FaceState, Origin
from app.domain.photo import Photo
from app.gallery import copies, faces, journal
from app.gallery.journal import among
from app.gallery.paths import is_among, is_below
from app.gallery.records import NewFace, PhotoFile
from app.gallery.schema import AnswerRow, DenialRow, FaceRow, JournalChange, PhotoRow, now

_COLUMNS = tuple(getattr(PhotoRow, name) for name in Photo.__dataclass_fields__ if name != "faces")


def lookup(session: Session, path: Path) -> Photo | None:
    """Return what the gallery knows of the photo at a path (compared byte for byte), or None."""
    row = session.execute(select(*_COLUMNS).where(PhotoRow.path == path)).one_or_none()
    return None if row is None else Photo(*row)


def at(session: Session, paths: Iterable[Path]) -> dict[Path, Photo]:
    """Return what the gallery knows of the photos at these paths."""
    found: dict[Path, Photo] = {}
    for there in is_among(PhotoRow.path, paths):
        rows = session.execute(select(*_COLUMNS).where(there))
        found |= {photo.path: photo for photo in (Photo(*row) for row in rows)}
    return found


def paths(session: Session) -> list[Path]:
    """List where all photos lie."""
    return list(session.scalars(select(PhotoRow.path).order_by(PhotoRow.id)))


def by_content(session: Session, file: PhotoFile) -> Photo | None:
    """Return the photo whose file holds the same bytes, wherever it lies, or None; the one known longest.

    Where there is none, the photo that shows the same with other tags counts too.
    """
    conditions = [PhotoRow.sha256 == file.sha256]
    if file.pixels is not None:
        conditions.append((PhotoRow.pixels == file.pixels) & (PhotoRow.turn == file.turn))
    for same in conditions:
        read = select(*_COLUMNS).where(same, PhotoRow.failure.is_(None))
        row = session.execute(read.order_by(PhotoRow.id).limit(1)).one_or_none()
        if row is not None:
            return Photo(*row)
    return None


def of_sizes(session: Session, sizes: Collection[int]) -> list[Photo]:
    """List the photos whose files have one of these sizes in bytes, those known longest first."""
    rows = session.execute(
        select(*_COLUMNS)
        .where(among(PhotoRow.size, sizes), PhotoRow.sha256.is_not(None), PhotoRow.failure.is_(None))
        .order_by(PhotoRow.id)
    )
    return [Photo(*row) for row in rows]


def get(session: Session, photo_id: int) -> Photo | None:
    """Return a photo by its identifier, or None."""
    row = session.execute(select(*_COLUMNS).where(PhotoRow.id == photo_id)).one_or_none()
    return None if row is None else Photo(*row)


def of_faces(session: Session, face_ids: Collection[int]) -> dict[int, int]:
    """Return the photo of each of these faces that has one."""
    query = select(FaceRow.id, FaceRow.photo_id).where(among(FaceRow.id, face_ids))
    found = session.execute(query.where(FaceRow.photo_id.is_not(None), FaceRow.state != FaceState.REMOVED))
    return {face: photo for face, photo in found if photo is not None}


def places(session: Session, photo_ids: Collection[int] | None = None) -> dict[int, Path]:
    """Return where these photos, or all, lie, without those that could not be read or are gone."""
    query = select(PhotoRow.id, PhotoRow.path).where(PhotoRow.failure.is_(None))
    if photo_ids is not None:
        query = query.where(among(PhotoRow.id, photo_ids))
    return dict(session.execute(query).all())


def moments(session: Session, photo_ids: Collection[int] | None = None) -> dict[int, float]:
    """Return the moment that stands for each video among these photos, or all: that of its best face."""
    asked = true() if photo_ids is None else among(PhotoRow.id, photo_ids)
    seen = (FaceRow.photo_id == PhotoRow.id) & (FaceRow.state != FaceState.REMOVED) & FaceRow.at.is_not(None)
    query = select(PhotoRow.id, FaceRow.at).outerjoin(FaceRow, seen)
    query = query.where(PhotoRow.seconds.is_not(None), asked)
    rows = session.execute(query.order_by(FaceRow.overall, FaceRow.id.desc()))  # the last one stays
    return {photo: at or 0.0 for photo, at in rows}


def paths_of(session: Session, face_ids: Collection[int]) -> dict[int, Path]:
    """Return where the photo of each of these faces lies, by face; a camera's face has none."""
    query = select(FaceRow.id, PhotoRow.path).join(PhotoRow, PhotoRow.id == FaceRow.photo_id)
    return dict(session.execute(query.where(among(FaceRow.id, face_ids))).all())


def failures(session: Session) -> list[tuple[int, Path, Text]]:
    """List the pictures that could not be read, by path: identifier, path and reason."""
    query = select(PhotoRow.id, PhotoRow.path, PhotoRow.failure).where(PhotoRow.failure.is_not(None))
    return [
        (photo, path, why or NOTHING) for photo, path, why in session.execute(query.order_by(PhotoRow.path))
    ]


def harmful(session: Session) -> dict[tuple[int, str], Text]:
    """Return the contents that are not to be read again, by size and SHA-256, with what is wrong."""
    query = select(PhotoRow.size, PhotoRow.sha256, PhotoRow.failure)
    rows = session.execute(query.where(PhotoRow.failure.is_not(None), PhotoRow.sha256.is_not(None)))
    return {(size or 0, sha256 or ""): why or NOTHING for size, sha256, why in rows}


def record(
    session: Session,
    photo: PhotoFile,
    found: Sequence[NewFace] = (),
    *,
    person_id: int | None = None,
    entry: int | None = None,
    origin: Origin = Origin.IMPORTED,
) -> tuple[int, list[int], Changes]:
    """Record a photo that was read and add the faces found in it; return its and their identifiers.

    A photo known before keeps its identifier and the faces it had.

    Raises:
        GalleryError: As `faces.add` does.
    """
    values = {name: getattr(photo, name) for name in PhotoFile.__dataclass_fields__}
    photo_id = _upsert(session, values | {"failure": None})
    ids, added = faces.add(session, found, photo_id=photo_id, person_id=person_id, entry=entry, origin=origin)
    read = Changes(say("Read a photo"), photos=frozenset({photo_id}))
    return photo_id, ids, added | read


def record_failure(
    session: Session, path: Path, reason: Text, sha256: str | None = None
) -> tuple[int, Changes]:
    """Record that a photo could not be read, and why; with its SHA-256, that it is not to be tried again."""
    size, mtime_ns = _stat(path)
    unknown = dict.fromkeys(("width", "height", "pixels", "turn", "taken", "seconds", "place"))
    known = {"path": path, "size": size, "mtime_ns": mtime_ns, "sha256": sha256}
    values: dict[str, Any] = {**known, "failure": reason, "complete": True}
    photo_id = _upsert(session, values | unknown)
    return photo_id, Changes(say("Could not read a photo"), photos=frozenset({photo_id}))


def _upsert(session: Session, values: dict[str, Any]) -> int:
    values = values | {"read_at": now()}
    statement = (
        insert(PhotoRow).values(values).on_conflict_do_update(index_elements=[PhotoRow.path], set_=values)
    )
    return session.execute(statement.returning(PhotoRow.id)).scalar_one()


def _stat(path: Path) -> tuple[int | None, int | None]:
    """Return size in bytes and modification time in nanoseconds, as far as the file can be asked."""
    try:
        status = path.stat()
    except OSError:
        return None, None
    return status.st_size, status.st_mtime_ns


def below(session: Session, folder: Path) -> dict[int, Path]:
    """Return the photos known to lie below a folder, or to have a copy there: path by identifier."""
    query = select(PhotoRow.id, PhotoRow.path).where(is_below(PhotoRow.path, folder))
    own = {row.id: row.path for row in session.execute(query)}
    return {copy.photo: path for path, copy in copies.below(session, folder).items()} | own


def move(session: Session, places: Mapping[int, tuple[Path, int]]) -> Changes:
    """Say where photos lie now: path and time of the last change in nanoseconds, by identifier.

    They may take each other's places; any other photo at one of these paths must be gone.
    """
    rows = [{"photo": i, "at": path, "changed": time} for i, (path, time) in places.items()]
    away = [row | {"at": Path(f"/\0moving/{row['photo']}")} for row in rows]  # no file can be called so
    statement = (
        update(PhotoRow)
        .where(PhotoRow.id == bindparam("photo"))
        .values(path=bindparam("at", type_=PhotoRow.path.type), mtime_ns=bindparam("changed"))
    )
    for step in (away, rows) if rows else ():
        session.connection().execute(statement, step)
    return Changes(say("Moved photos"), photos=frozenset(places))


def hold(session: Session, photo_id: int, **file: Any) -> Changes:
    """Say what the file of a photo is that shows the same as before: by field, as `PhotoFile` has them."""
    session.execute(update(PhotoRow).where(PhotoRow.id == photo_id).values(file))
    return Changes(say("Moved photos"), photos=frozenset({photo_id}))


def forget_places(session: Session) -> Changes:
    """Keep no more where photos were taken."""
    kept = update(PhotoRow).where(PhotoRow.place.is_not(None)).values(place=None)
    gone = session.scalars(kept.returning(PhotoRow.id)).all()
    return Changes(say("Forgot where photos were taken"), photos=frozenset(gone))


def set_aside(session: Session, photo: Photo) -> Changes:
    """Take a photo from its path: the file there shows something else now, or is gone.

    It goes on in a place where a copy of it lies. Without one it is forgotten, unless somebody said something
    of its faces: then it waits, at a path where no file can be, until its content is found again.
    """
    for path, copy in copies.of(session, [photo.id]).items():
        if _stat(path) == (copy.size, copy.mtime_ns):
            copies.forget(session, [path])
            sha256, size, mtime_ns = copy[1:]
            return hold(session, photo.id, path=path, sha256=sha256, size=size, mtime_ns=mtime_ns)
    if discard(session, photo.id):
        return Changes(say("Forgot pictures that are gone"), photos=frozenset({photo.id}))
    nowhere = photo.path / f"{photo.path.name} ({photo.id})"
    return hold(session, photo.id, path=nowhere, complete=False)  # its other faces are to be found again


def take_over(session: Session, photo_ids: Collection[int], same: float) -> Changes:
    """Let the faces that were enrolled from these photos stay, whatever becomes of the enrolments.

    A photo that is imported has its faces, enrolled or not: undoing the enrolment takes their name and no
    more. Where it was undone before, the face comes back.

    Args:
        session: The unit of work.
        photo_ids: Photos that are imported.
        same: Overlap of two boxes above which they are the same face, which does not come back twice: the
            one comes that redo would bring, where there is one.
    """
    enrolled = journal.added(session, photo_ids)
    next_ = journal.to_be_redone(session, enrolled)
    back = []
    for face in sorted(faces.get(session, enrolled), key=lambda face: (face.id not in next_, face.id)):
        if face.state == FaceState.REMOVED and face.photo is not None:
            there = faces.of_photo(session, face.photo)
            if not any(face.box.iou(other.box) > same for other in there):
                session.execute(update(FaceRow).where(FaceRow.id == face.id).values(state=FaceState.ACTIVE))
                back.append(face.id)
    gone = {face.id for face in faces.get(session, enrolled) if face.state == FaceState.REMOVED}
    journal.keep_added(session, enrolled - gone)
    return Changes(say("Took back faces"), faces=frozenset(back))


def drop_failures(session: Session, folder: Path, there: Collection[Path]) -> Changes:
    """Forget the pictures below a folder that could not be read, show no face and are not there any more."""
    shown = select(FaceRow.photo_id).where(FaceRow.photo_id.is_not(None))
    failed = select(PhotoRow.id, PhotoRow.path).where(
        PhotoRow.failure.is_not(None), PhotoRow.id.not_in(shown)
    )
    known = below(session, folder)
    gone = {row.id for row in session.execute(failed) if row.id in known and row.path not in there}
    session.execute(delete(PhotoRow).where(PhotoRow.id.in_(gone)))
    return Changes(say("Forgot pictures that are gone"), photos=frozenset(gone))


def discard(session: Session, photo_id: int) -> bool:
    """Forget a photo that no file shows any more, unless somebody said something of its faces.

    Returns:
        Whether it is gone.
    """
    drop_unnamed(session, photo_id)
    held = session.scalar(select(func.count()).where(FaceRow.photo_id == photo_id))
    if not held:
        session.execute(delete(PhotoRow).where(PhotoRow.id == photo_id))
    return not held


def drop_unnamed(session: Session, photo_id: int) -> Changes:
    """Delete the faces of a photo that nobody ever said anything of: its file shows something else now.

    Faces that the journal mentions (named, denied, ignored, removed) stay as they are.
    """
    mentioned = select(JournalChange.row_id).where(JournalChange.table_name == "face")
    stale = delete(FaceRow).where(
        FaceRow.photo_id == photo_id,
        FaceRow.person_id.is_(None),
        FaceRow.id.not_in(mentioned),
        FaceRow.id.not_in(select(DenialRow.face_id)),
        FaceRow.id.not_in(select(AnswerRow.face_id)),
        FaceRow.id.not_in(select(AnswerRow.other_id)),
    )
    gone = session.scalars(stale.returning(FaceRow.id)).all()
    return Changes(say("Dropped outdated faces"), faces=frozenset(gone), photos=frozenset({photo_id}))
