"""How well a head is told from pictures of one: the challenge, and the signs that need no help.

    python -m tests.bench.measure_liveness [--people N] [--each N] [--only PART]

Everybody of `lfw10` who looks ahead on a photo is rendered (`tests.app.scenes`): as a head that turns as it
is asked, and as prints and screens that are held, bent and moved so that they seem to; all go through the
real detector, landmarks and recogniser. It is a synthetic test, not a certification: the heads are photos on
one generic shape, whose depth and nose vary, and no paper, screen or camera was real.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import count, islice
from typing import NamedTuple

import cv2
import numpy as np

from app.domain.arrays import Image, Landmarks
from app.domain.live import Sign
from app.vision import image_io
from app.vision.liveness.border import bordered
from app.vision.liveness.challenge import Challenge, Turn
from app.vision.liveness.moire import gridded
from app.vision.liveness.signs import Signs
from app.vision.reader import FaceReader
from app.vision.sources.recording import open_recording
from tests.app.actor import Act, perform
from tests.app.scenes import Camera, Pose, Surface, finely, head, print_of, room, screen_of, show
from tests.bench.face_set import FACES, sface_reader
from tests.bench.harness import machine

SAID = "synthetic test, not a certification"
_FPS = 8.0
_AHEAD, _LEVEL = 9.0, 10.0
"""Degrees of yaw and pitch, and of roll, within which somebody looks ahead on a photo."""


class Person(NamedTuple):
    """A photo of somebody who looks ahead, the points of their face, and chance."""

    photo: Image
    points: Landmarks
    random: np.random.Generator


def people(reader: FaceReader, most: int) -> Iterator[Person]:
    """Everybody of `lfw10`, by the photos on which they look ahead."""
    numbers = count()
    for folder in sorted((FACES / "lfw10").iterdir()):
        ahead = []
        for path in sorted(folder.iterdir()):
            photo = image_io.load(path)
            for face in reader.find(photo)[:1]:
                quality = face.quality
                off = max(abs(quality.yaw) / _AHEAD, abs(quality.pitch) / _AHEAD, abs(quality.roll) / _LEVEL)
                ahead.append((off, next(numbers), photo, face.detection.landmarks))
        for off, number, photo, points in sorted(ahead, key=lambda one: one[0])[:most]:
            if off <= 1.3:
                yield Person(photo, points, np.random.default_rng(number))


def _head(person: Person) -> Surface:
    random = person.random
    return head(person.photo, person.points, random.uniform(0.85, 1.15), random.uniform(0.28, 0.45))


def _act(
    person: Person, surface: Callable[[Turn | None], Surface], peak: float = 33.0, **other: object
) -> Act:
    base = Pose(eyes=person.random.uniform(80, 110), across=person.random.uniform(-40, 40))
    return Act(surface, peak, base=base, **other)  # type: ignore[arg-type]


def _genuine(person: Person) -> Act:
    surface = _head(person)
    return _act(person, lambda _: surface)


def _paper(person: Person, peak: float = 48.0, **how: float) -> Act:
    surface = print_of(person.photo, person.points, **how)  # type: ignore[arg-type]
    return _act(person, lambda _: surface, peak)


def _bent_as_asked(person: Person) -> Act:
    """Bent around an upright line for turns, and around a level one for nods."""
    across, down = (print_of(person.photo, person.points, bend=0.9, upright=one) for one in (True, False))
    return _act(person, lambda asked: down if asked in (Turn.UP, Turn.DOWN) else across, 44.0)


def _framed(person: Person, margin: int, shade: int) -> Act:
    """With its border in view: a print that was cut out, or a phone."""
    part, points = person.photo[20:220, 35:215], person.points - np.array([35, 20], np.float32)
    sheet = cv2.copyMakeBorder(part, *4 * (margin,), cv2.BORDER_CONSTANT, value=(shade, shade, shade))
    surface = print_of(np.asarray(sheet, np.uint8), points + np.float32(margin))
    return _act(person, lambda _: surface, 48.0)


def _slides(person: Person) -> Act:
    """Photos of the same head in each pose, one after the other, held still."""
    there = _head(person)
    stills: dict[Turn | None, Surface] = {}
    for turn in (None, *Turn):
        right, down = turn.way if turn else (0.0, 0.0)
        scene = show(there, Pose(33 * right, -33 * down, eyes=90), room())
        middle, half = np.array([320, 210]), np.array([45, 0])
        points = np.array([middle - half, middle + half, middle, middle, middle], np.float32)
        stills[turn] = print_of(np.asarray(scene, np.uint8), points)
    return _act(person, stills.__getitem__, 0.0)


def _replay(person: Person) -> Act:
    """A video of the head itself, whose turns come in an order of their own."""
    there, turns = _head(person), [*Turn]
    person.random.shuffle(turns)

    def render(surface: Surface, pose: Pose, behind: Image) -> np.ndarray:
        number = next(frames)
        turn, share = turns[int(number / _FPS / 3.0) % 4], abs(np.sin(np.pi * number / _FPS / 3.0))
        right, down = turn.way
        return show(surface, Pose(36 * share * right, -36 * share * down, eyes=pose.eyes), behind)

    frames = count()
    return _act(person, lambda _: there, 0.0, render=render)


ACTS: dict[str, Callable[[Person], Act]] = {
    "head that turns as asked": _genuine,
    "print, tilted": _paper,
    "print, bent upright (radius 1.1)": partial(_paper, bend=0.9, peak=44.0),
    "print, bent upright (radius 2)": partial(_paper, bend=0.5),
    "print, bent as each turn needs": _bent_as_asked,
    "print, folded along the nose": partial(_paper, fold=32.0, peak=44.0),
    "print, its border in view": partial(_framed, margin=8, shade=235),
    "phone, its border in view": partial(_framed, margin=10, shade=18),
    "slides of the head in each pose": _slides,
    "video, turns in its own order": _replay,
}


def challenges(reader: FaceReader, most: int, each: int) -> None:
    """Put every kind of act to the challenge."""
    print(f"\nThe challenge ({SAID}); {_FPS:g} frames a second\n")
    for title, make in ACTS.items():
        outcomes: Counter[str] = Counter()
        curved: list[float] = []
        for person in islice(people(reader, most), None if make is _genuine else each):
            examiner = perform(reader, make(person), Camera(random=person.random), _FPS)
            outcomes["passed" if examiner.challenge.passed else str(examiner.challenge.refused)] += 1
            outcomes["tries"] += _tries(examiner.challenge)
            curved += examiner.challenge.curved
        tries = outcomes.pop("tries")
        total, passed = outcomes.total(), outcomes["passed"]
        share = bounded(passed, total) if make is not _genuine else f"{passed}/{total} passed"
        why = ", ".join(
            f"{outcome} {number}" for outcome, number in outcomes.most_common() if outcome != "passed"
        )
        mean = f"curvature {np.mean(curved):6.3f}" if curved else ""
        print(f"  {title:36} {share:28} tries {tries / total:.1f}  {mean}  {why}", flush=True)


def _tries(challenge: Challenge) -> int:
    return 3 - challenge.tries + challenge.passed


def bounded(passed: int, total: int) -> str:
    """How many passed; of none, what share may still pass with 95 % confidence."""
    limit = f" (at most {3 / total:.0%})" if not passed and total else ""
    return f"{passed}/{total} accepted{limit}"


def still_signs(reader: FaceReader, most: int, each: int) -> None:
    """How often one look finds a border or a grid, on real faces and on pictures of faces."""
    print(f"\nBorder and grid, in one look at each face ({SAID} but for the real photos)\n")
    for title, images in _stills(reader, most).items():
        seen = [(image, face.box) for image in images for face in reader.find_fast(image) if face.box.w >= 40]
        borders = sum(bordered(*one) for one in seen)
        grids = sum(gridded(*one) for one in seen)
        print(f"  {title:44} {len(seen):4} faces   border {borders:4}   grid {grids:4}", flush=True)


def _stills(reader: FaceReader, most: int) -> dict[str, Iterable[Image]]:
    persons = list(people(reader, most))
    photos = [*sorted((FACES / "lfw10").glob("*/*.jpg")), FACES / "group.jpg"]
    crops = sorted((FACES / "aligned12").glob("*/*.png"))[::3]
    stills: dict[str, Iterable[Image]] = {
        "real: photos of lfw10 and group.jpg": map(image_io.load, photos),
        "real: street.mp4, every third frame": (
            frame.image for frame in open_recording(str(FACES / "street.mp4")) if frame.number % 3 == 0
        ),
        "real: aligned12, three times as large": (_larger(image_io.load(path)) for path in crops),
        "heads": _held(persons, _genuine),
        "print, border in view": _held(persons, partial(_framed, margin=8, shade=235)),
        "phone, border in view": _held(persons, partial(_framed, margin=10, shade=18)),
        "print, border out of view": _held(persons, _paper),
    }
    for blur in (0.3, 0.6):
        for ratio in (0.6, 0.8, 1.0, 1.2, 1.5, 2.0, 3.0):
            stills[f"screen, {ratio:.1f} pixels to a pixel, lens {blur:g}"] = _screens(persons, ratio, blur)
    return stills


def _larger(image: Image) -> Image:
    return np.asarray(cv2.resize(image, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC), np.uint8)


def _held(persons: list[Person], make: Callable[[Person], Act]) -> Iterator[Image]:
    for person in persons:
        act, camera = make(person), Camera(random=person.random)
        for yaw, pitch, roll in ((0, 0, 0), (15, 5, 8), (-20, 10, -12), (30, 0, 3)):
            pose = Pose(yaw, pitch, roll, person.random.uniform(70, 85), act.base.across)
            yield camera.takes(show(act.surface(None), pose, room()))


def _screens(persons: list[Person], ratio: float, blur: float) -> Iterator[Image]:
    for person in persons:
        shown = screen_of(person.photo, person.points, 90 * ratio)
        yaw, roll = person.random.uniform(-15, 15, 2)
        camera = Camera(blur=blur, random=person.random)
        yield camera.takes(finely(shown, Pose(float(yaw), 4.0, float(roll)), room()))


def moving_signs(reader: FaceReader, most: int, each: int) -> None:
    """How many are told to stand still or to loop, within twelve seconds."""
    print(f"\nFrozen and looped, within twelve seconds at 12 frames a second ({SAID})\n")
    kinds: dict[str, tuple[float, float]] = {  # degrees of sway, and seconds after which it all comes again
        "head that sways by 8 degrees": (8.0, 0),
        "head that holds still, within 1 degree": (1.0, 0),
        "head that holds still, within 0.3 degrees": (0.3, 0),
        "photo on a stand": (0.0, 0),
        "video of 3 seconds in a loop": (8.0, 3.0),
        "video of 4.5 seconds in a loop": (8.0, 4.5),
    }
    for title, (sway, again) in kinds.items():
        told: Counter[Sign | None] = Counter()
        for person in islice(people(reader, most), each):
            told[_told(reader, person, sway, again)] += 1
        names = ", ".join(f"{sign or 'nothing'} {number}" for sign, number in told.most_common())
        print(f"  {title:44} {names}", flush=True)


def _told(reader: FaceReader, person: Person, sway: float, again: float) -> Sign | None:
    """The first sign of somebody who sways by chance, or of a video that does."""
    there, camera, signs = _head(person), Camera(random=person.random), Signs()
    steps = person.random.normal(0, 1, (144, 4)).cumsum(axis=0)
    smooth = np.stack(
        [np.convolve(way, np.ones(9) / 9, "same") for way in (steps - steps.mean(axis=0)).T], axis=1
    )
    ways = smooth / max(float(np.abs(smooth).max()), 1e-6) * sway
    told = None
    for number in range(144):
        place = number % round(12 * again) if again else number
        yaw, pitch, across, down = ways[place]
        scene = show(there, Pose(yaw, pitch, across=2 * across, down=-30 + 2 * down), room())
        image = camera.takes(scene)
        for face in reader.find_fast(image)[:1]:
            signs.look(image, {0: face.box}, number / 12)
        told = told or signs.of(0)
    return told


def main() -> int:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description="Liveness, on rendered heads, prints and screens.")
    parser.add_argument("--people", type=int, default=1, help="photos of each of the ten people")
    parser.add_argument("--each", type=int, default=10, help="people of each kind of moving picture")
    parser.add_argument("--only", choices=("challenge", "still", "moving"), help="one part alone")
    chosen = parser.parse_args()
    print(machine())
    reader = sface_reader()
    parts = {"challenge": challenges, "still": still_signs, "moving": moving_signs}
    for name, part in parts.items():
        if chosen.only in (None, name):
            part(reader, chosen.people, chosen.each)
    return 0


if __name__ == "__main__":
    sys.exit(main())
