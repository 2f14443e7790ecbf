"""Vectors and chips in bulk: what the index is built from, and what a new model embeds again."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    case,
    delete,
    false,
    func,
    insert,
    literal_column,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.errors import GalleryError
from app.core.log import Log
from app.core.text import say
from app.domain.arrays import Embedded
from app.domain.face import FaceState
from app.gallery import consents, sums, touched
from app.gallery.blobs import pack, unpack
from app.gallery.journal import among
from app.gallery.records import Embeddings, Ids, StoredChip
from app.gallery.rows import numbers_of, rows_of
from app.gallery.schema import PLACED, ChipRow, EmbeddingRow, FaceRow, ModelRow
from app.gallery.vectors import VERIFIED, Vectors, keys_of

_log = Log(__name__)

_MOST_BYTES = 1_000_000
"""Bytes of a chip: one of 256x256 pixels that is not compressed at all has 200,000."""
_CHIPS = 256
"""Chips read at a time: bounds memory to some megabytes."""


def add(session: Session, model_id: str, face_ids: Sequence[int], found: Embedded) -> None:
    """Store a model's embeddings of N faces that have none of it yet.

    Raises:
        GalleryError: No such model, or the vectors do not have its dimension.
    """
    dimension = _dimension(session, model_id)
    vectors, lengths = found
    if vectors.shape != (len(face_ids), dimension) or not np.isfinite(vectors).all():
        raise GalleryError(
            say("Embeddings of shape {shape} do not fit", shape=str(vectors.shape)),
            why=say(
                "{count} faces need {dimension} finite numbers each", count=len(face_ids), dimension=dimension
            ),
        )
    rows = [
        {"model_id": model_id, "face_id": int(face_id), "vector": pack(vector), "length": float(length)}
        for face_id, vector, length in zip(face_ids, vectors, lengths, strict=True)
    ]
    if rows:
        session.execute(insert(EmbeddingRow), rows)


def load(
    session: Session, model_id: str, state: FaceState = FaceState.ACTIVE, *, named: bool = False
) -> Embeddings:
    """Load a model's vectors of all active faces, or those in another state; of all, or of somebody's alone.

    Damaged ones stay out, and those of people who agree no more (see `consents.lapsed`). 100,000 of them take
    half a second, and half of that the next time.

    Raises:
        GalleryError: No such model.
    """
    dimension = _dimension(session, model_id)
    barred = list(consents.lapsed(session))
    matched = FaceRow.person_id.is_(None) | ~among(FaceRow.person_id, barred)
    wanted = [FaceRow.state == state, *([matched] if barred else [])]
    if named:
        wanted.append(FaceRow.person_id.is_not(None))
    person, photo = func.ifnull(FaceRow.person_id, -1), func.ifnull(FaceRow.photo_id, -1)
    query = select(FaceRow.id, person, photo, FaceRow.overall).where(*wanted)
    seen = numbers_of(session, query, np.float64)
    seen = seen[np.argsort(seen[:, 0])]
    face_ids = seen[:, 0].astype(np.int64)
    known = _vectors(session, model_id, dimension, face_ids, kept=state == FaceState.ACTIVE and not named)
    _, people, photos, weights = seen[known.places(face_ids)[1]].T
    return Embeddings(
        face_ids=known.face_ids,
        person_ids=people.astype(np.int64),
        photo_ids=photos.astype(np.int64),
        weights=weights.astype(np.float32),
        vectors=known.vectors,
        lengths=known.lengths,
    )


def lengths(session: Session, model_id: str, face_ids: Collection[int]) -> dict[int, float]:
    """Lengths of a model's embeddings of these faces, by face, as far as they are known."""
    row = EmbeddingRow
    mine = (row.model_id == model_id) & among(row.face_id, face_ids) & sums.intact(row)
    rows = session.execute(select(row.face_id, row.length).where(mine))
    return {face: length for face, length in rows if length is not None}


def of_faces(session: Session, model_id: str, face_ids: Collection[int]) -> Embedded:
    """A model's vectors of these faces (N, D) and their lengths, by face, without those not read or damaged.

    Raises:
        GalleryError: No such model.
    """
    row, dimension = EmbeddingRow, _dimension(session, model_id)
    mine = (row.model_id == model_id) & among(row.face_id, face_ids) & _sound(dimension)
    found = session.execute(select(row.vector, row.length).where(mine).order_by(row.face_id)).all()
    vectors = unpack(b"".join(vector for vector, _ in found), dimension)
    return Embedded(vectors, np.array([length for _, length in found], np.float32))


def lacking(session: Session, model_id: str) -> list[int]:
    """List the faces without a vector of this model: removed ones too, since undo may bring them back."""
    vectors = select(EmbeddingRow.face_id).where(EmbeddingRow.model_id == model_id)
    return list(session.scalars(_placed_without(vectors)))


def unread(session: Session, model_id: str) -> list[int]:
    """List the faces that a model has not read as it reads now, removed ones too.

    Their embedding is missing, or its length is unknown: it was made under an earlier preprocessing.
    """
    read = select(EmbeddingRow.face_id).where(
        EmbeddingRow.model_id == model_id, EmbeddingRow.length.is_not(None)
    )
    return list(session.scalars(_placed_without(read)))


def _placed_without(known: Select[int]) -> Select[int]:
    """The faces that can be read and are not among these."""
    return select(FaceRow.id).where(FaceRow.id.not_in(known), PLACED).order_by(FaceRow.id)


def replace(session: Session, model_id: str, face_ids: Sequence[int], found: Embedded) -> None:
    """Store a model's embeddings of N faces in place of those that it had; faces gone meanwhile are left out.

    Raises:
        GalleryError: As `add` does.
    """
    here = set(session.scalars(select(FaceRow.id).where(FaceRow.id.in_(face_ids))))
    rows = [row for row, face_id in enumerate(face_ids) if face_id in here]
    session.execute(
        delete(EmbeddingRow).where(EmbeddingRow.model_id == model_id, EmbeddingRow.face_id.in_(here))
    )
    add(session, model_id, [face_ids[row] for row in rows], Embedded(*(part[rows] for part in found)))
    touched.note(session, "faces", here)


def drop_damaged(session: Session, model_id: str, rows: Collection[int]) -> list[int]:
    """Let damaged vectors go that can be made again, and list the faces whose chips this model is to read.

    Args:
        session: The unit of work.
        model_id: The model whose vectors are wanted; one of its own goes only where there is a sound chip.
        rows: Row numbers of the damaged.
    """
    row, number = EmbeddingRow, literal_column("embedding.rowid", Integer)
    sound = select(ChipRow.face_id).where(sums.intact(ChipRow))
    made_again = row.face_id.in_(sound)
    known = select(FaceRow.id)
    goes = (row.model_id != model_id) | made_again | row.face_id.not_in(known)
    which = number.in_(sorted(rows))
    due = select(row.face_id).where(which, row.model_id == model_id, made_again)
    face_ids = list(session.scalars(due))
    session.execute(delete(row).where(which, goes), execution_options={"synchronize_session": False})
    return face_ids


def chips(session: Session, face_ids: Collection[int]) -> Iterator[StoredChip]:
    """Yield the chips of these faces, by ascending face, however many; those gone or damaged are left out."""
    wanted = sorted(face_ids)
    for start in range(0, len(wanted), _CHIPS):
        query = (
            select(ChipRow.face_id, ChipRow.image, ChipRow.landmarks)
            .where(ChipRow.face_id.in_(wanted[start : start + _CHIPS]), _BOUNDED)
            .order_by(ChipRow.face_id)
        )
        for face_id, image, landmarks in session.execute(query).all():
            yield StoredChip(face_id, image, unpack(landmarks, 2))


_BOUNDED = case((func.length(ChipRow.image) <= _MOST_BYTES, sums.intact(ChipRow)), else_=false())
"""Chips as they were written. One that is far too large, which no checksum tells, is not even read."""


def _sound(dimension: int) -> ColumnElement[bool]:
    """Whether a vector is one of so many numbers, and as it was written; others are not even read."""
    return case((_of_size(dimension), sums.intact(EmbeddingRow)), else_=false())


def _of_size(dimension: int) -> ColumnElement[bool]:
    return func.length(EmbeddingRow.vector) == dimension * np.dtype(np.float32).itemsize


def _vectors(session: Session, model_id: str, dimension: int, face_ids: Ids, *, kept: bool) -> Vectors:
    """A model's vectors of faces, both ascending, without damaged ones.

    Those that were read before and whose rows have the checksums of then are not read again. If they are to
    be `kept`, the next reading goes by them, and no other model's are: vectors of 100,000 faces take 200 MB.
    """
    verified: dict[str, Vectors] = session.info.setdefault(VERIFIED, {})
    known = verified.get(model_id, Vectors.none(dimension))
    at, here = known.places(face_ids)
    if here.any():
        columns = (EmbeddingRow.face_id, EmbeddingRow.checksum)
        whole = (func.typeof(column) == "integer" for column in columns)
        pairs = numbers_of(session, select(*columns).where(*whole))
        here &= np.isin(keys_of(known.face_ids, known.sums)[at], keys_of(*pairs.T))
    new = _read(session, model_id, dimension, face_ids[~here])
    if len(new.face_ids) or not here.all() or len(face_ids) < len(known.face_ids):
        known = known.only(at[here]).joined(new)
    if kept:
        verified.clear()
        verified[model_id] = known
    return known


def _read(session: Session, model_id: str, dimension: int, face_ids: Ids) -> Vectors:
    """A model's vectors of faces, ascending, without damaged ones, from the file."""
    row = EmbeddingRow
    vector = case((_of_size(dimension), _if(row.vector, "blob")))
    columns = (row.face_id, _if(row.length, "real"), _if(row.checksum, "integer"), vector)
    some = (row.model_id == model_id) & among(row.face_id, face_ids.tolist())
    rows = rows_of(session, select(*columns).where(some).order_by(row.face_id)) if len(face_ids) else ()
    sound = np.array(_are_sound(rows, model_id), bool)
    if not sound.all():
        _log.warning("damaged vectors are left out", vectors=len(sound) - int(sound.sum()))
    return Vectors.of([one for one, good in zip(rows, sound.tolist(), strict=True) if good], dimension)


def _if(column: InstrumentedAttribute[Any], kind: str) -> ColumnElement[Any]:
    """A column's value, or none where damage made it one of another type."""
    return case((func.typeof(column) == kind, column))


def _are_sound(rows: Sequence[tuple[Any, ...]], model_id: str) -> list[bool]:
    """Which rows of face, length, checksum and vector are as they were written."""
    faces, known, totals, vectors = zip(*rows, strict=True) if rows else ((),) * 4
    return sums.are_right(totals, faces, known, [sums.Plain(model_id.encode())] * len(rows), vectors)


def _dimension(session: Session, model_id: str) -> int:
    dimension = session.scalar(select(ModelRow.dimension).where(ModelRow.id == model_id))
    if dimension is None:
        raise GalleryError(
            say("The gallery knows no model {model_id}", model_id=model_id), remedy=say("See which it knows")
        )
    return dimension
