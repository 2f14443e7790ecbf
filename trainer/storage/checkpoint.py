"""Checkpoints: a backbone's weights with the story of how they came about, in one safetensors file."""

import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch

from trainer.backbones import Backbone, create, find
from trainer.errors import CheckpointError, ConfigError
from trainer.storage.weights_file import Entry, read_header, read_tensors, write
from trainer.text import say

FORMAT = 1
_MOST_OPTION = 4096
_PREFIX = "model."


def save(path: Path, backbone: Backbone, metadata: Mapping[str, Any]) -> None:
    """Write a checkpoint atomically: after a crash the whole new file is there, or the old one.

    Args:
        path: Where to.
        backbone: Its weights, name and options are kept.
        metadata: What else to keep, as JSON: configuration, data, metrics. Library versions are added.

    Raises:
        CheckpointError: The folder cannot be written.
    """
    tensors = {_PREFIX + name: value for name, value in backbone.state_dict().items()}
    write(path, tensors, {**metadata, **describe(backbone)})


def load(path: Path) -> tuple[Backbone, dict[str, Any]]:
    """Read a checkpoint, in evaluation mode, and what was kept with it.

    Names, shapes, dtypes and the file's size are checked before anything is allocated, finiteness after.

    Raises:
        CheckpointError: The file is missing, damaged, of another format, or not of a known backbone.
    """
    metadata = read_header(path).metadata
    backbone = _empty_backbone(path, metadata)
    wanted = {name: Entry.of(value) for name, value in backbone.state_dict().items()}
    tensors = read_tensors(path, wanted, prefix=_PREFIX)
    backbone.load_state_dict(tensors, assign=True)
    if any(buffer.is_meta for buffer in backbone.buffers()):  # what is computed anew, and in no file
        backbone = create(backbone.name, **backbone.options)
        backbone.load_state_dict(tensors)
    return backbone.eval(), metadata


def is_one(path: Path) -> bool:
    """Whether a file says that it is a checkpoint of ours."""
    try:
        return bool(read_header(path).metadata)
    except CheckpointError:
        return False


def describe(backbone: Backbone) -> dict[str, Any]:
    """What a checkpoint says about its backbone and the libraries that wrote it."""
    return {
        "format": FORMAT,
        "backbone": {"name": backbone.name, "options": dict(backbone.options)},
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """The versions that a run's numbers depend on."""
    return {"python": platform.python_version(), "torch": version("torch"), "numpy": version("numpy")}


def _empty_backbone(path: Path, metadata: Mapping[str, Any]) -> Backbone:
    """The backbone that the file names, without memory for its weights."""
    try:
        if metadata["format"] != FORMAT:
            raise CheckpointError(
                say("{path} cannot be used", path=path), why=say("it was written by another version")
            )
        name, options = metadata["backbone"]["name"], metadata["backbone"]["options"]
        sane = all(type(v) is int and 0 < v <= _MOST_OPTION for v in options.values())
        if not sane or find(name) is None:
            raise CheckpointError(
                say("{path} cannot be used", path=path),
                why=say("it is of no known backbone ({name})", name=repr(name)[:80]),
            )
        with torch.device("meta"):
            return create(name, **options)
    except (KeyError, TypeError, AttributeError, ValueError, ConfigError) as error:
        raise CheckpointError(
            say("{path} cannot be used", path=path), why=say("it is no checkpoint of ours")
        ) from error
