"""How retraining would go here, before it is asked for: what proves it, and how long it takes."""

import math
from statistics import median
from time import monotonic

import numpy as np

from app.domain.training import Effort, TrainingOptions, TrainingPlan
from app.gallery import models
from app.services.training.recipe import recipe, steps_per_epoch, with_steps
from app.services.training.splits import Split, trials
from app.services.training.training_set import Ids, choose
from app.services.workspace import Workspace
from app.vision.runtime import choose_device
from trainer.config import MOST_IN_SPAN, TrainConfig

# Seconds of each part on two otherwise idle cores of a server, where the last layer is trained.
_START = 5.0
"""Starting the process and loading the model."""
_READ = 0.012
"""Reading a face, and running it once through the layers that stay as they are."""
_STEP = 0.035
"""A step, whatever it trains on: the optimiser goes through all weights of the layer."""
_SPAN = 0.004
"""The same where the layer is fitted in the span of few features."""
_TRAINED = 1e-4
"""Each face of a step."""
_DEEP = 0.04
"""The same where the last blocks are trained too."""
_JUDGED = 1.5e-4
"""Each face that a trained model embeds for the proof."""
_PAIR = 4e-6
"""Each pair of faces compared in the proof."""
_PROBE = 0.033
"""A step of `_probe`."""


def plan(workspace: Workspace, options: TrainingOptions) -> TrainingPlan:
    """Foresee a retraining.

    Raises:
        StartError: The device is not there.
    """
    device = choose_device(workspace.device)
    config = recipe(device, options)
    with workspace.db.read() as session:
        chosen = choose(workspace, session, options)
    shares, seconds = [], None
    if chosen.ready.obstacle is None:
        tried = trials(chosen.people, chosen.sessions)
        shares = [1 - len(split.train) / len(chosen.people) for split in tried]
        pace = _pace(workspace, device)
        if pace is not None:
            seconds = pace * reference_seconds(config, options.effort, chosen.people, tried)
    ready = chosen.ready
    return TrainingPlan(
        people=ready.people,
        faces=ready.faces,
        single=ready.single,
        obstacle=None if ready.obstacle is None else ready.obstacle.text,
        doubts=chosen.doubts,
        held_out=float(np.mean(shares)) if shares else None,
        seconds=seconds,
        device=_shown(device),
        deep=config.depth != "head",
    )


def _shown(device: str) -> str:
    if device != "cuda":
        return device
    import torch  # it was loaded to find the GPU

    return f"cuda: {torch.cuda.get_device_name()}"


def _pace(workspace: Workspace, device: str) -> float | None:
    """How many times as long as on the reference computer it takes here.

    Past trainings say how fast this computer is, a few steps how busy it is now. Load comes and goes within
    minutes, so neither is trusted alone: the answer lies half-way between them on a logarithmic scale.
    """
    with workspace.db.read() as session:
        past = [model.report for model in models.everything(session)]
    paces = [one.pace for one in past if one.device == device and one.pace is not None]
    usual = float(median(paces)) if paces else None
    if device != "cpu":
        return usual
    return math.sqrt((usual or 1.0) * _probe() / _PROBE)


def _probe() -> float:
    """Seconds that a step on a layer of the usual size takes, there and back."""
    inputs, layer = np.ones((120, 50_176), np.float32), np.full((50_176, 128), 1e-3, np.float32)
    ends = []
    for _ in range(4):
        outputs = inputs @ layer
        layer -= 1e-9 * (inputs.T @ outputs)
        ends.append(monotonic())
    return float(np.median(np.diff(ends)))  # the first step is not counted: it sets up


def reference_seconds(config: TrainConfig, effort: Effort, people: Ids, tried: list[Split]) -> float:
    """How long a retraining takes on the reference computer.

    Args:
        config: How a model is trained.
        effort: How long the user lets it.
        people: The person of each face (N,).
        tried: The trials that prove it.
    """
    fits = [people, *(people[split.train] for split in tried)]
    fitted = sum(_fit_seconds(config, effort, labels) for labels in fits)
    judged = len(people) * (len(tried) + 1)
    pairs = sum(split.pairs for split in tried)
    each = _JUDGED if config.depth == "head" else _READ
    return _START + _READ * len(people) + fitted + each * judged + _PAIR * pairs


def _fit_seconds(config: TrainConfig, effort: Effort, labels: Ids) -> float:
    steps_an_epoch, singles = steps_per_epoch(config, labels)
    drawn = (len(labels) - singles) / steps_an_epoch
    steps = with_steps(config, labels, effort).steps or 0
    if config.depth != "head":
        return steps * (_STEP + _DEEP * drawn)
    return steps * ((_SPAN if len(labels) <= MOST_IN_SPAN else _STEP) + _TRAINED * drawn)
