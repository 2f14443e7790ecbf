"""Settings of one training run."""

import math
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from trainer.errors import ConfigError
from trainer.text import Text, listed, say

Depth = Literal["head", "blocks", "all"]
Reduction = Literal["sum", "mean", "mean_active"]
Optimiser = Literal["adam-mini", "adamw", "sgd"]
Precision = Literal["fp32", "bf16", "fp16"]
Loss = Literal["triplet", "contrastive", "multi-similarity", "supcon", "arcface", "cosface"]
Distance = Literal["squared", "euclidean", "cosine"]
Split = Literal["identity", "session", "none"]
Which = Literal["all", "semi-hard", "hard"]
"""Every triplet of a batch, or only those whose negative lies in a certain range."""

MINERS = (
    "batch-all",
    "semi-hard-all",
    "hard-all",
    "semi-hard",
    "batch-hard",
    "random",
    "curriculum",
    "offline",
)
"""Miners by the name that the command line gives them; `trainer.triplets.mining` has those of one batch."""

AUGMENTS = ("none", "faces", "things")
"""Recipes of random changes by the name that the command line gives them; see `trainer.data.augment`."""

BACKBONES = ("inception_resnet_v1", "sface", "small", "timm")
"""Networks that are known from the start, by name; `trainer.backbones` has them."""

ENTRY_POINTS = "trainer.backbones"
"""Entry points by which an installed package offers more: a network's name, and where its class is."""

WITH_CENTRES = ("arcface", "cosface")
"""Losses that learn a centre for each class."""

USUAL_MARGINS: dict[Loss, float] = {"contrastive": 1.0, "arcface": 0.5, "cosface": 0.35}
"""Margins of the losses that measure them otherwise than triplets do."""

_BEFORE_IT_EXISTED: dict[str, Any] = {"positive_gradient": 1.0}
"""What runs did that were written down before a setting existed."""

MOST_IN_SPAN = 1200
"""Pictures up to which a head is fitted in the span of their features: of more the Gram matrix costs more."""

SIDES = 8, 2048
"""Sides of a network's input, in pixels, the least and the largest."""

LEAST_STEPS = 60
"""A handful of pictures is one batch; training on it for only a few steps would hardly move anything."""

LOWEST, HIGHEST, RATES = 1e-7, 1.0, 100
"""Learning rates among which one is looked for, and how many are tried."""


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """The network that a run of the command line starts from.

    Attributes:
        backbone: Its name; None is what the weights are of, or the small network.
        weights: A checkpoint, or published weights; None starts from scratch.
        size: Side of the input of the small network or one of timm, in pixels; None is its usual one.
    """

    backbone: str | None = None
    weights: Path | None = None
    size: int | None = None

    def __post_init__(self) -> None:
        least, most = SIDES
        _check(
            self.size is None or least <= self.size <= most,
            say("size must be from {least} to {most} pixels", least=least, most=most),
        )


@dataclass(frozen=True, slots=True)
class DataConfig:
    """Which pictures a run of the command line holds out.

    Attributes:
        test: Other data to hold out, instead of a split.
        split: Whether whole identities are held out, sessions of each, or nothing.
        held_out: Share that the split holds out.
    """

    test: Path | None = None
    split: Split = "identity"
    held_out: float = 0.2

    def __post_init__(self) -> None:
        _check(0 < self.held_out < 1, say("held_out must be more than 0 and less than 1"))


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """Everything that decides what a run does, apart from its data and its backbone.

    As it stands it is the recipe for the head of a network that knows faces already.

    Attributes:
        depth: Train the head alone (on cached features), the last blocks too, or everything.
        last_blocks: How many blocks of the trunk `depth="blocks"` trains.
        loss: Over triplets; over pairs (contrastive, multi-similarity, SupCon); or over classes (ArcFace,
            CosFace).
        distance: How triplets and contrastive pairs are compared: squared or plain Euclidean, or 1 - cosine.
        scale: What multiplies the similarities in losses that have such a factor; None is 10 for SupCon (a
            temperature of 0.1), 50 for multi-similarity, and 64 for ArcFace and CosFace.
        miner: Which triplets to learn from.
        margin: Margin in the chosen distance of unit embeddings; radians for ArcFace, a cosine for CosFace.
        soft_margin: Softplus instead of the hinge.
        positive_gradient: Share of its gradient that reaches the positive's distance: 1 is the plain loss, 0
            only pushes negatives apart. Less pull spares those never trained on who are pictured alike.
        reduction: How a batch's triplets become one number.
        normalise: Compare unit-length embeddings; False compares them as they are.
        identities: P, identities a batch; all of them where there are fewer.
        images: K, pictures of each.
        steps: Steps to take; None takes `epochs`, but no fewer than `LEAST_STEPS`.
        epochs: Passes over the data, where `steps` is None.
        optimiser: AdamW, SGD with Nesterov momentum 0.9, or Adam-mini (a second moment a neuron), with which
            the head of few pictures is fitted in the span of their features, about twenty times as fast.
        learning_rate: Peak rate of the head.
        trunk_rate: Factor on it for the trunk.
        warmup: Share of the steps during which the rate rises from zero; then it falls as a cosine.
        weight_decay: Decoupled pull towards zero.
        pull: Decoupled pull towards the starting weights, which keeps what is known about strangers.
        ema: Decay of the moving average of the weights that is kept as the result; 0 turns it off.
        memory: Past embeddings kept as further references; 0 turns it off.
        chunk: Pictures on the device at once; larger batches pass in chunks with exact triplets.
        precision: Arithmetic of the network; the loss is always float32.
        freeze_norms: Keep batch normalisation's statistics as they are.
        augment: Recipe of random changes: "none", "faces" or "things". Not for the head alone.
        evaluate_every: Steps between looks at the held-out data; 0 looks only at the end.
        patience: Looks without improvement before stopping early; 0 never stops early.
        save_every: Steps between two checkpoints, where the run keeps any.
        mine_every: Epochs between two searches of the offline miner.
        seed: Seed of everything random.
        device: "cpu", "cuda", "cuda:1", "mps" or "auto".
    """

    depth: Depth = "head"
    last_blocks: int = 2
    loss: Loss = "triplet"
    distance: Distance = "squared"
    scale: float | None = None
    miner: str = "batch-hard"
    margin: float = 0.5
    soft_margin: bool = False
    positive_gradient: float = 0.8
    reduction: Reduction = "mean_active"
    normalise: bool = True
    identities: int = 12
    images: int = 20
    steps: int | None = None
    epochs: float = 5
    optimiser: Optimiser = "adam-mini"
    learning_rate: float = 6.5e-6
    trunk_rate: float = 0.1
    warmup: float = 0.1
    weight_decay: float = 0.0
    pull: float = 0.0
    ema: float = 0.0
    memory: int = 0
    chunk: int = 128
    precision: Precision = "fp32"
    freeze_norms: bool = True
    augment: str = "none"
    evaluate_every: int = 0
    patience: int = 0
    save_every: int = 50
    mine_every: float = 2
    seed: int = 0
    device: str = "auto"

    def __post_init__(self) -> None:
        for name in (field.name for field in fields(self) if field.type is float):
            if type(whole := getattr(self, name)) is int:  # told and written down as any other
                object.__setattr__(self, name, float(whole))
        _check(self.miner in MINERS, say("there is no miner {name}", name=repr(self.miner)))
        for name, value in self.as_dict().items():
            _check(value != math.inf, say("{name} must be finite", name=name))
        for name in ("last_blocks", "images", "chunk", "save_every"):
            _check(getattr(self, name) >= 1, say("{name} must be at least 1", name=name))
        for name in ("margin", "learning_rate", "epochs", "mine_every"):
            _check(getattr(self, name) > 0, say("{name} must be more than 0", name=name))
        _check(self.identities >= 2, say("a batch needs at least two identities"))
        _check(self.images >= 2, say("a batch needs at least two images of each identity"))
        _check(self.steps is None or self.steps >= 1, say("steps must be at least 1"))
        for name in ("trunk_rate", "weight_decay", "pull", "memory", "evaluate_every", "patience"):
            _check(getattr(self, name) >= 0, say("{name} must not be negative", name=name))
        for name in ("ema", "warmup"):
            _check(0 <= getattr(self, name) < 1, say("{name} must be in [0, 1)", name=name))
        _check(0 <= self.positive_gradient <= 1, say("positive_gradient must be in [0, 1]"))
        _check(0 <= self.seed < 2**63, say("seed must be from 0 on, and less than 2^63"))
        _check(
            self.depth != "head" or self.augment == "none",
            say("the head learns from cached features, which no random changes reach"),
        )
        self._check_loss()

    def _check_loss(self) -> None:
        _check(self.scale is None or self.scale > 0, say("{name} must be more than 0", name="scale"))
        _check(
            self.loss == "triplet" or not (self.soft_margin or self.miner == "offline"),
            say("soft margins and offline mining are of triplets, not of {loss}", loss=self.loss),
        )
        _check(
            not (self.memory and self.loss in WITH_CENTRES),
            say("{loss} compares with centres of classes, and needs no memory", loss=self.loss),
        )
        closed_form = self.miner in ("batch-all", "semi-hard-all", "hard-all")
        _check(
            not (self.soft_margin and closed_form),
            say("{miner} has no closed form with a soft margin", miner=self.miner),
        )

    def total_steps(self, steps_per_epoch: int) -> int:
        """How many steps the run takes on data of that size."""
        return self.steps or max(LEAST_STEPS, round(self.epochs * steps_per_epoch))

    def as_dict(self) -> dict[str, Any]:
        """The settings by name, as JSON holds them."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "TrainConfig":
        """The settings that `as_dict` gave; one that did not exist yet is as it was without it.

        Raises:
            ConfigError: A name is unknown, or a value makes no sense.
        """
        unknown = values.keys() - {f.name for f in fields(cls)}
        _check(not unknown, say("{names} is unknown", names=listed(sorted(unknown))))
        return cls(**{**_BEFORE_IT_EXISTED, **values})


def _check(holds: bool, why: Text) -> None:
    if not holds:
        raise ConfigError(say("The training settings make no sense"), why=why)
