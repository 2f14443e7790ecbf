"""A visit that has just begun or ended, as commands, webhooks and brokers are told of it."""

from typing import Any

from app.services.presence.book import Told
from app.services.presence.export import document

ARRIVED, LEFT = "arrived", "left"


def kind(told: Told) -> str:
    """Whether someone came or went."""
    return ARRIVED if told.arrived else LEFT


def as_document(told: Told) -> dict[str, Any]:
    """The visit as JSON has it, with what happened as `event`."""
    visit = document(told.visit)
    return {"event": kind(told)} | {
        name: visit[name] for name in ("id", "person", "source", "arrived", "left")
    }


def as_variables(told: Told) -> dict[str, str]:
    """The same as variables of the environment: KITH_EVENT, KITH_ID, KITH_PERSON, ..."""
    return {
        f"KITH_{name.upper()}": "" if value is None else str(value).replace("\0", "")  # no variable holds it
        for name, value in as_document(told).items()
    }
