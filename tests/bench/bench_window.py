"""The window: how soon it opens, how evenly it runs while everything is busy, how it scrolls 50,000 faces.

    python -m tests.bench.bench_window [--rounds N] [--commit C]

Launching is compared with the same after torch was imported first, the busy event loop with a window that
does the work on threads of its own, and the grid with Qt's own list view. With a commit, launching and live
view alone take turns with that earlier version instead. Without a screen Qt draws off it.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2

from app.domain.face import Origin
from app.gallery import embeddings, faces
from app.gallery.records import NewFace
from app.services.enrolment import enrol
from app.services.workspace import Workspace
from app.vision.sources import VideoSource
from tests.bench.harness import ROOT, faces_folder, machine, told_by, unpacked, warn_of_tuning

_FACES = 50_000
_BUSY_SECONDS = 30
_TURN_SECONDS = 10
_MOMENTS = ("first painting", "another page shown", "people listed")
_PEOPLE = 12


def _enrolled(folder: Path, source: Path, crops: int) -> Path:
    """A data folder in which the people of aligned12 are enrolled."""
    with Workspace.open(folder, device="cpu") as workspace:
        for person in sorted((source / "aligned12").iterdir())[:_PEOPLE]:
            enrol.enrol(workspace, person.name, [str(path) for path in sorted(person.iterdir())[:crops]])
    return folder


def _crowded(folder: Path, source: Path) -> Path:
    """A data folder in which one person has 50,000 faces: copies of some real ones."""
    _enrolled(folder, source, 8)
    with Workspace.open(folder, device="cpu") as workspace, workspace.db.write() as session:
        person = faces.get(session, [1])[0].person
        models = [workspace.active_model().id]
        some = list(_copies(session, models))
        for start in range(0, _FACES, 1000):
            batch = [some[(start + place) % len(some)] for place in range(1000)]
            faces.add(session, batch, person_id=person, origin=Origin.ENROLLED)
    return folder


def _copies(session: Any, models: list[str]) -> Iterator[NewFace]:
    stored = embeddings.load(session, models[0])
    vectors = dict(zip(stored.face_ids.tolist(), stored.vectors, strict=True))
    kept = {chip.face_id: chip for chip in embeddings.chips(session, list(vectors))}
    points = faces.landmarks(session, list(vectors))
    for face in faces.get(session, list(vectors)):
        chip = kept[face.id]
        yield NewFace(
            face.box,
            points[face.id],
            face.quality,
            chip.image,
            chip.landmarks,
            {models[0]: vectors[face.id]},
        )


def _clip(path: Path, source: Path, seconds: float) -> Path:
    """street.mp4 at 1280x720, over and over."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 25, (1280, 720))
    with VideoSource(str(source / "street.mp4")) as video:
        frames = [
            cv2.resize(
                cv2.cvtColor(frame.image, cv2.COLOR_RGB2BGR), (1280, 720), interpolation=cv2.INTER_AREA
            )
            for frame in video
        ]
    for number in range(round(25 * seconds)):
        writer.write(frames[number % len(frames)])
    writer.release()
    return path


def _photos(folder: Path, source: Path) -> Path:
    """More photos than an import reads while the bench runs."""
    for copy in range(6):
        shutil.copytree(source / "lfw10", folder / f"lfw{copy}")
        shutil.copytree(source / "aligned12", folder / f"aligned{copy}")
    return folder


def _launch(folder: Path, rounds: int) -> None:
    print("\nLaunch, seconds since the process began (median; interleaved)")
    taken: dict[str, list[list[float]]] = {"kith": [], "torch first": []}
    for _ in range(rounds + 1):
        for name, found in taken.items():
            found.append([float(x) for x in told_by("window_launch", folder, name, time.time()).split()])
    for place, moment in enumerate(_MOMENTS):
        ours, theirs = ([row[place] for row in taken[name][1:]] for name in taken)
        share = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
        print(
            f"  {moment:20} {statistics.median(ours):6.2f}  torch first {statistics.median(theirs):6.2f}"
            f"  ratio {share:.2f}"
        )


def _loop(folder: Path, clip: Path, photos: Path) -> None:
    print(
        f"\nEvent loop over {_BUSY_SECONDS} s: milliseconds between ticks of a 5 ms timer; video at 1280x720"
    )
    for what, said in (
        ("live", "live view alone"),
        ("kith", "live view, import and retraining"),
        ("threads", "peer: live view and import on threads of the window"),
    ):
        copy = folder.with_name(f"{folder.name}-{what}")
        shutil.copytree(folder, copy)
        found = json.loads(told_by("window_busy", what, copy, clip, photos, _BUSY_SECONDS))
        fps = f"  displayed {found['fps']:.1f} fps" if what != "threads" else ""
        print(f"  {said:52} p50 {found['p50']:5.1f}  p99 {found['p99']:6.1f}  max {found['max']:6.1f}{fps}")


def _scroll(folder: Path) -> None:
    found = json.loads(told_by("window_scroll", folder))
    print("\nA grid of stored faces with thumbnails on demand, milliseconds on the window's thread")
    for name, one in found.items():
        print(
            f"  {name:10} {one['faces']:,} faces  show {one['show']:6.1f}  new width {one['resize']:6.1f}"
            f"  scroll step p50 {one['p50']:.1f} p99 {one['p99']:.1f} max {one['max']:.1f}"
        )


def _against(commit: str, place: Path, source: Path, rounds: int) -> None:
    """Launching and live view alone, in turns with an earlier version."""
    versions = {"now": ROOT, commit: unpacked(commit, place / "code")}
    clip = _clip(place / "street720.mp4", source, 120)
    found: dict[str, list[dict[str, float]]] = {name: [] for name in versions}
    for name, code in versions.items():
        enrol_all = [sys.executable, "-m", "app", "--data-dir", str(place / name), "import-people"]
        subprocess.run([*enrol_all, str(source / "lfw10")], cwd=code, check=True, stdout=subprocess.DEVNULL)
    for _ in range(rounds + 1):
        for name, code in versions.items():
            moments = told_by("window_launch", place / name, "kith", time.time(), code=code).split()
            busy = told_by("window_busy", "live", place / name, clip, place, _TURN_SECONDS, code=code)
            found[name].append(dict(zip(_MOMENTS, map(float, moments), strict=True)) | json.loads(busy))
    print(f"\nNow, and at {commit} (medians of {rounds} turns; ratio of now to then)")
    for figure in (*_MOMENTS, "p50", "p99", "max", "fps"):
        ours, theirs = ([row[figure] for row in found[name][1:]] for name in versions)
        both = f"{statistics.median(ours):7.2f}  {statistics.median(theirs):7.2f}"
        share = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
        print(f"  {figure:20} {both}  ratio {share:.2f}")


def main() -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description="The window")
    parser.add_argument("--rounds", type=int, default=5, help="turns each (default 5)")
    parser.add_argument("--commit", help="compare with this earlier version alone")
    given = parser.parse_args()
    source = faces_folder()
    print(machine())
    warn_of_tuning()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        if given.commit:
            _against(given.commit, place, source, given.rounds)
            return
        known = _enrolled(place / "known", source, 20)
        _launch(known, given.rounds)
        _loop(known, _clip(place / "street720.mp4", source, 120), _photos(place / "photos", source))
        _scroll(_crowded(place / "crowd", source))


if __name__ == "__main__":
    main()
