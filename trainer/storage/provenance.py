"""What may be told of how weights came about: numbers and hashes, and never a name or a path."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trainer.errors import ConfigError
from trainer.events import Evaluated
from trainer.plain_files import read_list
from trainer.storage import checkpoint, settings_file
from trainer.storage.run_directory import SETTINGS, TRAINED
from trainer.storage.weights_file import read_header
from trainer.text import quote, say

_COUNTS = ("pictures", "identities", "singles")
_SHA256 = re.compile("[0-9a-f]{64}")

Data = Mapping[str, int | str]
"""`pictures`, `identities` and `singles` of a data set, and its `sha256`; without what is not known."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """How weights came about; empty of what is not known.

    Attributes:
        trained: The data that they learnt from.
        held_out: The data that they were compared on.
        look: How they did there.
        thresholds: The similarity that pairs must exceed, at each FMR that the held-out data show.
        start: SHA-256 of the weights that they began as; "" if of none.
    """

    trained: Data = field(default_factory=dict)
    held_out: Data = field(default_factory=dict)
    look: Evaluated | None = None
    thresholds: Mapping[float, float] = field(default_factory=dict)
    start: str = ""


def provenance(weights: Path) -> Provenance:
    """What a checkpoint tells, and the settings of its run beside it; nothing of weights of another kind.

    Raises:
        ConfigError: The settings beside it make no sense.
    """
    if not checkpoint.is_one(weights):
        return Provenance()
    metadata = read_header(weights).metadata
    record = _record(weights, metadata)
    return Provenance(
        _data(metadata.get("data")),
        _data(record.get("held_out")),
        _look(metadata),
        thresholds(metadata),
        _hash(record.get("weights_sha256")),
    )


def trained_on(weights: Path) -> frozenset[str] | None:
    """Content hashes (SHA-256) of the pictures that weights learnt from, which lie beside a run's checkpoint.

    Those that the weights of its start had learnt from, as far as they told, are among them.

    Returns:
        The hashes; None of weights of another kind, or of a run that kept none.

    Raises:
        ConfigError: The settings beside it make no sense, or the hashes cannot be read.
    """
    if not checkpoint.is_one(weights) or not _record(weights, read_header(weights).metadata):
        return None
    kept = weights.with_name(TRAINED)
    try:
        return frozenset(read_list(kept).split()) if kept.exists() else None
    except (OSError, ValueError) as error:
        raise ConfigError(say("{path} cannot be used", path=kept), why=quote(error)) from error


def _record(weights: Path, metadata: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the settings beside a checkpoint tell of its run; nothing where they are another run's."""
    settings = weights.with_name(SETTINGS)
    record = settings_file.read(settings)[settings_file.RECORD] if settings.exists() else {}
    return record if record.get("data") == metadata.get("data") else {}


def thresholds(metadata: Mapping[str, Any]) -> dict[float, float]:
    """The thresholds that a checkpoint tells; none where it was compared with nothing."""
    try:
        return {float(fmr): float(value) for fmr, value in metadata["metrics"]["threshold"].items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        return {}


def _data(found: Any) -> Data:
    if not isinstance(found, dict):
        return {}
    counts: dict[str, int | str] = {name: found[name] for name in _COUNTS if type(found.get(name)) is int}
    digest = _hash(found.get("sha256"))
    return {**counts, "sha256": digest} if digest else counts


def _hash(found: Any) -> str:
    return found if isinstance(found, str) and _SHA256.fullmatch(found) else ""


def _look(metadata: Mapping[str, Any]) -> Evaluated | None:
    try:
        return Evaluated.from_data({**metadata["metrics"], "best": True})
    except (KeyError, TypeError, ValueError, AttributeError):  # it was compared with nothing
        return None
