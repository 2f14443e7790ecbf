"""How evenly the real window runs while it watches several clips side by side: what `bench_tiles` reports."""

import json
import os
import sys
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import Any

from app.core.playing import Playing
from app.domain.live import LiveFrame
from tests.bench.window_busy import Pulse, close, open_live

_SETTLING = 4
"""Seconds before measuring: by then each picture is there and each face was looked at."""
_SHIFT = 1.1
"""Seconds by which each clip is ahead of the one before."""


def watch(folder: Path, clips: list[str], seconds: float) -> dict[str, Any]:
    """Watch clips at once in a window of 1280x800.

    Returns:
        Gaps of its event loop in milliseconds, and of each tile the frames painted and the looks a second.
    """
    shell, page = open_live(folder)
    pulse, frames = Pulse(), list[LiveFrame]()
    for place, clip in enumerate(clips):
        page.tiles.add(clip, Path(clip).name) if place else page.tiles.watch(clip, Path(clip).name)
        page.session.play(Playing(loop=True), _SHIFT * place)
    while {tile.session.stage for tile in page.tiles.all} != {"running"}:
        shell.app.processEvents()
    settled = monotonic() + _SETTLING
    while monotonic() < settled:
        shell.app.processEvents()
    counts = [Pulse() for _ in clips]
    for tile, count in zip(page.tiles.all, counts, strict=True):
        tile.video.installEventFilter(count)
    shell.bridge.live_faces.connect(frames.append)
    pulse.run(shell.app, seconds)
    report: dict[str, Any] = pulse.report(seconds)
    report["fps"] = [count.paints / seconds for count in counts]
    report["looks"] = [_looks(frames, tile.number) / seconds for tile in page.tiles.all]
    close(shell)
    return report


def _looks(frames: list[LiveFrame], tile: int) -> int:
    """How many looks the frames of a tile are told by: each has times of its own."""
    times = [frame.times for frame in frames if frame.tile == tile]
    return sum(one != other for one, other in pairwise(times))


def main() -> None:
    """Measure, and print the report as JSON in the last line."""
    folder, seconds, *clips = sys.argv[1:]
    print(json.dumps(watch(Path(folder), clips, float(seconds))), flush=True)
    os._exit(0)  # whatever still runs


if __name__ == "__main__":
    main()
