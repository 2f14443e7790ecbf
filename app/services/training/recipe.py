"""How a model is trained, by the device and by what the user chose; needs no torch."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from app.domain.training import Effort, TrainingOptions
from trainer.config import Depth, TrainConfig
from trainer.training.sampling import PKSampler

Ids = npt.NDArray[np.int64]

_LOOK_EVERY = 6
"""Steps between two looks at held-out faces, ten in the shortest training."""
_EFFORT: dict[Effort, float] = {"quick": 0.5, "usual": 1.0, "long": 2.0}
"""Steps by what the user asks for, as a multiple of the usual."""


def recipe(device: str, options: TrainingOptions, *, head_only: bool = False) -> TrainConfig:
    """How a model is trained on a device: unless it is said, on a GPU deeper than the last layer.

    The rest is the trainer's own default, which `tests/bench/measure_recipes.py` chose.

    Args:
        device: "cpu", "cuda" or "mps".
        options: What the user chose.
        head_only: Whether the network has nothing else that can be trained, as one that came as ONNX.
    """
    deep = options.depth == "blocks" or (options.depth == "auto" and device == "cuda")
    depth: Depth = "blocks" if deep and not head_only else "head"
    return TrainConfig(depth=depth, device=device, evaluate_every=_LOOK_EVERY)


def steps_per_epoch(config: TrainConfig, labels: Ids) -> tuple[int, int]:
    """How many steps show each face of these people (N,) about once, and how many faces are no anchors."""
    sampler = PKSampler(labels, config.identities, config.images, config.seed)
    return sampler.steps_per_epoch, len(sampler.singles)


def with_steps(config: TrainConfig, labels: Ids, effort: Effort) -> TrainConfig:
    """The recipe with the number of steps that faces of these people (N,) and an effort ask for."""
    usual = config.total_steps(steps_per_epoch(config, labels)[0])
    return replace(config, steps=max(1, round(_EFFORT[effort] * usual)))
