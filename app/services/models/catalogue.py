"""Models: which there are, adding one, and switching between them."""

import shutil
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import GalleryError, ModelError, UsageError
from app.core.files import replacing, writing_model
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.text import say
from app.domain.arrays import Embedded
from app.domain.changes import Changes
from app.domain.model import Model
from app.domain.pictures import unseen_text
from app.gallery import embeddings, models, pictures
from app.gallery.database import Session
from app.services.models.rereading import read_again
from app.services.models.thresholds import thresholds_for
from app.services.photos.stored_chips import stored_chips
from app.services.workspace.renewal import renewed
from app.services.workspace.workspace import Workspace, published_model
from app.vision import models as registry

if TYPE_CHECKING:  # it needs torch, and listing the models must not wait for that
    from app.vision.embed import Embedder

_BATCH = 64
"""Faces a commit while embedding anew: what is done stays done if the job is stopped."""
_LONGEST_NAME = 80


def everything(workspace: Workspace) -> list[Model]:
    """List the models of this gallery, oldest first."""
    with workspace.db.read() as session:
        return models.everything(session)


def get(workspace: Workspace, model_id: str) -> Model:
    """Return the model of that identifier.

    Raises:
        GalleryError: There is none.
    """
    for model in everything(workspace):
        if model.id == model_id:
            return model
    raise GalleryError(say("The gallery knows no such model"), remedy=say("Choose one of those listed"))


def find(workspace: Workspace, name: str) -> Model:
    """Return the model of that name, or whose identifier begins so.

    Raises:
        UsageError: There is none, or more than one.
    """
    known = everything(workspace)
    found = [m for m in known if m.name == name] or [m for m in known if m.id.startswith(name)]
    if len(found) != 1:
        raise UsageError(
            say("there are several models called {name}", name=name)
            if found
            else say("there is no model called {name}", name=name),
            remedy=say("See which there are; a published one must be added first"),
        )
    return found[0]


def parent(workspace: Workspace) -> Model:
    """Return the model that the active one was trained from.

    Raises:
        UsageError: The active one is a published model.
    """
    origin = workspace.active_model().parent
    if origin is None:
        raise UsageError(
            say("there is no model to go back to"), remedy=say("Switch to one of those there are")
        )
    return get(workspace, origin)


def add_published(
    workspace: Workspace,
    name: str,
    weights: Path | None = None,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> Model:
    """Add a published recogniser, from a file or by download, and check that it loads.

    Raises:
        UsageError: No such model in the registry, or it is a detector.
        ModelError: Its file cannot be had, or is not what it should be.
        Cancelled: The user stopped the download.
    """
    from app.vision.weights import load_backbone

    card = registry.card(name)
    if card.role != "recogniser":
        raise UsageError(say("{name} is a {role}, not a recogniser", name=name, role=card.role))
    folder = workspace.folder.models
    if weights is None:
        path = registry.ensure_weights(card, folder, progress, cancel)
        load_backbone(card.backbone, path)
    else:
        _check_given(weights, card)
        load_backbone(card.backbone, weights)
        path = _copy_in(weights, folder / card.file)
    inside = path.is_relative_to(workspace.folder.root)
    where = str(path.relative_to(workspace.folder.root)) if inside else None
    model = published_model(card, registry.file_hash(path), where)
    with workspace.db.write() as session:
        known = {one.id: one for one in models.everything(session)}.get(model.id)
        if known is not None and model.thresholds is None:
            model = replace(model, thresholds=known.thresholds)  # found on this gallery's own people
        models.add(session, model)
    return model


def _check_given(weights: Path, card: registry.Card) -> None:
    """Refuse a weights file that is not there, or not the published one."""
    if not weights.is_file():
        raise UsageError(say("there is no file {path}", path=weights))
    registry.check_hash(weights, card.sha256, remedy=say("Give the file from {url}", url=card.url))


def _copy_in(source: Path, target: Path) -> Path:
    """Copy a checked weights file among ours, whole or not at all."""
    with writing_model(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as part, source.open("rb") as file:
            shutil.copyfileobj(file, part)
    return target


def rename(workspace: Workspace, model: Model, name: str) -> Changes:
    """Give a model another name.

    Raises:
        UsageError: The name is empty, too long or another model's, or the model is a published one.
    """
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > _LONGEST_NAME or not cleaned.isprintable():
        raise UsageError(
            say("this cannot be a model's name"), remedy=say("Choose a short name of letters and digits")
        )
    if not model.own:
        raise UsageError(say("{model} is a published model and keeps its name", model=model.name))
    if any(one.name == cleaned and one.id != model.id for one in everything(workspace)):
        raise UsageError(
            say("there is already a model called {name}", name=cleaned), remedy=say("Choose another name")
        )
    with workspace.db.write() as session:
        models.add(session, replace(models.get(session, model.id), name=cleaned))
    return Changes(
        say("Renamed {before} to {after}", before=model.name, after=cleaned), models=frozenset({model.id})
    )


def delete(workspace: Workspace, model: Model) -> Changes:
    """Delete a model for good: what it read of every face, and its file.

    Raises:
        UsageError: It decides now, or comes with Kith.
    """
    from app.vision import networks

    if model.id == workspace.active_model().id:
        raise UsageError(
            say("{model} decides now", model=model.name), remedy=say("Switch to another model first")
        )
    if model.weights_path is None:
        raise UsageError(say("{model} comes with Kith and cannot be deleted", model=model.name))
    path = workspace.folder.weights(model.weights_path)
    with workspace.db.write() as session:
        changes = models.remove(session, model.id)
        shared = any(one.weights_path == model.weights_path for one in models.everything(session))
        if (
            path is not None and not shared
        ):  # before the commit: a model without its file can be deleted again
            for beside in (path, path.with_suffix(".onnx"), path.with_suffix(".safetensors")):
                if beside.is_file():
                    networks.forget(registry.file_hash(beside))
                    beside.unlink()
    return changes


def free_name(workspace: Workspace, wanted: str) -> str:
    """The name, or the name with a number where other models have it already."""
    known = {model.name for model in everything(workspace)} | set(registry.registry())
    numbered = (wanted if n == 1 else f"{wanted}-{n}" for n in count(1))
    return next(name for name in numbered if name not in known)


def switch(
    workspace: Workspace,
    model: Model,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> Changes:
    """Make a model the one that decides: every stored face is embedded with it, then it takes over at once.

    Until then the old one decides. Switching back is quick: the old embeddings are kept. A model without
    thresholds gets some from the people enrolled.

    Raises:
        ModelError: The model cannot be loaded, or has no thresholds and too few people are enrolled.
        Cancelled: The user asked to stop; the old model stays, and what was embedded is not lost.
    """
    model = renewed(workspace.db, workspace.folder.root, model)
    embedder = read_faces(workspace, model, progress, cancel)
    if cancel:
        cancel.check()
    if model.thresholds is None:
        model = replace(model, thresholds=thresholds_for(workspace, model))
    with workspace.db.write() as session:
        models.add(session, model)
        # What other processes added since is embedded under the lock, so that none can slip through.
        ids, found = _embed(session, embedder, embeddings.lacking(session, model.id))
        _add_missing(session, model.id, ids, found)
        if not pictures.kept(session) and (left := embeddings.lacking(session, model.id)):
            raise _unseen(model, len(left))
        return models.activate(session, model.id)


def _unseen(model: Model, faces: int) -> ModelError:
    """The error for faces that no other model can read."""
    return ModelError(
        say("{model} cannot decide", model=model.name),
        why=unseen_text(faces),
        remedy=say("Bring the photos back, or erase the faces of photos that are gone"),
    )


def read_faces(
    workspace: Workspace,
    model: Model,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> "Embedder":
    """Embed every stored face that a model has not embedded yet, and return what embeds.

    Raises:
        ModelError: The model cannot be loaded.
        Cancelled: The user asked to stop; what was embedded is not lost.
    """
    read_again(workspace, progress, cancel, model)  # no model reads by landmarks that are out of date
    embedder = workspace.embedder(model)
    with workspace.db.read() as session:
        missing = embeddings.lacking(session, model.id)
    done = 0
    for start in range(0, len(missing), _BATCH):
        if cancel:
            cancel.check()
        part = missing[start : start + _BATCH]
        with workspace.db.read() as session:
            ids, found = _embed(session, embedder, part)
        with workspace.db.write() as session:
            _add_missing(session, model.id, ids, found)
        done += len(part)
        progress(Progress(done, len(missing), say("Reading faces with {model}", model=model.name)))
    return embedder


def _embed(session: Session, embedder: "Embedder", face_ids: list[int]) -> tuple[list[int], Embedded]:
    ready = dict(stored_chips(session, face_ids))
    return list(ready), embedder.embed(list(ready.values()))


def _add_missing(session: Session, model_id: str, ids: list[int], found: Embedded) -> None:
    """Store what is still missing: another process may be switching too, or may have forgotten a face."""
    missing = set(embeddings.lacking(session, model_id))
    rows = [row for row, face_id in enumerate(ids) if face_id in missing]
    chosen = Embedded(found.vectors[rows], found.lengths[rows])
    embeddings.add(session, model_id, [ids[row] for row in rows], chosen)
