"""Live view of several sources at once: the street at 1280x720 and 30 frames a second, shifted, in each tile.

    python -m tests.bench.bench_tiles [--tiles N] [--rounds N]

Frames painted a second in each tile of the real window, the longest waits of its event loop, and how often
each source is looked at, and how fairly. Exits with 1 if a gate fails.
"""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.domain.live import TILES
from tests.bench import gates, live_clips
from tests.bench.gates import Gate
from tests.bench.harness import faces_folder, machine, told_by, warn_of_tuning

_SECONDS = 20


def _judged(reports: list[dict[str, Any]], tiles: int) -> Iterator[Gate]:
    def of_each(key: str) -> list[float]:
        return [statistics.median(one[key][tile] for one in reports) for tile in range(tiles)]

    fps, looks = of_each("fps"), of_each("looks")
    print(f"\n{tiles} tiles, median of {len(reports)} rounds of {_SECONDS} s; {machine()}")
    for tile in range(tiles):
        print(f"  tile {tile + 1}: {fps[tile]:5.1f} fps shown, {looks[tile]:5.2f} looks a second")
    yield Gate("fps shown, of the slowest tile", min(fps), 25)
    gap = statistics.median(one["p99"] for one in reports)
    yield Gate("p99 gap of the event loop, ms", gap, 50, at_most=True)
    yield Gate("looks of one tile over those of another", max(looks) / min(looks), 1.3, at_most=True)


def main() -> int:
    """Run the bench."""
    parser = argparse.ArgumentParser(description="Several sources at once")
    parser.add_argument("--tiles", type=int, default=TILES, help=f"sources (default {TILES})")
    parser.add_argument("--rounds", type=int, default=3, help="turns (default 3)")
    wanted, faces = parser.parse_args(), faces_folder()
    print(machine())
    warn_of_tuning()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        first = live_clips.street(place / "street 1.mp4", faces, 8)
        others = [shutil.copy(first, place / f"street {tile + 1}.mp4") for tile in range(1, wanted.tiles)]
        reports = [
            json.loads(told_by("tiles_window", place / f"data {turn}", _SECONDS, first, *others))
            for turn in range(wanted.rounds)
        ]
    return 0 if gates.report([_judged(reports, wanted.tiles)]) else 1


if __name__ == "__main__":
    sys.exit(main())
