"""Command-line options that mirror `TrainConfig`, so that a setting is described in one place.

What an option says goes before what a file of settings says, and that before what is usual.
"""

import argparse
import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from trainer.cli.usage import told
from trainer.config import AUGMENTS, MINERS, USUAL_MARGINS, DataConfig, NetworkConfig, TrainConfig
from trainer.errors import CheckpointError
from trainer.language import shown
from trainer.storage import settings_file
from trainer.storage.run_directory import RunDirectory
from trainer.text import Text, listed, quote, say

_CHOICES = {"miner": MINERS, "augment": AUGMENTS}


FROM_SCRATCH: dict[str, Any] = {
    "depth": "all",
    "miner": "semi-hard",
    "margin": 0.2,
    "positive_gradient": 1.0,
    "identities": 8,
    "images": 4,
    "optimiser": "adamw",
    "learning_rate": 1e-3,
    "trunk_rate": 1.0,
    "freeze_norms": False,
    "epochs": 80,
    "ema": 0.99,
    "augment": "faces",
}
"""Settings of a network with no weights to be careful with."""


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Add an option for each field of `TrainConfig`; one that is not given leaves no trace."""
    group = parser.add_argument_group(shown(say("Settings")))
    kinds, helps = get_type_hints(TrainConfig), descriptions()
    for setting in fields(TrainConfig):
        assert setting.default is not MISSING  # noqa: S101 - each setting has one
        extra = _kind(setting.name, kinds[setting.name])
        usual, fresh = setting.default, FROM_SCRATCH.get(setting.name, setting.default)
        what, first = Text(helps[setting.name], {}), quote(usual)
        described = say("{what} ({usual})", what=what, usual=first)
        if fresh != usual:
            described = say(
                "{what} ({usual}; from scratch {fresh})", what=what, usual=first, fresh=quote(fresh)
            )
        group.add_argument(
            f"--{setting.name.replace('_', '-')}",
            default=argparse.SUPPRESS,
            help=told(described),
            **extra,
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the command line and a file of settings say of a run.

    Attributes:
        network: The network to start from.
        data: What is held out.
        training: Those of `TrainConfig`'s settings that were given, by name.
        typed: Names of those that options gave.
        record: What the file says of the run that it was written of; empty without one.
    """

    network: NetworkConfig
    data: DataConfig
    training: Mapping[str, Any]
    typed: frozenset[str]
    record: Mapping[str, Any]

    def config(self, defaults: Mapping[str, Any]) -> TrainConfig:
        """The settings: what was given, over `defaults`, over `TrainConfig`'s own.

        Raises:
            ConfigError: They make no sense together.
        """
        given = self.training
        if given.get("loss") in USUAL_MARGINS:
            defaults = {**defaults, "margin": USUAL_MARGINS[given["loss"]]}
        if given.get("depth") == "head":  # learns from cached features
            defaults = {name: value for name, value in defaults.items() if name != "augment"}
        return TrainConfig(**{**defaults, **given})


def choose(arguments: argparse.Namespace, directory: RunDirectory | None = None) -> Chosen:
    """What is said of a run; one that is gone on with keeps what its own file says, unless another is given.

    Raises:
        ConfigError: The file cannot be used, or the settings make no sense.
        CheckpointError: Options name another network or another split than the run that is gone on with.
    """
    own = directory.settings if directory and directory.resume and directory.settings.exists() else None
    file: Path | None = arguments.settings or own
    written = settings_file.read(file) if file else {}
    network, data, training = (_given(arguments, kind) for kind in (NetworkConfig, DataConfig, TrainConfig))
    if own and file == own:
        _check_same(own, written, {settings_file.NETWORK: network, settings_file.DATA: data})
    before = dict(written.get(settings_file.TRAINING, {}))
    if "epochs" in training:
        before.pop("steps", None)  # which would go before the epochs
    return Chosen(
        NetworkConfig(**{**written.get(settings_file.NETWORK, {}), **network}),
        DataConfig(**{**written.get(settings_file.DATA, {}), **data}),
        {**before, **training},
        frozenset(training),
        written.get(settings_file.RECORD, {}),
    )


def _given(arguments: argparse.Namespace, kind: Any) -> dict[str, Any]:
    """The fields of a dataclass that options give."""
    values = {setting.name: getattr(arguments, setting.name, None) for setting in fields(kind)}
    return {name: value for name, value in values.items() if value is not None}


def _check_same(file: Path, written: settings_file.Tables, given: settings_file.Tables) -> None:
    """Refuse another network or split than the run began with; its weights lie in its state."""
    differ = [
        f"--{name.replace('_', '-')} {before}"
        for table, values in given.items()
        for name, value in values.items()
        if name != "weights" and not _same(before := written[table].get(name), value)
    ]
    if differ:
        raise CheckpointError(
            say("{path} cannot be resumed", path=file.parent),
            why=say("its settings were others: {settings}", settings=listed(differ)),
            remedy=say("Resume with the same ones, or start in another folder"),
        )


def _same(before: object, given: object) -> bool:
    """Whether an option says what the file says, if it says anything; paths by where they lead."""
    if isinstance(before, Path) and isinstance(given, Path):
        return before.resolve() == given.resolve()
    return before in (None, given)


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


def descriptions() -> dict[str, str]:
    """What `TrainConfig`'s docstring says about each field, in English."""
    text = (TrainConfig.__doc__ or "").split("Attributes:")[1]
    found = re.findall(r"^ {8}(\w+): (.+(?:\n {12}.+)*)", text, flags=re.MULTILINE)
    return {name: re.sub(r"\s+", " ", words).rstrip(".").replace("`", "") for name, words in found}
