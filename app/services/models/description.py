"""What a model's file, or the folder it lies in, says of it: preprocessing, licence, name.

Kith's own exports say it in the ONNX file's properties and in `config.json` beside it. Both may come from
anybody, so nothing of them is taken on trust.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.preprocessing import Preprocessing

PROPERTY = "kith.model"
"""The ONNX property that holds the same document as `config.json`."""
CONFIG = "config.json"
_LARGEST = 1 << 20
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a model; None where nothing is."""

    preprocessing: Preprocessing | None = None
    licence: str | None = None
    name: str | None = None


def read_description(file: Path, properties: Mapping[str, str]) -> Description:
    """Read what an ONNX file's properties say, else what `config.json` beside it says.

    What makes no sense counts as not said.
    """
    document = _parsed(properties.get(PROPERTY, "")) or _parsed(_beside(file))
    try:
        preprocessing = Preprocessing.from_json(document["preprocessing"])
    except (KeyError, ValueError):
        preprocessing = None
    licence = document.get("license") or properties.get("license")
    return Description(preprocessing, _text(licence), _text(document.get("name")))


def document(
    preprocessing: Preprocessing, licence: str | None, name: str, more: Mapping[str, Any]
) -> dict[str, Any]:
    """The document that `read_description` reads, with more entries beside its own."""
    return {"name": name, "license": licence, "preprocessing": preprocessing.to_json(), **more}


def _beside(file: Path) -> str:
    path = file.parent / CONFIG
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return ""
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _parsed(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if len(text) <= _LARGEST else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _text(value: Any) -> str | None:
    """A short line of plain text, or None."""
    cleaned = " ".join(value.split())[:_LONGEST] if isinstance(value, str) else ""
    return cleaned if cleaned and cleaned.isprintable() else None
