"""Command-line options that mirror `TrainConfig`, so that a setting is described in one place."""

import argparse
import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from trainer.config import MINERS, USUAL_MARGINS, TrainConfig
from trainer.data.augment import RECIPES

_CHOICES = {"miner": MINERS, "augment": tuple(RECIPES)}


def add_settings(parser: argparse.ArgumentParser, from_scratch: Mapping[str, Any]) -> None:
    """Add an option for each field of `TrainConfig`; one that is not given leaves no trace.

    Args:
        parser: Where to.
        from_scratch: Defaults of a network from scratch, where they differ.
    """
    group = parser.add_argument_group("settings")
    kinds, helps = get_type_hints(TrainConfig), _descriptions()
    for setting in fields(TrainConfig):
        assert setting.default is not MISSING  # noqa: S101 - each setting has one
        extra = _kind(setting.name, kinds[setting.name])
        usual, fresh = setting.default, from_scratch.get(setting.name, setting.default)
        usual = usual if fresh == usual else f"{usual}; from scratch {fresh}"
        group.add_argument(
            f"--{setting.name.replace('_', '-')}",
            default=argparse.SUPPRESS,
            help=f"{helps[setting.name]} ({usual})".replace("%", "%%"),
            **extra,
        )


def chosen_settings(arguments: argparse.Namespace, defaults: Mapping[str, Any]) -> TrainConfig:
    """The settings: what was given, over `defaults`, over `TrainConfig`'s own.

    Raises:
        ConfigError: They make no sense together.
    """
    names = {setting.name for setting in fields(TrainConfig)}
    given = {name: value for name, value in vars(arguments).items() if name in names}
    if given.get("loss") in USUAL_MARGINS:
        defaults = {**defaults, "margin": USUAL_MARGINS[given["loss"]]}
    if given.get("depth") == "head":  # learns from cached features
        defaults = {name: value for name, value in defaults.items() if name != "augment"}
    return TrainConfig(**{**defaults, **given})


def _kind(name: str, kind: Any) -> dict[str, Any]:
    """How argparse reads a field of this type."""
    if name in _CHOICES:
        return {"choices": _CHOICES[name]}
    if get_origin(kind) is Literal:
        return {"choices": get_args(kind)}
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(k for k in get_args(kind) if k is not type(None))
    if kind is bool:
        return {"action": argparse.BooleanOptionalAction}
    return {"type": kind, "metavar": "N" if kind in (int, float) else "TEXT"}


def _descriptions() -> dict[str, str]:
    """What `TrainConfig`'s docstring says about each field."""
    text = (TrainConfig.__doc__ or "").split("Attributes:")[1]
    found = re.findall(r"^ {8}(\w+): (.+(?:\n {12}.+)*)", text, flags=re.MULTILINE)
    return {name: re.sub(r"\s+", " ", words).rstrip(".").replace("`", "") for name, words in found}
