"""Models: whose vectors the gallery holds, and which of them decides."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from app.core.errors import GalleryError
from app.core.log import Code, Log
from app.core.text import say, say_n
from app.domain.changes import Changes
from app.domain.decision import Thresholds
from app.domain.model import Model
from app.domain.preprocessing import Preprocessing
from app.domain.training import TrainingReport
from app.gallery import consents, sums
from app.gallery.embeddings import lacking
from app.gallery.journal import among
from app.gallery.schema import (
    ACTIVE_MODEL,
    EmbeddingRow,
    LearntRow,
    ModelRow,
    PersonRow,
    StateRow,
    now,
)

_log = Log(__name__)

_READ_BY = "read_by"
_FRESH = {"populate_existing": True}
"""Rows as they are now: some are written past the session."""


def add(session: Session, model: Model) -> Changes:
    """Add a model, or bring what is known of it up to date."""
    values = _values(model)
    statement = insert(ModelRow).values(values | {"created_at": now()})
    session.execute(statement.on_conflict_do_update(index_elements=[ModelRow.id], set_=values))
    sums.vouch(session, ModelRow, ModelRow.id == model.id)
    return Changes(say("Added model {model}", model=model.name), models=frozenset({model.id}))


def remove(session: Session, model_id: str) -> Changes:
    """Delete a model with all its embeddings; what was trained from it counts as trained from its parent.

    Raises:
        GalleryError: No such model, or it decides.
    """
    model = get(session, model_id)
    if active(session) == model_id:
        raise GalleryError(
            say("{model} decides now", model=model.name), remedy=say("Switch to another model first")
        )
    session.execute(delete(EmbeddingRow).where(EmbeddingRow.model_id == model_id))
    heirs = update(ModelRow).where(ModelRow.parent_id == model_id)
    session.execute(heirs.values(parent_id=model.parent))
    session.execute(delete(ModelRow).where(ModelRow.id == model_id))
    return Changes(say("Deleted model {model}", model=model.name), models=frozenset({model_id}))


def everything(session: Session) -> list[Model]:
    """List all models, oldest first."""
    rows = session.scalars(
        select(ModelRow).where(sums.intact(ModelRow)).order_by(ModelRow.created_at, ModelRow.id),
        execution_options=_FRESH,
    )
    deciding, over = active(session), _agree_no_more(session)
    return [_model(row, deciding, over) for row in rows]


def get(session: Session, model_id: str) -> Model:
    """Return a model.

    Raises:
        GalleryError: There is none of that identifier.
    """
    row = session.scalars(
        select(ModelRow).where(ModelRow.id == model_id, sums.intact(ModelRow)), execution_options=_FRESH
    ).one_or_none()
    if row is None:
        raise GalleryError(
            say("The gallery knows no model {model_id}", model_id=model_id), remedy=say("See which it knows")
        )
    return _model(row, active(session), _agree_no_more(session))


def _values(model: Model) -> dict[str, Any]:
    """A model's row, without when it was added."""
    return {
        "id": model.id,
        "name": model.name,
        "backbone": model.backbone,
        "dimension": model.dimension,
        "weights_path": model.weights_path,
        "thresholds": model.thresholds and model.thresholds.to_json(),
        "metrics": model.training and model.training.to_json(),
        "parent_id": model.parent,
        "preprocessing": model.preprocessing and model.preprocessing.to_json(),
        "licence": model.licence,
    }


def _model(row: ModelRow, deciding: str | None, over: Counter[str]) -> Model:
    return Model(
        id=row.id,
        name=row.name,
        backbone=row.backbone,
        dimension=row.dimension,
        weights_path=row.weights_path,
        thresholds=row.thresholds and Thresholds.from_json(row.thresholds),
        training=row.metrics and TrainingReport.from_json(row.metrics),
        parent=row.parent_id,
        preprocessing=row.preprocessing and Preprocessing.from_json(row.preprocessing),
        licence=row.licence,
        forgotten=row.forgotten + over[row.id],
        active=row.id == deciding,
    )


def _agree_no_more(session: Session) -> Counter[str]:
    """On how many people each model was trained who are kept, and agree no more."""
    over = consents.lapsed(session)
    query = select(LearntRow.model_id).where(among(LearntRow.person_id, over))
    return Counter(session.scalars(query) if over else ())


def active(session: Session) -> str | None:
    """Return the identifier of the model that decides, or None before the first was activated."""
    return session.scalar(select(StateRow.value).where(StateRow.key == ACTIVE_MODEL))


def activate(session: Session, model_id: str) -> Changes:
    """Let a model decide from now on.

    Raises:
        GalleryError: No such model, or faces lack its embedding (removed ones too: undo may want them).
    """
    model = get(session, model_id)
    if missing := len(lacking(session, model_id)):
        raise GalleryError(
            say("{model} cannot be made active", model=model.name),
            why=say_n(
                "{n} face has no embedding of it yet", "{n} faces have no embedding of it yet", missing
            ),
            remedy=say("Embed them first"),
        )
    before = active(session)
    set_state(session, ACTIVE_MODEL, model_id)
    _log.info("model switched", before=Code(before or "none"), after=Code(model_id))
    return Changes(
        say("Switched to {model}", model=model.name),
        models=frozenset({model_id, *([before] if before else [])}),
    )


def succeed(session: Session, old: str, new: Model, *, keep: bool) -> None:
    """Let a model take the place of one that is the same network under an earlier preprocessing.

    Args:
        session: The unit of work.
        old: The one that goes.
        new: The one that comes: it decides if the old one did, and is the parent of the old one's children.
        keep: Take over its embeddings, as ones to be made anew (their lengths are unknown); else they go.
    """
    row = session.get(ModelRow, old)
    if row is None:  # another process was faster
        return
    add(session, replace(new, parent=row.parent_id))  # which may have been succeeded, too
    session.execute(update(ModelRow).where(ModelRow.id == new.id).values(created_at=row.created_at))
    session.execute(update(ModelRow).where(ModelRow.parent_id == old).values(parent_id=new.id))
    if keep:
        has = select(EmbeddingRow.face_id).where(EmbeddingRow.model_id == new.id)
        theirs = (EmbeddingRow.model_id == old) & EmbeddingRow.face_id.not_in(has)
        session.execute(update(EmbeddingRow).where(theirs).values(model_id=new.id, length=None))
    learnt = update(LearntRow).where(LearntRow.model_id == old).values(model_id=new.id)
    session.execute(learnt.prefix_with("OR IGNORE"))
    session.execute(update(ModelRow).where(ModelRow.id == new.id).values(forgotten=row.forgotten))
    forget_embeddings(session, old)
    if active(session) == old:
        set_state(session, ACTIVE_MODEL, new.id)
    session.execute(delete(ModelRow).where(ModelRow.id == old))


def note_learnt(session: Session, model_id: str, people: Collection[int]) -> None:
    """Note on whom a model was trained."""
    rows = [{"model_id": model_id, "person_id": person} for person in people]
    if rows:
        session.execute(insert(LearntRow).on_conflict_do_nothing(), rows)


def learnt(session: Session, model_id: str) -> set[int]:
    """On whom a model was trained, as far as that is known."""
    return set(session.scalars(select(LearntRow.person_id).where(LearntRow.model_id == model_id)))


def knowing(session: Session, person: int) -> frozenset[str]:
    """The models that were trained on a person."""
    return frozenset(session.scalars(select(LearntRow.model_id).where(LearntRow.person_id == person)))


def flag(session: Session, people: Collection[int]) -> frozenset[str]:
    """Note of the models that were trained on people who are forgotten how many these are; return which.

    Of a model of which it is not known, those count who were there when it was trained.
    """
    known, flagged = set(session.scalars(select(LearntRow.model_id))), set()
    trained = select(ModelRow.id, ModelRow.created_at).where(ModelRow.metrics.is_not(None))
    for model, created_at in session.execute(trained).all():
        learnt = (LearntRow.model_id == model) & among(LearntRow.person_id, people)
        there = among(PersonRow.id, people) & (PersonRow.created_at < created_at)
        table, theirs = (LearntRow, learnt) if model in known else (PersonRow, there)
        if count := session.scalar(select(func.count()).select_from(table).where(theirs)):
            more = update(ModelRow).where(ModelRow.id == model)
            session.execute(more.values(forgotten=ModelRow.forgotten + count))
            flagged.add(model)
    session.execute(delete(LearntRow).where(among(LearntRow.person_id, people)))
    return frozenset(flagged)


def forget_embeddings(session: Session, model_id: str) -> None:
    """Delete all embeddings of a model; they can be made again from the chips."""
    session.execute(delete(EmbeddingRow).where(EmbeddingRow.model_id == model_id))


def read_by(session: Session) -> str | None:
    """The preprocessing by which every stored face was read; None in a gallery that never said."""
    return session.scalar(select(StateRow.value).where(StateRow.key == _READ_BY))


def set_read_by(session: Session, preprocessing: str) -> None:
    """Note that every stored face was read by this preprocessing."""
    set_state(session, _READ_BY, preprocessing)


def set_state(session: Session, key: str, value: str) -> None:
    """Keep a single fact about the gallery."""
    statement = insert(StateRow).values(key=key, value=value)
    session.execute(statement.on_conflict_do_update(index_elements=[StateRow.key], set_={"value": value}))
