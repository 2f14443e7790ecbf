"""Live view on two clips at 1280x720 and 30 frames a second: a street, and one face before a webcam.

    python -m tests.bench.bench_live [--rounds N]

The real window is measured in turns with two bare windows that find and embed the faces of every frame on
their own thread, with Kith's networks and with facenet-pytorch's. What Kith says of the street is compared
with who is really there (`street_truth`): as it is played, and when every frame is looked at. Exits with 1 if
a gate fails.
"""

import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from app.core.playing import Playback
from app.core.progress import CancelToken
from app.domain.decision import State
from app.domain.live import LiveFrame
from app.services.enrolment import enrol
from app.services.recognise.live import Pipeline
from app.services.workspace import Workspace
from app.vision.sources.recording import open_recording
from tests.bench import gates, live_clips, street_truth
from tests.bench.face_set import sface_reader
from tests.bench.gates import Gate
from tests.bench.harness import faces_folder, machine, rounds_wanted, told_by, warn_of_tuning

_SECONDS = 12
_LOOPS = 3
_SOMEBODY = "Tony Blair"
_ENROLLED = 5
_STABLE = 1.0
"""Seconds that a name must stay to be stable."""
_VISIT = 2 * 30
"""Frames out of view after which somebody's track may be another."""


def _windows(title: str, folder: Path, clip: Path, rounds: int) -> Iterator[Gate]:
    """Frames shown and gaps of the event loop, the rivals in turns."""
    found: dict[str, list[dict[str, float]]] = {"kith": [], "naive": [], "facenet": []}
    for _ in range(rounds):
        for what, reports in found.items():
            reports.append(json.loads(told_by("live_window", what, folder, clip, _SECONDS)))
    print(f"\n{title}: the window, median of {rounds} rounds of {_SECONDS} s; {machine()}")
    for what, reports in found.items():
        fps, p99, longest = (statistics.median(one[key] for one in reports) for key in ("fps", "p99", "max"))
        print(f"  {what:8} {fps:5.1f} fps shown   event loop p99 {p99:7.1f} ms   longest {longest:7.1f} ms")
    yield Gate(f"{title}: fps shown", statistics.median(one["fps"] for one in found["kith"]), 29)
    gap = statistics.median(one["p99"] for one in found["kith"])
    yield Gate(f"{title}: p99 gap of the event loop, ms", gap, 50, at_most=True)


class _Watched:
    """What Kith said of a clip, and how many faces it embedded.

    Attributes:
        frames: Without their pictures.
        embedded: Faces.
    """

    def __init__(self, workspace: Workspace, clip: Path, *, played: bool) -> None:
        self.frames: list[LiveFrame] = []
        self.embedded = 0
        pipeline = Pipeline(workspace)
        embedder = workspace.reader().embedder
        embed = embedder.embed

        def counting(chips: Any, **how: Any) -> Any:
            self.embedded += len(chips)
            return embed(chips, **how)

        vars(embedder)["embed"] = counting
        frames = pipeline.watch(
            str(clip), CancelToken(), playback=Playback() if played else None, steady=played
        )
        self.frames = [frame.shown_as(frame.number, 1.0) for frame in frames]
        vars(embedder).pop("embed")


def _naive_embeddings(clip: Path) -> int:
    """Faces that a loop embeds which embeds every face of every frame."""
    reader = sface_reader()
    return sum(len(reader.find_fast(frame.image)) for frame in open_recording(str(clip)))


def _street(workspace: Workspace, clip: Path, every: int) -> Iterator[Gate]:
    for played in (True, False):
        watched = _Watched(workspace, clip, played=played)
        how = "as played" if played else "every frame"
        people = len(street_truth.PEOPLE)
        numbers = {face.stranger for frame in watched.frames for face in frame.faces} - {None}
        tracks, strangers = (
            street_truth.follow(watched.frames, live_clips.SIZE[0], by_stranger=one) for one in (False, True)
        )
        within = street_truth.switches(tracks, _VISIT)
        print(
            f"\nstreet, {how}: {len(numbers)} strangers (really {people}), {within} switches of a track in"
            f" {_LOOPS} rounds, {watched.frames[-1].passers_by} passers-by, {watched.embedded} faces embedded"
        )
        yield Gate(f"street, {how}: strangers off by", abs(len(numbers) / people - 1), 0.2, at_most=True)
        yield Gate(f"street, {how}: numbers that are their own", street_truth.purity(strangers), 0.95)
        yield Gate(f"street, {how}: times fewer embeddings", every / max(watched.embedded, 1), 10)


def _webcam(workspace: Workspace, clip: Path, every: int) -> Iterator[Gate]:
    watched = _Watched(workspace, clip, played=True)
    named = {frame.time: _SOMEBODY in [one.name for one in frame.faces] for frame in watched.frames}
    stable = [time for time in named if all(on for at, on in named.items() if time <= at <= time + _STABLE)]
    states = [(one.state, one.name) for frame in watched.frames for one in frame.faces]
    first = states.index((State.NAME, _SOMEBODY)) if (State.NAME, _SOMEBODY) in states else len(states)
    changes = sum(one != other for one, other in pairwise(states[first:]))
    yield Gate(
        "webcam: ms to a stable name",
        1000 * (min(stable, default=np.inf) - live_clips.ALONE),
        500,
        at_most=True,
    )
    yield Gate("webcam: changes of a name shown", changes, 0, at_most=True)
    yield Gate("webcam: times fewer embeddings", every / max(watched.embedded, 1), 10)


def _enrolled(folder: Path, faces: Path) -> Path:
    with Workspace.open(folder, device="cpu") as workspace:
        for person in sorted((faces / "lfw10").iterdir()):
            photos = sorted(map(str, person.iterdir()))[:_ENROLLED]
            enrol.enrol(workspace, person.name.replace("_", " "), photos)
    return folder


def main() -> int:
    """Run the bench."""
    rounds, faces = rounds_wanted("Live view", 3), faces_folder()
    print(machine())
    warn_of_tuning()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        known = _enrolled(place / "known", faces)
        street = live_clips.street(place / "street.mp4", faces, _LOOPS)
        photo = sorted((faces / "lfw10" / _SOMEBODY.replace(" ", "_")).iterdir())[6]
        webcam = live_clips.webcam(place / "webcam.mp4", photo, 20)
        long = live_clips.street(place / "long.mp4", faces, 8)
        with Workspace.open(place / "known", device="cpu") as workspace:
            said = [
                list(_street(workspace, street, _naive_embeddings(street))),
                list(_webcam(workspace, webcam, _naive_embeddings(webcam))),
            ]
        windows = [_windows("street", known, long, rounds), _windows("webcam", known, webcam, rounds)]
        return 0 if gates.report([*said, *windows]) else 1


if __name__ == "__main__":
    sys.exit(main())
