"""The training loop: `fit` is all that a caller needs."""

import copy
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from trainer.backbones.base import Backbone
from trainer.config import TrainConfig
from trainer.data.features import Features, cache_features
from trainer.distributed import World
from trainer.errors import ConfigError, OutOfMemoryError
from trainer.events import (
    Cancel,
    ChunkShrunk,
    Ended,
    Evaluated,
    EventSink,
    Outcome,
    Started,
    Stepped,
    ignore,
    never,
)
from trainer.metrics.verification import FMRS, pair_scores, tar_at_fmr
from trainer.objective import Judgement
from trainer.sampling import PKSampler
from trainer.stage import Data, build_stage
from trainer.stepper import Stepper
from trainer.watch import BestSoFar, CollapseWatch

_WATCHED_FMR = 1e-3


@dataclass(frozen=True, eq=False, slots=True)
class FitResult:
    """What a run ended with.

    Attributes:
        backbone: A new network, in evaluation mode on the CPU: the best on held-out data where there was
            some, else the last (averaged, where the run averages).
        outcome: How the run ended; a cancelled one still gives its best network so far.
        reason: Why it ended, in a sentence.
        steps: Steps taken.
        seconds: Wall-clock time, caching of features included.
        evaluations: Every look at held-out data, in order.
        empty: Steps whose miner found no triplet.
    """

    backbone: Backbone
    outcome: Outcome
    reason: str
    steps: int
    seconds: float
    evaluations: tuple[Evaluated, ...]
    empty: int


def fit(
    config: TrainConfig,
    data: Data,
    *,
    backbone: Backbone,
    on_event: EventSink = ignore,
    cancel: Cancel = never,
    held_out: Data | None = None,
    world: World | None = None,
) -> FitResult:
    """Train a copy of `backbone` on labelled pictures, or its head on cached features.

    Args:
        config: Everything that decides what happens.
        data: What to learn from; cached `Features` for `depth="head"` only.
        backbone: Where to start; it is not changed.
        on_event: Hears what happens.
        cancel: Polled at every step; True ends the run with outcome "cancelled".
        held_out: Decides which network is the best, and when to stop early.
        world: The processes that train together.

    Raises:
        ConfigError: The settings do not fit the data.
        DataError: There is nothing to learn from the data.
        OutOfMemoryError: Even single pictures do not fit.
    """
    started = time.monotonic()
    device = resolve_device(config.device)
    network = copy.deepcopy(backbone).to(device)
    if config.depth == "head":
        cached = [_cached(network, part, device, on_event, cancel) for part in (data, held_out)]
        if cached[0] is None or (held_out is not None and cached[1] is None):
            return _cancelled_early(backbone, started, on_event)
        data, held_out = cached[0], cached[1]
    elif isinstance(data, Features) or isinstance(held_out, Features):
        raise ConfigError(
            f"Depth {config.depth!r} needs pictures", why="cached features serve the head alone"
        )
    return _Run(config, data, network, held_out, on_event, cancel, world or World(), started).train()


def resolve_device(name: str) -> torch.device:
    """The device of that name; "auto" is the best there is."""
    if name != "auto":
        return torch.device(name)
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


def _cached(
    network: Backbone, data: Data | None, device: torch.device, on_event: EventSink, cancel: Cancel
) -> Features | None:
    if data is None or isinstance(data, Features):
        return data
    return cache_features(network, data, device=device, on_event=on_event, cancel=cancel)


def _cancelled_early(backbone: Backbone, started: float, on_event: EventSink) -> FitResult:
    """The result of a run that was cancelled before its first step."""
    reason, seconds = "Cancelled before the first step", time.monotonic() - started
    on_event(Ended("cancelled", reason, 0, 0, seconds))
    return FitResult(copy.deepcopy(backbone), "cancelled", reason, 0, seconds, (), 0)


class _Run:
    """One training run, from its first step to its result."""

    def __init__(
        self,
        config: TrainConfig,
        data: Data,
        network: Backbone,
        held_out: Data | None,
        on_event: EventSink,
        cancel: Cancel,
        world: World,
        started: float,
    ) -> None:
        self._config, self._held_out, self._world = config, held_out, world
        self._on_event, self._cancel, self._started = on_event, cancel, started
        self._network = network
        self._device = next(network.parameters()).device
        self._stage = build_stage(network, data, config, self._device)
        self._sampler = PKSampler(data.labels, config.identities, config.images, config.seed)
        self._names = data.names
        self._steps = config.steps or max(1, round(config.epochs * self._sampler.steps_per_epoch))
        self._stepper = Stepper(self._stage, config, self._steps, self._device, world)
        self._watch = CollapseWatch()
        self._best = BestSoFar(config.patience)
        self._best_weights = self._weights()
        self._evaluations: list[Evaluated] = []
        self._empty = 0
        self._pictures = 0
        self._looked_at = -1

    def train(self) -> FitResult:
        """Take all steps, or stop earlier for a reason."""
        self._announce()
        self._look(0)
        began = time.monotonic()
        for step in range(self._steps):
            if self._world.agree(self._cancel()):
                return self._end("cancelled", f"Cancelled after {step} of {self._steps} steps", step)
            judgement = self._take(step)
            self._report(judgement, step, began)
            if reason := self._watch.reason(judgement):
                return self._end("collapsed", reason, step + 1)
            if self._config.evaluate_every and (step + 1) % self._config.evaluate_every == 0:
                self._look(step + 1)
            if self._best.exhausted:
                reason = f"No gain on held-out pictures in the last {self._config.patience} looks"
                return self._end("early-stop", reason, step + 1)
        self._look(self._steps)
        return self._end("finished", "All steps taken", self._steps)

    def _announce(self) -> None:
        labels = self._stage.labels
        self._on_event(
            Started(
                identities=len(np.unique(labels)) - len(self._sampler.singles),
                pictures=len(labels),
                singles=tuple(self._names.get(int(s), str(s)) for s in self._sampler.singles),
                steps=self._steps,
                steps_per_epoch=self._sampler.steps_per_epoch,
                trainable=sum(w.numel() for part in self._stage.parameters() for w in part),
            )
        )

    def _take(self, step: int) -> Judgement:
        """One step; where memory runs out, again with half the chunk."""
        indices = self._sampler.batch(step)
        labels = torch.from_numpy(self._stage.labels[indices]).to(self._device)
        own = indices[self._world.own(len(indices))]
        while True:
            try:
                return self._stepper(self._stage.inputs(own, step), labels, step)
            except RuntimeError as error:
                self._shrink(error)

    def _shrink(self, error: RuntimeError) -> None:
        """Halve the chunk if memory ran out; anything else is raised again."""
        if not _out_of_memory(error) or self._world.size > 1:
            raise error
        if self._stepper.chunk == 1:
            raise OutOfMemoryError(
                f"{self._device} has too little memory",
                why="not even one picture at a time fits",
                remedy="Choose a smaller depth or backbone, or another device",
            ) from error
        self._stepper.chunk = max(1, self._stepper.chunk // 2)
        self._on_event(ChunkShrunk(self._stepper.chunk))

    def _report(self, judgement: Judgement, step: int, began: float) -> None:
        self._empty += judgement.triplets == 0
        self._pictures += len(judgement.gradient)
        passed = max(time.monotonic() - began, 1e-9)
        self._on_event(
            Stepped(
                step=step + 1,
                steps=self._steps,
                loss=judgement.loss,
                triplets=judgement.triplets,
                active=judgement.active / max(judgement.triplets, 1),
                spread=judgement.spread,
                learning_rate=self._stepper.rate(step),
                pictures_per_second=self._pictures / passed,
                seconds_left=passed / (step + 1) * (self._steps - step - 1),
            )
        )

    def _look(self, step: int) -> None:
        """Compare the held-out pictures, and keep the weights if they are the best so far."""
        if self._held_out is None or self._looked_at == step:
            return
        self._looked_at = step
        with self._averaged():
            scores = pair_scores(self._stage.embed(self._held_out), self._held_out.labels)
            tar = tar_at_fmr(scores.genuine, scores.impostor, FMRS)
            best = self._best.improved(tar[_WATCHED_FMR])
            if best:
                self._best_weights = self._weights()
        self._evaluations.append(Evaluated(step, tar, best))
        self._on_event(self._evaluations[-1])

    def _averaged(self) -> AbstractContextManager[None]:
        average = self._stepper.average
        return average.in_place() if average else nullcontext()

    def _weights(self) -> dict[str, Tensor]:
        return {name: value.clone() for name, value in self._stage.model.state_dict().items()}

    def _end(self, outcome: Outcome, reason: str, step: int) -> FitResult:
        """Put the best weights in place and say how it ended."""
        if self._held_out is None and outcome != "collapsed":
            with self._averaged():
                self._best_weights = self._weights()
        self._stage.model.load_state_dict(self._best_weights)
        seconds = time.monotonic() - self._started
        self._on_event(Ended(outcome, reason, step, self._empty, seconds))
        network = self._network.to("cpu").eval().requires_grad_(True)
        return FitResult(network, outcome, reason, step, seconds, tuple(self._evaluations), self._empty)


def _out_of_memory(error: RuntimeError) -> bool:
    return isinstance(error, torch.OutOfMemoryError) or "not enough memory" in str(error)
