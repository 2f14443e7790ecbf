"""Fits of one recipe on parts of the faces: first to prove it, then on all of them."""

from collections.abc import Callable

import numpy as np
import torch

from app.core.errors import Cancelled, ModelError
from app.core.progress import CancelToken, Progress, ProgressSink
from app.core.types import Embedding
from app.services.proof import Proof, splits
from app.services.training_set import Ids, TrainingSet
from trainer.backbones import Backbone
from trainer.config import TrainConfig
from trainer.data import Crops, Features, cache_features
from trainer.errors import TrainerError
from trainer.events import Cached, Event, Stepped
from trainer.loop import fit

_HALF_FROM = 2_000
"""Faces from which features are cached with half precision."""

EventSink = Callable[[Event], None]
Data = Crops | Features


class TrainingRun:
    """Fits of one recipe on parts of the same faces."""

    def __init__(
        self,
        device: str,
        backbone: Backbone,
        faces: TrainingSet,
        progress: ProgressSink,
        on_event: EventSink,
        cancel: CancelToken,
    ) -> None:
        self._backbone, self._faces = backbone, faces
        self._progress, self._on_event, self._cancel = progress, on_event, cancel
        self._device = device
        self.config = TrainConfig(depth="blocks" if device == "cuda" else "head", device=device)
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
                self.config,
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
        if self.config.depth != "head":
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
