"""The settings of a run as a TOML file: to be written by hand, and kept beside the checkpoints.

A table for each dataclass of `trainer.config` that a run of the command line has, with a key for each field;
what is left out is as it is without the file. A fourth table, `record`, says what was found on the way (the
data's hashes, versions, the device): it is written, and read for comparison alone.
"""

import json
import os
import tomllib
import types
from collections.abc import Iterator, Mapping
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from trainer.config import DataConfig, NetworkConfig, TrainConfig
from trainer.errors import ConfigError
from trainer.plain_files import read_list, write_whole
from trainer.text import NOTHING, Text, listed, quote, say

NETWORK, DATA, TRAINING, RECORD = "network", "data", "training", "record"
_TABLES: dict[str, Any] = {NETWORK: NetworkConfig, DATA: DataConfig, TRAINING: TrainConfig}
_HEAD = "# `python -m trainer train PICTURES --out FOLDER --settings THIS_FILE` repeats this run.\n"

Tables = dict[str, dict[str, Any]]


def write(path: Path, tables: Mapping[str, Mapping[str, Any]]) -> None:
    """Write settings; those that are None are left out.

    Raises:
        CheckpointError: The folder cannot be written.
    """
    lines = "".join(line for name, table in tables.items() for line in _lines(name, table))
    write_whole(path, (_HEAD + lines).encode(errors="backslashreplace"))


def _lines(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n[{name}]\n"
    inner = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    for key, value in table.items():
        if key not in inner and value is not None:
            yield f"{key} = {_toml(value)}\n"
    for key, value in inner.items():
        yield from _lines(f"{name}.{key}", value)


def _toml(value: object) -> str:
    if isinstance(value, bool | int | float):
        return repr(value).lower()
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def seen_from(folder: Path, path: Path) -> str:
    """A path as a file in `folder` holds it.

    Of what lies in the folder or beside it, relative to the file, with "/" on any system: both may be moved
    together. Of anything else, absolute: the file may be moved alone. Beside a folder of the root lies all
    there is, which counts as elsewhere.
    """
    folder, path = folder.resolve(), path.resolve()
    if path.is_relative_to(folder.parent) and folder.parent != Path(folder.anchor):
        return Path(os.path.relpath(path, folder)).as_posix()
    return str(path)


def read(path: Path) -> Tables:
    """The settings that a file gives, by table and name; paths are relative to the file.

    Raises:
        ConfigError: It cannot be read, or a key of it is unknown or has a value that it cannot have.
    """
    try:
        document = tomllib.loads(read_list(path))
    except (OSError, ValueError) as error:  # a faulty document is a ValueError
        raise ConfigError(say("{path} cannot be used", path=path), why=quote(error)) from error
    record = document.pop(RECORD, {})
    tables: Tables = {name: {} for name in _TABLES}
    for name, table in document.items():
        if name not in _TABLES or not isinstance(table, dict):
            raise _unknown(path, name)
        kinds = get_type_hints(_TABLES[name])
        for key, value in table.items():
            if key not in kinds:
                raise _unknown(path, f"{name}.{key}")
            tables[name][key] = _fitting(path, f"{name}.{key}", value, kinds[key])
    return {**tables, RECORD: record if isinstance(record, dict) else {}}


def _unknown(path: Path, key: str) -> ConfigError:
    known = {f"{name}.{field.name}" for name, kind in _TABLES.items() for field in fields(kind)}
    by_end = {name.rpartition(".")[2]: name for name in known}
    near = get_close_matches(key, known, 1) or [
        by_end[end] for end in get_close_matches(key.rpartition(".")[2], by_end, 1)
    ]
    remedy = say("The nearest is {name}", name=near[0]) if near else NOTHING
    why = say("there is no setting {name}", name=key)
    return ConfigError(say("{path} cannot be used", path=path), why=why, remedy=remedy)


def _fitting(path: Path, key: str, value: Any, kind: Any) -> Any:
    """The value as a field of that type holds it.

    Raises:
        ConfigError: It cannot.
    """
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(one for one in get_args(kind) if one is not type(None))
    choices = get_args(kind) if get_origin(kind) is Literal else ()
    if value in choices or (not choices and type(value) is kind):
        return value
    if kind is float and type(value) is int:
        return float(value)
    if kind is Path and type(value) is str:
        return Path(os.path.normpath(path.parent.resolve() / value))
    wanted = say("one of {names}", names=listed(choices)) if choices else _wanted(kind)
    raise ConfigError(
        say("{path} cannot be used", path=path),
        why=say("{name} is {value}, and should be {kind}", name=key, value=repr(value)[:80], kind=wanted),
    )


def _wanted(kind: type) -> Text:
    if kind is bool:
        return say("true or false")
    if kind is int:
        return say("a whole number")
    return say("a number") if kind is float else say("text")
