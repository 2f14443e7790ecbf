"""Models: whose vectors the gallery holds, and which of them decides."""

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from app.core.changes import Changes
from app.core.errors import GalleryError
from app.gallery.embeddings import lacking
from app.gallery.records import Model
from app.gallery.schema import EmbeddingRow, ModelRow, StateRow, now

_ACTIVE = "active_model"
_FIELDS = tuple(Model.__dataclass_fields__)
_COLUMNS = tuple(getattr(ModelRow, name) for name in _FIELDS)


def add(session: Session, model: Model) -> Changes:
    """Add a model, or bring what is known of it up to date."""
    values = {name: getattr(model, name) for name in _FIELDS}
    statement = insert(ModelRow).values(values | {"created_at": now()})
    session.execute(statement.on_conflict_do_update(index_elements=[ModelRow.id], set_=values))
    return Changes(f"Added model {model.name}", models=frozenset({model.id}))


def remove(session: Session, model_id: str) -> Changes:
    """Delete a model with all its embeddings; what was trained from it counts as trained from its parent.

    Raises:
        GalleryError: No such model, or it decides.
    """
    model = get(session, model_id)
    if active(session) == model_id:
        raise GalleryError(f"{model.name} decides now", remedy="Switch to another model first")
    session.execute(delete(EmbeddingRow).where(EmbeddingRow.model_id == model_id))
    heirs = update(ModelRow).where(ModelRow.parent_id == model_id)
    session.execute(heirs.values(parent_id=model.parent_id))
    session.execute(delete(ModelRow).where(ModelRow.id == model_id))
    return Changes(f"Deleted model {model.name}", models=frozenset({model_id}))


def everything(session: Session) -> list[Model]:
    """List all models, oldest first."""
    rows = session.execute(select(*_COLUMNS).order_by(ModelRow.created_at, ModelRow.id))
    return [Model(*row) for row in rows]


def get(session: Session, model_id: str) -> Model:
    """Return a model.

    Raises:
        GalleryError: There is none of that identifier.
    """
    row = session.execute(select(*_COLUMNS).where(ModelRow.id == model_id)).one_or_none()
    if row is None:
        raise GalleryError(f"The gallery knows no model {model_id}", remedy="See which it knows")
    return Model(*row)


def active(session: Session) -> str | None:
    """Return the identifier of the model that decides, or None before the first was activated."""
    return session.scalar(select(StateRow.value).where(StateRow.key == _ACTIVE))


def activate(session: Session, model_id: str) -> Changes:
    """Let a model decide from now on.

    Raises:
        GalleryError: No such model, or faces lack its embedding (removed ones too: undo may want them).
    """
    model = get(session, model_id)
    if missing := len(lacking(session, model_id)):
        raise GalleryError(
            f"{model.name} cannot be made active",
            why=f"{missing} faces have no embedding of it yet",
            remedy="Embed them first",
        )
    before = active(session)
    statement = insert(StateRow).values(key=_ACTIVE, value=model_id)
    session.execute(statement.on_conflict_do_update(index_elements=[StateRow.key], set_={"value": model_id}))
    return Changes(f"Switched to {model.name}", models=frozenset({model_id, *([before] if before else [])}))
