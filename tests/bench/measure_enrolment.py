"""Whether samples that guided enrolment takes are better than frames taken at random from the same clip.

    python -m tests.bench.measure_enrolment [SEEDS]

A clip is somebody before a webcam, made of a few of their photos: they turn as the coach asks, and two
frames of five are blurred by motion, dark or taken from too far away. Guided enrolment watches it, and five
of the views it keeps (one of every pose, where it has them) stand against as many of the clip's frames with
a face in them, drawn at random. What comes later are frames of the person's other photos, spoilt alike. A
frame is missed where its score with its own person is below what one in a thousand frames of somebody else
reaches: that is measured, for each of the two ways, on the people of the other half. Each seed draws
photos, frames and halves anew; intervals are of people drawn with replacement. The clips are simulated:
nobody sat before a webcam.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from app.core.errors import SourceError
from app.core.playing import EVERY_FRAME, Playback
from app.core.progress import CancelToken
from app.domain.arrays import Image, Landmarks
from app.domain.face import Face
from app.domain.pose import POSES, level_of, pose_of
from app.recognition.index import Index
from app.recognition.scores import everybody, of_cohort, surplus
from app.services.enrolment.guided import GuidedEnrolment
from app.vision import image_io, models
from app.vision.picture_files import find_pictures
from app.vision.reader import FaceReader
from tests.app.poses import turned
from tests.bench.face_set import FACES, sface_reader
from tests.bench.harness import machine

GROUPS = ("lfw10", "aligned12")
SEEDS = 5
SAMPLES = 5
SESSION = 4
"""Photos that a clip is made of."""
LATER = 16
"""Frames of other photos."""
HELD = 8
"""Frames of each pose, at ten a second."""
FMR = 1e-3
_SPOILT = 0.4
"""Share of frames that are blurred, dark or far away."""
_PHOTOS = 24
"""Photos of a person that are used, at most."""
_SIZE = (640, 480)
_EYES = (60.0, 100.0)
_FAR = (20.0, 35.0)
"""Pixels between the eyes."""


class Photo(NamedTuple):
    """A photo with one face."""

    image: Image
    points: Landmarks


class Scores(NamedTuple):
    """Of later frames with people: whose frame and whose samples they are, and the score; each (n,)."""

    frame: np.ndarray
    person: np.ndarray
    score: np.ndarray


def photos_of(reader: FaceReader, folder: Path) -> list[Photo]:
    """Photos of one person in which one face is found, as RGB."""
    found = []
    for path in find_pictures(folder):
        image = image_io.load(path)
        faces = reader.find(image)
        if faces:
            found.append(Photo(image, faces[0].detection.landmarks))
    return found


def frame(photo: Photo, pose: str, rng: np.random.Generator) -> Image:
    """Somebody before a webcam, who is turning to a pose; two frames of five are spoilt."""
    share = rng.uniform(0, 1.1)
    face = turned(photo.image, photo.points, pose, share)
    spoilt = rng.choice(["blurred", "dark", "far"]) if rng.random() < _SPOILT else ""
    eyes = float(np.hypot(*(photo.points[1] - photo.points[0])))
    scale = rng.uniform(*(_FAR if spoilt == "far" else _EYES)) / eyes
    middle = photo.points.mean(axis=0)
    at = np.array(_SIZE) / 2 + rng.normal(0, 20, 2) - scale * middle
    warp = np.array([[scale, 0, at[0]], [0, scale, at[1]]])
    seen = cv2.warpAffine(face, warp, _SIZE, flags=cv2.INTER_LINEAR, borderValue=(110, 105, 95)).astype(float)
    if spoilt == "blurred":
        length = int(rng.integers(9, 25))
        seen = cv2.filter2D(seen, -1, np.full((1, length), 1 / length))
    light = rng.uniform(0.1, 0.3) if spoilt == "dark" else rng.uniform(0.7, 1.1)
    return np.clip(light * seen + rng.normal(0, 3, seen.shape), 0, 255).astype(np.uint8)


def clip_of(photos: Sequence[Photo], rng: np.random.Generator) -> list[Image]:
    """Frames of one session: pose after pose, with the photos in turn."""
    return [
        frame(photos[(place + step) % len(photos)], pose, rng)
        for place, pose in enumerate(POSES)
        for step in range(HELD)
    ]


def by_the_gate(reader: FaceReader, frames: Sequence[Image], file: Path) -> list[Face]:
    """Samples that guided enrolment keeps of a clip: five at most, of every pose one where it has them."""
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), 10, _SIZE)
    for image in frames:
        writer.write(cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    writer.release()
    guided = GuidedEnrolment(reader, "Somebody")
    with suppress(SourceError):  # it kept nothing
        for _ in guided.watch(str(file), CancelToken(), lambda: False, Playback(EVERY_FRAME)):
            pass
    level = level_of([face.quality for face in guided.kept])
    by_pose = defaultdict(list)
    for face in sorted(guided.kept, key=lambda face: face.quality.overall, reverse=True):
        by_pose[pose_of(face.quality, level)].append(face)
    first = [faces[0] for faces in by_pose.values()]
    return (first + [face for faces in by_pose.values() for face in faces[1:]])[:SAMPLES]


def faces_in(reader: FaceReader, frames: Sequence[Image], count: int) -> list[Face]:
    """The faces of the first so many frames in which one is found, whatever it is worth."""
    found: list[Face] = []
    for image in frames:
        if len(found) == count:
            break
        seen = reader.find_fast(image)
        found += [face for face in reader.faces_at(image, seen[:1]) if face is not None]
    return reader.read(found) if found else []


def vectors(faces: Sequence[Face]) -> np.ndarray:
    """Their embeddings (n, D)."""
    return np.stack([face.reading.vector for face in faces if face.reading is not None])


def scored(samples: Sequence[Sequence[Face]], later: Sequence[Sequence[Face]]) -> Scores:
    """Score every later frame with everybody, as Kith does."""
    owners = np.concatenate([np.full(len(faces), person) for person, faces in enumerate(samples)])
    stacked = np.concatenate([vectors(faces) for faces in samples])
    weights = np.array([face.quality.overall for faces in samples for face in faces], np.float32)
    index = Index.build(np.arange(len(owners)), owners, stacked, weights)
    probes = index.checked_probes(np.concatenate([vectors(faces) for faces in later]))
    thresholds = models.card(models.DEFAULT_RECOGNISER).thresholds
    assert thresholds is not None
    found = everybody(index, probes) - surplus(probes, of_cohort(thresholds.cohort))[:, None]
    whose = np.concatenate([np.full(len(faces), person) for person, faces in enumerate(later)])
    rows, columns = np.indices(found.shape)
    return Scores(whose[rows].ravel(), index.by_person.people[columns].ravel(), found.ravel())


def misses(scores: Scores, half: np.ndarray) -> np.ndarray:
    """For each frame of its own person: whose it is, and whether it is missed (n, 2)."""
    found = []
    for side in (False, True):
        ours = (half[scores.frame] == side) & (half[scores.person] == side)
        other = (half[scores.frame] != side) & (half[scores.person] != side)
        strangers = scores.score[other & (scores.frame != scores.person)]
        threshold = np.quantile(strangers, 1 - FMR)
        mated = ours & (scores.frame == scores.person)
        found.append(np.stack([scores.frame[mated], scores.score[mated] < threshold], axis=1))
    return np.concatenate(found)


def seed_of(
    reader: FaceReader, people: Sequence[list[Photo]], seed: int, folder: Path
) -> Iterator[np.ndarray]:
    """Misses of one seed, by the gate and at random."""
    rng = np.random.default_rng(seed)
    ways: tuple[list[list[Face]], list[list[Face]]] = ([], [])
    later = []
    for photos in people:
        order = rng.permutation(len(photos))
        session = [photos[place] for place in order[:SESSION]]
        rest = [photos[place] for place in order[SESSION:]]
        frames = clip_of(session, rng)
        gated = by_the_gate(reader, frames, folder / "clip.avi")
        drawn = [frames[place] for place in rng.permutation(len(frames))]
        ways[0].append(gated)
        ways[1].append(faces_in(reader, drawn, max(len(gated), 1)))
        wanted = [frame(rest[k % len(rest)], str(rng.choice(POSES)), rng) for k in range(LATER)]
        later.append(faces_in(reader, wanted, LATER))
    kept = [place for place, faces in enumerate(ways[0]) if faces]
    print(f"   seed {seed}: {np.mean([len(faces) for faces in ways[0]]):.1f} samples a person by the gate")
    half = np.zeros(len(kept), bool)
    half[rng.permutation(len(kept))[: len(kept) // 2]] = True
    for way in ways:
        scores = scored([way[place] for place in kept], [later[place] for place in kept])
        found = misses(scores, half)
        yield np.stack([np.array(kept)[found[:, 0].astype(int)], found[:, 1]], axis=1)


def interval(missed: np.ndarray, rounds: int = 1000) -> tuple[float, float, float]:
    """Mean of one value a person, and where nine tenths of the means of people drawn anew lie."""
    rng = np.random.default_rng(0)
    drawn = missed[rng.integers(0, len(missed), (rounds, len(missed)))].mean(axis=1)
    low, high = np.quantile(drawn, [0.05, 0.95])
    return float(missed.mean()), float(low), float(high)


def main() -> None:
    """Measure, and print shares of later frames that are missed."""
    print(machine())
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS
    reader = sface_reader()
    folders = [path for group in GROUPS for path in sorted((FACES / group).iterdir()) if path.is_dir()]
    people = [photos_of(reader, folder)[:_PHOTOS] for folder in folders]
    with tempfile.TemporaryDirectory() as folder:
        found = [list(seed_of(reader, people, seed, Path(folder))) for seed in range(seeds)]
    gate, random = (np.concatenate(way) for way in zip(*found, strict=True))
    groups = np.array([path.parent.name for path in folders])
    for group in GROUPS:
        mine = [person for person in np.flatnonzero(groups == group) if person in gate[:, 0]]
        shares = [np.array([way[way[:, 0] == one, 1].mean() for one in mine]) for way in (gate, random)]
        frames = int(np.isin(gate[:, 0], mine).sum())
        print(f"{group}: {frames} later frames of {len(mine)} people")
        for name, values in zip(
            ("by the gate", "at random", "fewer"), (*shares, shares[1] - shares[0]), strict=True
        ):
            print("   {:12} {:.3f} ({:.3f} to {:.3f})".format(name, *interval(values)))


if __name__ == "__main__":
    main()
