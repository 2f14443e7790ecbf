"""Fits of one recipe on parts of the faces: first to prove it, then on all of them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from app.core.errors import Cancelled, ModelError
from app.core.progress import CancelToken, Progress, ProgressSink
from app.core.text import quote, say
from app.domain.arrays import Embedding
from app.domain.training import TrainingOptions
from app.services.training.curve import look_at
from app.services.training.proof import Proof, hardly_missed
from app.services.training.recipe import recipe, with_steps
from app.services.training.splits import trials
from app.services.training.training_set import Chosen, Ids
from app.vision.imported import ImportedBackbone
from trainer.backbones import Backbone
from trainer.data import Crops, Features, cache_features
from trainer.errors import TrainerError
from trainer.events import Cached, Event, Stepped
from trainer.training.loop import Monitor, fit

_HALF_FROM = 2_000
"""Faces from which features are cached with half precision."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """A fit is about to begin; what the trainer says from now on is about it.

    Attributes:
        fit: Its number, from 1; the last is on all faces.
        fits: How many there are.
    """

    fit: int
    fits: int


EventSink = Callable[[Event | Fitting], None]
Data = Crops | Features


_GENTLE = 0.25
"""How far from the old weights to the new ones to go for people of whom hardly a face is missed: all the way
gains nothing then, and costs people never seen (`tests/bench/measure_retraining.py`)."""


class TrainingRun:
    """Fits of one recipe on parts of the same faces.

    Attributes:
        config: The recipe.
        trials: The splits that prove it.
        share: How far from the old weights to the new ones a fit goes; known once the proof has begun.
    """

    def __init__(
        self,
        device: str,
        options: TrainingOptions,
        backbone: Backbone,
        crops: Crops,
        faces: Chosen,
        progress: ProgressSink,
        on_event: EventSink,
        cancel: CancelToken,
    ) -> None:
        self._backbone, self._faces = backbone, faces
        self._progress, self._on_event, self._cancel = progress, on_event, cancel
        self._device, self._effort = device, options.effort
        self.config = recipe(device, options, head_only=isinstance(backbone, ImportedBackbone))
        self.trials = trials(faces.people, faces.sessions)
        self.share = 1.0
        self._fit = 0
        self._label = say("Reading faces")
        self._data = self._prepare(crops)

    def prove(self) -> Proof:
        """Train on each split, and compare what its model makes of the faces that it did not see.

        Raises:
            Cancelled: The user asked to stop.
            ModelError: Training broke down.
        """
        proof, faces = Proof(), self._faces
        old = self._embed(self._backbone)
        if hardly_missed(self.trials, old, faces.people, faces.sessions):
            self.share = _GENTLE
        for number, split in enumerate(self.trials, start=1):
            self._label = say("Trying it out, {done} of {total}", done=number, total=len(self.trials))
            look = look_at(self._data, split, faces.people, faces.sessions)
            trained = self._train(split.train, look)
            proof.add(split, old, self._embed(trained), faces.people, faces.sessions)
        return proof

    def finish(self) -> Backbone:
        """Train on all faces, after the proof.

        Raises:
            Cancelled: The user asked to stop.
            ModelError: Training broke down.
        """
        self._label = say("Training on all faces")
        return self._train(np.arange(len(self._faces.people)), None)

    def _train(self, rows: Ids, look: Monitor | None) -> Backbone:
        self._fit += 1
        self._on_event(Fitting(self._fit, len(self.trials) + 1))
        try:
            result = fit(
                with_steps(self.config, self._faces.people[rows], self._effort),
                self._data.subset(rows),
                backbone=self._backbone,
                on_event=self._hear,
                cancel=lambda: bool(self._cancel),
                monitor=look,
            )
        except TrainerError as error:
            raise ModelError(error.what, why=error.why, remedy=error.remedy) from error
        if result.outcome == "cancelled":
            raise Cancelled
        if result.outcome == "collapsed":
            raise ModelError(say("the training broke down"), why=quote(result.reason))
        return self._part_way(result.backbone)

    @torch.no_grad()
    def _part_way(self, trained: Backbone) -> Backbone:
        """Go `share` of the way to the new weights (Wortsman et al., "Robust fine-tuning", 2022, eq. 1)."""
        for new, old in zip(trained.parameters(), self._backbone.parameters(), strict=True):
            new.copy_(torch.lerp(old.to(new.device), new, self.share))
        return trained

    def _prepare(self, crops: Crops) -> Data:
        """Cache trunk features where only the head is trained."""
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
