"""Requests about watching a source."""

from dataclasses import dataclass

from app.domain.source import Source
from app.engine.requests.base import Control, SlowRequest


@dataclass(frozen=True, slots=True)
class ListSources(SlowRequest[tuple[Source, ...]]):
    """The cameras of this computer. Files and addresses can be watched too."""


@dataclass(frozen=True, slots=True)
class StartLive(Control[None]):
    """Watch a camera's number, an address or a video's path; `LiveState` says how it goes."""

    source: str


@dataclass(frozen=True, slots=True)
class StopLive(Control[None]):
    """Stop watching."""
