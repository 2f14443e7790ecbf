"""Training: `fit` is all that a caller needs."""

import copy
import time
from typing import Any

import torch

from trainer.backbones.base import Backbone
from trainer.config import TrainConfig
from trainer.data.features import LabelledData
from trainer.data.fingerprint import fingerprint
from trainer.events import Cancel, Ended, EventSink, ignore, never
from trainer.storage.run_directory import RunDirectory
from trainer.storage.run_files import RunFiles
from trainer.text import say
from trainer.training.device import resolve_device
from trainer.training.distributed import World
from trainer.training.result import FitResult
from trainer.training.run import Callbacks, Monitor, Run
from trainer.training.stage import as_learnt_from, build_stage

__all__ = ["FitResult", "Monitor", "fit"]


def fit(
    config: TrainConfig,
    data: LabelledData,
    *,
    backbone: Backbone,
    held_out: LabelledData | None = None,
    directory: RunDirectory | None = None,
    on_event: EventSink = ignore,
    cancel: Cancel = never,
    monitor: Monitor | None = None,
    world: World | None = None,
) -> FitResult:
    """Train a copy of `backbone` on labelled pictures, or its head on cached features.

    Args:
        config: Everything that decides what happens.
        data: What to learn from; cached `Features` for `depth="head"` only.
        backbone: Where to start; it is not changed.
        held_out: Decides which network is the best, and when to stop early.
        directory: Where to keep the last state and the best network; None keeps nothing.
        on_event: Hears what happens.
        cancel: Polled at every step; True ends the run with outcome "cancelled".
        monitor: Measures the network as it stands, and decides nothing; see `Callbacks`.
        world: The processes that train together; None trains alone.

    Raises:
        ConfigError: The settings do not fit the data.
        DataError: There is nothing to learn from the data.
        CheckpointError: The directory cannot be written, holds an earlier run, or cannot be resumed from.
        OutOfMemoryError: Even single pictures do not fit.
    """
    started = time.monotonic()
    callbacks = Callbacks(on_event, cancel, monitor)
    run = _prepare(config, data, held_out, backbone, directory, callbacks, world or World())
    return run.train(started) if run else _cancelled_early(backbone, started, on_event)


def _prepare(
    config: TrainConfig,
    data: LabelledData,
    held_out: LabelledData | None,
    backbone: Backbone,
    directory: RunDirectory | None,
    callbacks: Callbacks,
    world: World,
) -> Run | None:
    """The run, before its first step or behind the last one that was saved; None if cancelled meanwhile."""
    if directory and world.rank == 0:
        directory.check_free()
    device = resolve_device(config.device)
    network = copy.deepcopy(backbone).to(device).requires_grad_()
    files = None
    if directory:
        record = _record(data, held_out, device, world)
        files = RunFiles(
            directory, config, record, hashes=getattr(data, "hashes", ()), writes=world.rank == 0
        )
    given = [data] if held_out is None else [data, held_out]
    parts = as_learnt_from(given, network, config, device, callbacks.on_event, callbacks.cancel)
    if parts is None:
        return None
    data, held_out = parts[0], parts[1] if held_out is not None else None
    stage = build_stage(network, data, config, device, whole=files is not None)
    run = Run(config, stage, data, held_out, callbacks, world, files)
    run.claim(resume=directory is not None and directory.resume)
    return run


def _record(
    data: LabelledData, held_out: LabelledData | None, device: torch.device, world: World
) -> dict[str, Any]:
    """What a run's numbers depend on besides its settings."""
    record: dict[str, Any] = {"device": str(device), "threads": torch.get_num_threads()}
    if world.size > 1:
        record["processes"] = world.size
    record["data"] = fingerprint(data)
    if held_out is not None:
        record["held_out"] = fingerprint(held_out)
    return record


def _cancelled_early(backbone: Backbone, started: float, on_event: EventSink) -> FitResult:
    """The result of a run that was cancelled before its first step."""
    reason, seconds = say("Cancelled before the first step"), time.monotonic() - started
    on_event(Ended("cancelled", reason, 0, 0, seconds))
    return FitResult(copy.deepcopy(backbone), "cancelled", reason, 0, seconds, (), 0, None)
