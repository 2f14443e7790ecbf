"""What may be told of how weights came about: numbers and hashes, and never a name or a path."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trainer.events import Evaluated
from trainer.storage import checkpoint, settings_file
from trainer.storage.run_directory import SETTINGS
from trainer.storage.weights_file import read_header

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
    settings = weights.with_name(SETTINGS)
    record = settings_file.read(settings)[settings_file.RECORD] if settings.exists() else {}
    if record.get("data") != metadata.get("data"):  # another run's
        record = {}
    return Provenance(
        _data(metadata.get("data")),
        _data(record.get("held_out")),
        _look(metadata),
        thresholds(metadata),
        _hash(record.get("weights_sha256")),
    )


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
