"""Retraining the recogniser on the people enrolled, with proof, and switching to it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import torch

from app.core.errors import Cancelled, ModelError, TrainingRefused
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.types import Embedding, Thresholds
from app.gallery import embeddings, models, people
from app.gallery.records import Model
from app.recognition.calibration import MIN_TRANSFER, transfer_thresholds
from app.services.models import switch
from app.services.proof import Comparisons, Ids, Proof, impostor_scores, splits
from app.services.workspace import Workspace
from app.vision import chips
from app.vision import models as registry
from app.vision.align import align
from app.vision.embed import choose_device
from trainer import checkpoint
from trainer.backbones import Backbone
from trainer.config import TrainConfig
from trainer.data import Crops, Features, cache_features
from trainer.errors import TrainerError
from trainer.events import Cached, Event, Stepped
from trainer.loop import fit

_MOST_FACES = 12_000
"""Faces trained on at most: the best of each person. Bounds the cached features to about 1.2 GB."""
_HALF_FROM = 2_000
"""Faces from which features are cached with half precision."""

EventSink = Callable[[Event], None]
Data = Crops | Features


@dataclass(frozen=True, slots=True)
class Retraining:
    """What came of retraining.

    Attributes:
        model: The new model.
        before: TAR at each FMR of the model it started from: of the people trained, and of others or None.
        after: The same of models trained the same way, on faces that they had not seen.
        activated: Whether the new model decides now.
        reason: Why, or why not.
        seconds: Wall-clock time.
        people: How many were trained on.
        faces: How many of theirs.
        single: Names of people with a single face: kept, recognised, but no anchors.
    """

    model: Model
    before: dict[str, dict[str, float] | None]
    after: dict[str, dict[str, float] | None]
    activated: bool
    reason: str
    seconds: float
    people: int
    faces: int
    single: list[str]


@dataclass(frozen=True, slots=True, eq=False)
class _Faces:
    """The faces to train on, row by row.

    Attributes:
        crops: Aligned (N, S, S, 3).
        people: Whose (N,).
        photos: Which picture each comes from (N,): two copies of one count as one.
        single: Names of people with a single face.
    """

    crops: Crops
    people: Ids
    photos: Ids
    single: list[str]


def retrain(
    workspace: Workspace,
    *,
    activate: bool = True,
    progress: ProgressSink = ignore_progress,
    on_event: EventSink = lambda _: None,
    cancel: CancelToken | None = None,
) -> Retraining:
    """Fine-tune the published model that the active one stems from on everyone enrolled.

    The recipe is proved on faces held out and people kept out; then the new model learns from all of them
    with the same recipe. It is saved in any case, and takes over only if the proof is good.

    Args:
        workspace: Whose people.
        activate: Let a model that proved better take over.
        progress: Hears how far it is.
        on_event: Hears the trainer's events, for live curves.
        cancel: Polled at every step. Nothing is left of a cancelled training; cancelled while it takes over,
            the new model stays and does not decide.

    Raises:
        TrainingRefused: Too few people or faces; the text says what is missing.
        ModelError: The model cannot be loaded or saved.
        Cancelled: The user asked to stop.
    """
    started = time.monotonic()
    cancel = CancelToken() if cancel is None else cancel  # one that is not set is false
    base = _origin(workspace)
    backbone = workspace.backbone(base)
    faces = _gather(workspace, backbone)
    run = _Run(choose_device(workspace.device), backbone, faces, progress, on_event, cancel)
    proof = run.prove()
    better, reason = proof.verdict()
    trained = run.train(np.arange(len(faces.people)))
    model = _save(workspace, base, trained, proof, _thresholds(workspace.thresholds(base), proof), faces)
    if activate and better:
        switch(workspace, model, progress, cancel)
    if not activate:
        reason = f"not asked to switch; {reason}"
    return Retraining(
        model=model,
        before=_rates(proof, "before"),
        after=_rates(proof, "after"),
        activated=activate and better,
        reason=reason,
        seconds=time.monotonic() - started,
        people=len(np.unique(faces.people)) - len(faces.single),
        faces=len(faces.people) - len(faces.single),
        single=faces.single,
    )


def _origin(workspace: Workspace) -> Model:
    """The published model from which the active one stems: training always starts there, never drifts."""
    model = workspace.active_model()
    with workspace.db.read() as session:
        while model.parent_id is not None:
            model = models.get(session, model.parent_id)
    return model


def _gather(workspace: Workspace, backbone: Backbone) -> _Faces:
    """Load and align the faces of everyone enrolled.

    Raises:
        TrainingRefused: Too few people or faces.
    """
    with workspace.db.read() as session:
        stored = embeddings.load(session, workspace.active_model().id)
        names = {person.id: person.name for person in people.everyone(session)}
        counts = dict(zip(*np.unique(stored.person_ids, return_counts=True), strict=True))
        single = sorted(name for person, name in names.items() if counts.get(person) == 1)
        _refuse_too_few(sum(person in counts for person in names), len(single))
        rows = _best_rows(stored.person_ids, stored.weights, list(names))
        order = np.argsort(stored.face_ids[rows])  # chips come by ascending face
        rows = rows[order]
        ready = [
            align(chips.decode(one.image, one.landmarks), backbone.spec.template, backbone.spec.size)
            for part in embeddings.chips(session, stored.face_ids[rows].tolist())
            for one in part
        ]
    owners, photos = stored.person_ids[rows], _pictures(stored.photo_ids[rows], stored.vectors[rows])
    return _Faces(Crops(np.stack(ready), owners, names), owners, photos, single)


def _refuse_too_few(enrolled: int, single: int) -> None:
    if enrolled < 2:
        here = "only one is enrolled" if enrolled else "nobody is enrolled"
        raise TrainingRefused(
            "there is not enough to train on",
            why=f"training compares people with each other, and {here}",
            remedy="Enrol at least two people with two photos each",
        )
    if enrolled == single:
        raise TrainingRefused(
            "there is not enough to train on",
            why="everyone has a single photo, so no two photos show the same person",
            remedy="Add a second photo of at least one person; three of each allow a proof",
        )


def _best_rows(owners: Ids, weights: Any, known: list[int]) -> Ids:
    """Rows of the faces to train on: all, or the best of each person where there are too many."""
    mine = np.flatnonzero(np.isin(owners, known))
    order = mine[np.lexsort((-weights[mine], owners[mine]))]
    _, starts, counts = np.unique(owners[order], return_index=True, return_counts=True)
    rank = np.arange(len(order)) - np.repeat(starts, counts)
    most = int(counts.max())
    while np.minimum(counts, most).sum() > _MOST_FACES and most > 2:
        most -= max(most // 10, 1)
    return np.asarray(order[rank < most], np.int64)


def _pictures(photo_ids: Ids, vectors: Embedding) -> Ids:
    """Number the pictures faces come from (N,), taking exact copies of a face for one picture.

    A face from no photo (a camera's) is a picture of its own.
    """
    _, same_face = np.unique(vectors.round(4), axis=0, return_inverse=True)
    pictures = np.where(photo_ids >= 0, photo_ids, -1 - np.arange(len(photo_ids)))
    first = np.full(int(same_face.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, same_face.ravel(), pictures)
    return np.asarray(first[same_face.ravel()], np.int64)


class _Run:
    """Fits of one recipe on parts of the same faces."""

    def __init__(
        self,
        device: str,
        backbone: Backbone,
        faces: _Faces,
        progress: ProgressSink,
        on_event: EventSink,
        cancel: CancelToken,
    ) -> None:
        self._backbone, self._faces = backbone, faces
        self._progress, self._on_event, self._cancel = progress, on_event, cancel
        self._device = device
        self._config = TrainConfig(depth="blocks" if device == "cuda" else "head", device=device)
        self._label = "Reading faces"
        self._data = self._prepare()

    def prove(self) -> Proof:
        """Train on each split, and compare what its model makes of the faces that it did not see."""
        proof, faces = Proof(), self._faces
        old = self._embed(self._backbone)
        divided = splits(faces.people, faces.photos)
        for number, split in enumerate(divided, start=1):
            if not len(split.held_out) or len(np.unique(faces.people[split.train])) < 2:
                continue
            self._label = f"Trying it out, {number} of {len(divided)}"
            proof.add(split, old, self._embed(self.train(split.train)), faces.people, faces.photos)
        self._label = "Training on all faces"
        return proof

    def train(self, rows: Ids) -> Backbone:
        """Fine-tune on some faces.

        Raises:
            Cancelled: The user asked to stop.
            ModelError: Training broke down.
        """
        try:
            result = fit(
                self._config,
                self._data.subset(rows),
                backbone=self._backbone,
                on_event=self._hear,
                cancel=lambda: bool(self._cancel),
            )
        except TrainerError as error:
            raise ModelError(error.what, why=error.why, remedy=error.remedy) from error
        if result.outcome == "cancelled":
            raise Cancelled
        if result.outcome == "collapsed":
            raise ModelError("the training broke down", why=result.reason)
        return result.backbone

    def _prepare(self) -> Data:
        """Cache trunk features where only the head is trained."""
        crops = self._faces.crops
        if self._config.depth != "head":
            return crops
        found = cache_features(
            self._backbone,
            crops,
            device=self._device,
            half=len(crops.labels) >= _HALF_FROM,
            on_event=self._hear,
            cancel=lambda: bool(self._cancel),
        )
        if found is None:
            raise Cancelled
        return found

    @torch.inference_mode()
    def _embed(self, network: Backbone) -> Embedding:
        """Embeddings (N, D) of all faces."""
        network = network.to(self._device)
        found = []
        for rows in np.array_split(np.arange(len(self._faces.people)), len(self._faces.people) // 64 + 1):
            if isinstance(self._data, Features):
                part = network.embed_features(self._data.values[rows].float().to(self._device))
            else:
                part = network(network.prepare(self._data.crops(rows).to(self._device)))
            found.append(part.cpu().numpy())
        return np.concatenate(found)

    def _hear(self, event: Event) -> None:
        self._on_event(event)
        if isinstance(event, Cached):
            self._progress(Progress(event.done, event.total, self._label))
        elif isinstance(event, Stepped):
            self._progress(Progress(event.step, event.steps, self._label))


def _thresholds(base: Thresholds, proof: Proof) -> Thresholds:
    """Thresholds of the new model, from pairs of strangers that it was not trained on."""
    before, after = impostor_scores([proof.trained, proof.others])
    if len(before) < MIN_TRANSFER:
        return base  # too little to say: the model stays close to where it started
    return transfer_thresholds(base, before, after)


def _rates(proof: Proof, when: str) -> dict[str, dict[str, float] | None]:
    def of(pairs: Comparisons) -> dict[str, float] | None:
        if not pairs.usable:
            return None
        rates = pairs.rates(pairs.before if when == "before" else pairs.after)
        return {f"{fmr:.0e}".replace("e-0", "e-"): round(tar, 4) for fmr, tar in rates.items()}

    return {"trained": of(proof.trained), "others": of(proof.others)}


def _save(
    workspace: Workspace,
    base: Model,
    trained: Backbone,
    proof: Proof,
    thresholds: Thresholds,
    faces: _Faces,
) -> Model:
    """Write the checkpoint, and make the model known to the gallery."""
    stamp = datetime.now(UTC)
    metrics = {
        "before": _rates(proof, "before"),
        "after": _rates(proof, "after"),
        "people": len(np.unique(faces.people)),
        "faces": len(faces.people),
    }
    path = workspace.folder.models / f"retrained-{stamp:%Y%m%d-%H%M%S-%f}.safetensors"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        checkpoint.save(path, trained, {"parent": base.id, "metrics": metrics, "at": stamp.isoformat()})
    except (TrainerError, OSError) as error:
        raise ModelError("the new model cannot be saved", why=str(error)) from error
    model = Model(
        id=registry.model_id(registry.file_hash(path), base.backbone),
        name=f"{base.name}-{stamp:%Y%m%d-%H%M%S}",
        backbone=base.backbone,
        dimension=base.dimension,
        weights_path=str(path.relative_to(workspace.folder.root)),
        thresholds=thresholds.to_json(),
        metrics=metrics,
        parent_id=base.id,
    )
    with workspace.db.write() as session:
        models.add(session, model)
    return model
