"""Models of a gallery that was made under an earlier preprocessing: each gets the identifier it has now.

The vectors that the model in use had made are kept under its new identifier until each face was read again
(`rereading`), so that names keep coming: the network is the same, and only the landmarks were placed in
another way. Vectors of other models go; switching to one makes them anew.
"""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from app.core.errors import ModelError
from app.core.paths import DataFolder
from app.core.text import say
from app.domain.model import Model
from app.gallery import embeddings, models
from app.gallery.database import Database
from app.vision import models as registry

_CHECKPOINT = ".safetensors"


def renew_models(db: Database, root: Path) -> None:
    """Bring the identifiers of a gallery's models up to date.

    A retrained model kept as a checkpoint becomes an ONNX graph, which takes seconds: only the one that
    decides is turned into one here, the others by `renewed`. One whose file is gone or damaged stays as it
    is, and says so when it is used.

    Args:
        db: The gallery.
        root: The data folder.
    """
    with db.read() as session:
        if models.read_by(session) == registry.PREPROCESSING:
            return
        known, active = models.everything(session), models.active(session)
    for model in known:
        if model.id == active or not _is_checkpoint(model):
            with suppress(ModelError):
                renewed(db, root, model)
        else:
            with db.write() as session:
                models.forget_embeddings(session, model.id)


def left(db: Database) -> int | None:
    """How many faces are still to be read again; None where all that there is to do has been done."""
    with db.read() as session:
        if models.read_by(session) == registry.PREPROCESSING:
            return None
        active = models.active(session)
        return len(embeddings.unread(session, active)) if active else 0


def outdated(db: Database) -> list[Model]:
    """The models that are still kept as checkpoints."""
    with db.read() as session:
        return [model for model in models.everything(session) if _is_checkpoint(model)]


def renewed(db: Database, root: Path, model: Model) -> Model:
    """Return a model as it is known now, after making it so in the gallery.

    Raises:
        ModelError: Its file is gone or damaged.
    """
    found = _converted(root, model) if _is_checkpoint(model) else model
    found = replace(found, id=_identifier(root, found))
    if found != model:
        with db.write() as session:
            models.succeed(session, model.id, found, keep=models.active(session) == model.id)
    return found


def _is_checkpoint(model: Model) -> bool:
    return (model.weights_path or "").endswith(_CHECKPOINT)


def _file(root: Path, stored: str) -> Path:
    path = DataFolder(root).weights(stored)
    if path is None:
        raise ModelError(say("the model file {path} cannot be read", path=stored))
    return path


def _identifier(root: Path, model: Model) -> str:
    if model.weights_path is None:
        return registry.model_id(registry.card(model.name).sha256, model.backbone)
    digest = registry.file_hash(_file(root, model.weights_path))
    return registry.model_id(digest, model.backbone, model.preprocessing)


def _converted(root: Path, model: Model) -> Model:
    """The model with an ONNX graph beside its checkpoint."""
    from app.domain.preprocessing import Preprocessing
    from app.vision.convert import converted

    source = _file(root, str(model.weights_path))
    target = source.with_suffix(".onnx")
    if not target.is_file():
        converted(model.backbone, source, registry.file_hash(source), target.parent).replace(target)
    card = next(one for one in registry.registry().values() if one.backbone == model.backbone)
    assert card.preprocessing is not None  # noqa: S101 - a recogniser's card has one
    wanted = Preprocessing(
        card.preprocessing.size, (127.5,) * 3, (1 / 128,) * 3, "NCHW", "RGB", card.preprocessing.template
    )
    where = target.relative_to(root)
    return replace(model, weights_path=str(where), preprocessing=wanted)
