"""Which cluster each face was sorted into: its number stays with it from one sorting to the next."""

import json
from dataclasses import asdict, dataclass

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from app.gallery.journal import among
from app.gallery.models import set_state
from app.gallery.records import Ids
from app.gallery.rows import numbers_of
from app.gallery.schema import ClusteredRow, FaceRow, StateRow

LONE, UNKNOWN = -1, -2
"""Instead of a number: a face that no other belongs to, and one that was not sorted yet."""
_KEY = "sorted"


@dataclass(frozen=True, slots=True)
class Basis:
    """What the gallery was sorted by last.

    Attributes:
        model: The model whose vectors were compared.
        threshold: Its threshold for two groups.
        method: The version of the method.
        whole: Faces that were there when all were sorted.
        following: The first number that no cluster has had.
        times: How often what was sorted was kept.
    """

    model: str = ""
    threshold: float = 0.0
    method: int = 0
    whole: int = 0
    following: int = 0
    times: int = 0


def basis(session: Session) -> Basis:
    """What was sorted by last; an empty one if nothing was."""
    stored = session.scalar(select(StateRow.value).where(StateRow.key == _KEY))
    return Basis() if stored is None else Basis(**json.loads(stored))


def load(session: Session, face_ids: Ids) -> tuple[Ids, Ids]:
    """The number of each face's cluster (N,), `LONE` or `UNKNOWN`, and a mark of what was said then (N,)."""
    query = select(ClusteredRow.face_id, func.ifnull(ClusteredRow.cluster, LONE), ClusteredRow.mark)
    known = numbers_of(session, query.order_by(ClusteredRow.face_id))
    found = np.full((len(face_ids), 2), (UNKNOWN, 0), np.int64)
    if len(known):
        at = np.minimum(np.searchsorted(known[:, 0], face_ids), len(known) - 1)
        here = known[at, 0] == face_ids
        found[here] = known[at[here], 1:]
    numbers, marks = np.ascontiguousarray(found.T)
    return numbers, marks


def keep(session: Session, face_ids: Ids, numbers: Ids, marks: Ids, by: Basis) -> None:
    """Store the clusters of faces, as far as these are still there.

    Args:
        session: The one that writes.
        face_ids: Faces whose cluster or mark is another one than before (N,).
        numbers: The number of each one's cluster (N,), or `LONE`.
        marks: What was said of each, as a mark (N,).
        by: What all were sorted by.
    """
    here = set(session.scalars(select(FaceRow.id).where(among(FaceRow.id, face_ids.tolist()))))
    rows = [
        {"face_id": face, "cluster": None if number == LONE else number, "mark": mark}
        for face, number, mark in zip(face_ids.tolist(), numbers.tolist(), marks.tolist(), strict=True)
        if face in here
    ]
    if rows:
        new = insert(ClusteredRow)
        values = {"cluster": new.excluded.cluster, "mark": new.excluded.mark}
        session.execute(new.on_conflict_do_update(index_elements=[ClusteredRow.face_id], set_=values), rows)
    set_state(session, _KEY, json.dumps(asdict(by)))
