"""Training: `fit` is all that a caller needs."""

import copy
import time
from pathlib import Path

import torch

from trainer.backbones.base import Backbone
from trainer.config import TrainConfig
from trainer.data.features import Features, LabelledData, cache_features
from trainer.data.fingerprint import describe
from trainer.errors import ConfigError
from trainer.events import Cancel, Ended, EventSink, ignore, never
from trainer.storage.run_directory import Vault, check_free
from trainer.training.distributed import World
from trainer.training.run import FitResult, Monitor, Run
from trainer.training.stage import build_stage

__all__ = ["FitResult", "Monitor", "fit", "resolve_device"]


def fit(
    config: TrainConfig,
    data: LabelledData,
    *,
    backbone: Backbone,
    on_event: EventSink = ignore,
    cancel: Cancel = never,
    held_out: LabelledData | None = None,
    folder: Path | None = None,
    resume: bool = False,
    overwrite: bool = False,
    world: World | None = None,
    monitor: Monitor | None = None,
) -> FitResult:
    """Train a copy of `backbone` on labelled pictures, or its head on cached features.

    Args:
        config: Everything that decides what happens.
        data: What to learn from; cached `Features` for `depth="head"` only.
        backbone: Where to start; it is not changed.
        on_event: Hears what happens.
        cancel: Polled at every step; True ends the run with outcome "cancelled".
        held_out: Decides which network is the best, and when to stop early.
        folder: Where to keep the last state and the best network; None keeps nothing. A folder that holds an
            earlier run is refused unless that is resumed or may be overwritten.
        resume: Go on from the last state in `folder`, if there is one: on a CPU bit for bit.
        overwrite: An earlier run in `folder` may be lost; it is removed when this one takes its first step.
        world: The processes that train together; None trains alone.
        monitor: Asked before the first step and wherever held-out data is looked at; `on_event` hears what it
            answers. It decides nothing, so that data looked at can still prove the result.

    Raises:
        ConfigError: The settings do not fit the data.
        DataError: There is nothing to learn from the data.
        CheckpointError: The folder cannot be written or holds an earlier run, or its state cannot be resumed
            from.
        OutOfMemoryError: Even single pictures do not fit.
    """
    started = time.monotonic()
    world = world or World()
    if folder and world.rank == 0 and not overwrite:
        check_free(folder, resume=resume)
    device = resolve_device(config.device)
    network = copy.deepcopy(backbone).to(device).requires_grad_()
    vault = Vault(folder, config, describe(data), writes=world.rank == 0) if folder else None
    if config.depth == "head":
        cached = [_cached(network, part, device, on_event, cancel) for part in (data, held_out)]
        if cached[0] is None or (held_out is not None and cached[1] is None):
            return _cancelled_early(backbone, started, on_event)
        data, held_out = cached[0], cached[1]
    elif isinstance(data, Features) or isinstance(held_out, Features):
        raise ConfigError(
            f"Depth {config.depth!r} needs pictures", why="cached features serve the head alone"
        )
    stage = build_stage(network, data, config, device, whole=vault is not None)
    run = Run(config, stage, data, held_out, on_event, cancel, world, vault, monitor)
    if vault:
        vault.begin(resumed=resume and run.resume(vault))
    return run.train(started)


def resolve_device(name: str) -> torch.device:
    """The device of that name; "auto" is the best there is."""
    if name != "auto":
        return torch.device(name)
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


def _cached(
    network: Backbone, data: LabelledData | None, device: torch.device, on_event: EventSink, cancel: Cancel
) -> Features | None:
    if data is None or isinstance(data, Features):
        return data
    return cache_features(network, data, device=device, on_event=on_event, cancel=cancel)


def _cancelled_early(backbone: Backbone, started: float, on_event: EventSink) -> FitResult:
    """The result of a run that was cancelled before its first step."""
    reason, seconds = "Cancelled before the first step", time.monotonic() - started
    on_event(Ended("cancelled", reason, 0, 0, seconds))
    return FitResult(copy.deepcopy(backbone), "cancelled", reason, 0, seconds, (), 0, None)
