"""Reading and writing safetensors files safely: atomically out, and checked before anything is allocated in.

The format (an 8-byte length, a JSON header, raw numbers) holds no code. The header is nevertheless the
sender's word: sizes, names, shapes and places are checked against what is wanted before any tensor is made.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from trainer.errors import CheckpointError
from trainer.plain_files import check_plain, write_whole
from trainer.text import Text, quote, say

LARGEST_FILE = 4 * 1024**3
LARGEST_HEADER = 4 * 1024**2
_LENGTH = 8
_DTYPES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "U8": 1, "BOOL": 1}
_NAMES = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}
_KEY = "trainer"


@dataclass(frozen=True, slots=True)
class Entry:
    """A tensor as its header describes it.

    Attributes:
        dtype: safetensors' name of it, such as "F32".
        shape: Its shape.
    """

    dtype: str
    shape: tuple[int, ...]

    @classmethod
    def of(cls, tensor: Tensor) -> "Entry":
        """The entry that this tensor (possibly on the meta device) would have."""
        return cls(_NAMES[tensor.dtype], tuple(tensor.shape))


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says about itself, checked for sense.

    Attributes:
        metadata: The JSON document kept with the tensors.
        entries: Its tensors by name.
    """

    metadata: dict[str, Any]
    entries: dict[str, Entry]


def write(path: Path, tensors: Mapping[str, Tensor], metadata: Mapping[str, Any]) -> None:
    """Write tensors and a JSON document as one file, as `write_whole` does.

    Raises:
        CheckpointError: The folder cannot be written.
    """
    plain = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    write_whole(path, save(plain, metadata={_KEY: json.dumps(dict(metadata))}))


def read_header(path: Path) -> Header:
    """Read and check a file's header; no tensor is loaded.

    Raises:
        CheckpointError: It is missing, too large, truncated, or no safetensors file with our document.
    """
    try:
        size = path.stat().st_size
        _check(
            path, size <= LARGEST_FILE, say("it is larger than {limit} GiB", limit=LARGEST_FILE // 1024**3)
        )
        check_plain(path, LARGEST_FILE)
        with path.open("rb") as file:
            length = int.from_bytes(file.read(_LENGTH), "little")
            _check(path, size >= _LENGTH and length <= LARGEST_HEADER, say("it is no safetensors file"))
            raw = file.read(length)
    except OSError as error:
        raise CheckpointError(say("{path} cannot be read", path=path), why=quote(error)) from error
    try:
        fields = json.loads(raw)
        metadata = json.loads(fields.pop("__metadata__")[_KEY])
        entries = {name: Entry(f["dtype"], tuple(f["shape"])) for name, f in fields.items()}
        places = sorted(tuple(f["data_offsets"]) for f in fields.values())
        sizes = {name: _bytes(entry) for name, entry in entries.items()}
        spans = all(f["data_offsets"][1] - f["data_offsets"][0] == sizes[n] for n, f in fields.items())
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise _damaged(path, say("its header makes no sense")) from error
    _check(path, isinstance(metadata, dict), say("its header makes no sense"))
    _check(
        path, spans and _contiguous(places, size - _LENGTH - length), say("it is truncated or was changed")
    )
    return Header(metadata, entries)


def _bytes(entry: Entry) -> int:
    """Size of a tensor; shapes that are no shapes raise ValueError."""
    count = _DTYPES[entry.dtype]
    for side in entry.shape:
        if type(side) is not int or side < 0:
            raise ValueError(side)
        count *= side
    return count


def _contiguous(places: list[tuple[int, int]], size: int) -> bool:
    """Whether the tensors fill the file from start to end without gap or overlap."""
    end = 0
    for start, stop in places:
        if start != end:
            return False
        end = stop
    return end == size


def read_tensors(path: Path, wanted: Mapping[str, Entry], *, prefix: str = "") -> dict[str, Tensor]:
    """Load tensors after checking that the file holds exactly those, of those shapes and dtypes, all finite.

    Args:
        path: The file.
        wanted: Name and entry of each tensor under `prefix`.
        prefix: Only names that start with it are looked at; it is cut off.

    Raises:
        CheckpointError: Something is missing, left over, misshapen or not finite.
    """
    header = read_header(path)
    found = {n.removeprefix(prefix): e for n, e in header.entries.items() if n.startswith(prefix)}
    if found != dict(wanted):
        raise _damaged(path, _difference(found, wanted))
    try:
        with safe_open(path, framework="pt") as file:
            tensors: dict[str, Tensor] = {name: file.get_tensor(prefix + name) for name in wanted}
    except (SafetensorError, OSError) as error:
        raise _damaged(path, quote(error)) from error
    for name, tensor in tensors.items():
        if tensor.is_floating_point() and not bool(torch.isfinite(tensor).all()):
            raise _damaged(path, say("{name} holds values that are not finite", name=name))
    return tensors


def _difference(found: Mapping[str, Entry], wanted: Mapping[str, Entry]) -> Text:
    name = min(n for n in found.keys() | wanted.keys() if found.get(n) != wanted.get(n))
    if name not in found:
        return say("it has no {name}", name=name)
    if name not in wanted:
        return say("it has a tensor too many, {name}", name=repr(name[:80]))
    return say(
        "{name} is {dtype} {shape}, not {wanted_dtype} {wanted_shape}",
        name=name,
        dtype=found[name].dtype,
        shape=str(found[name].shape),
        wanted_dtype=wanted[name].dtype,
        wanted_shape=str(wanted[name].shape),
    )


def _check(path: Path, holds: bool, why: Text) -> None:
    if not holds:
        raise _damaged(path, why)


def _damaged(path: Path, why: Text) -> CheckpointError:
    return CheckpointError(
        say("{path} cannot be used", path=path), why=why, remedy=say("Take another copy of it")
    )
