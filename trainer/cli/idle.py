"""Settings that were typed though nothing heeds them, as the others are."""

from collections.abc import Iterable, Mapping
from typing import Any

from trainer.config import MINERS, WITH_CENTRES, DataConfig, TrainConfig
from trainer.errors import ConfigError
from trainer.text import listed, say

_BY_COSINE = ("multi-similarity", "supcon", *WITH_CENTRES)
_NO_TRIPLETS = ("contrastive", *_BY_COSINE)

_IDLE: tuple[tuple[str, Mapping[str, tuple[Any, ...]]], ...] = (
    ("last_blocks", {"depth": ("head", "all")}),
    ("trunk_rate", {"depth": ("head",)}),
    ("distance", {"loss": _BY_COSINE}),
    ("normalise", {"loss": _BY_COSINE}),
    ("normalise", {"distance": ("cosine",)}),
    ("scale", {"loss": ("triplet", "contrastive")}),
    ("margin", {"loss": ("multi-similarity", "supcon")}),
    ("margin", {"soft_margin": (True,), "miner": ("batch-hard", "random")}),  # others choose by it
    ("miner", {"loss": _NO_TRIPLETS}),
    ("positive_gradient", {"loss": _NO_TRIPLETS}),
    ("reduction", {"loss": _NO_TRIPLETS}),
    ("mine_every", {"miner": tuple(name for name in MINERS if name != "offline")}),
    ("memory", {"miner": ("offline",)}),
    ("evaluate_every", {"split": ("none",)}),
    ("patience", {"split": ("none",)}),
    ("patience", {"evaluate_every": (0,)}),
)
"""Settings, each with what others must all be for nothing to heed it."""


def refuse_idle(typed: Iterable[str], config: TrainConfig, data: DataConfig) -> None:
    """Refuse settings that change nothing, unless they are switches that ask for what is usual.

    Args:
        typed: Names of the settings that options gave; a file of settings may say all of them.
        config: The settings in effect.
        data: What is held out.

    Raises:
        ConfigError: There is one.
    """
    given = config.as_dict()
    values = {**given, "split": "identity" if data.test else data.split}
    usual = TrainConfig().as_dict()
    asking = {name for name in typed if given[name] != usual[name] or usual[name] not in (False, True)}
    for name, others in _IDLE:
        if name in asking and all(values[other] in dead for other, dead in others.items()):
            with_these = listed(_written(other, values[other]) for other in others)
            raise ConfigError(
                say("{option} has no effect with {others}", option=_written(name), others=with_these)
            )


def _written(name: str, value: object = True) -> str:
    """A setting as it is typed."""
    option = f"--{name.replace('_', '-')}"
    return option if value is True else f"{option} {value}"
