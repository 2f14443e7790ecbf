"""Requests about watching sources: up to `TILES` at the same time, each with the number of its tile."""

from dataclasses import dataclass

from app.core.playing import Playing
from app.domain.source import Source
from app.engine.requests.base import Control, SlowRequest


@dataclass(frozen=True, slots=True)
class ListSources(SlowRequest[tuple[Source, ...]]):
    """The cameras of this computer. Files and addresses can be watched too."""


@dataclass(frozen=True, slots=True)
class StartLive(Control[None]):
    """Watch a camera's number or device, an address, or the path of a video or folder, in place of what the
    tile shows; see `LiveState`."""

    source: str
    tile: int = 0


@dataclass(frozen=True, slots=True)
class PlayLive(Control[None]):
    """Play what is watched otherwise; `at`: from there, in seconds. Of no effect on what is live."""

    how: Playing
    at: float | None = None
    tile: int = 0


@dataclass(frozen=True, slots=True)
class StopLive(Control[None]):
    """Stop watching in a tile; None: in all."""

    tile: int | None = None
