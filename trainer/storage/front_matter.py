"""The head of a model card, which the Hugging Face hub reads."""

import json
from collections.abc import Mapping
from typing import Any

_LICENCES = ("apache-2.0", "mit", "bsd-2-clause", "bsd-3-clause", "cc-by-4.0", "cc-by-nc-4.0", "cc0-1.0")
"""Licences that the hub knows by these names."""


def front_matter(fields: Mapping[str, Any]) -> str:
    """The YAML at a card's head: values are written as JSON, which YAML holds, so that none adds a field."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "\n".join(["---", *lines, "---"])


def licence_fields(said: str | None) -> dict[str, str]:
    """A licence as the hub has it; one that it does not know keeps its name."""
    if said is None:
        return {"license": "unknown"}
    if said.lower() in _LICENCES:
        return {"license": said.lower()}
    return {"license": "other", "license_name": said}
