"""Who is where in `street.mp4`: numbers only, checked by eye.

Every frame was searched at its full 1920 pixels and every face embedded (`street_truth.csv`). What overlaps
from frame to frame was joined, what looks alike likewise, and a sheet of each one's crops was looked at:
eight people who can be recognised, and three who are never seen but from the side or from behind. A crest on
a wall and the back of a head that the detector takes for faces now and then are left out.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from app.domain.box import Box
from app.domain.live import LiveFrame

FRAMES = 105
WIDTH = 1920
PEOPLE = ("boy", "curls", "glasses", "grey", "phone", "redhead", "runner", "white_hair")
"""Those who can be recognised."""
_SAME_IOU = 0.3


def boxes(width: int) -> list[dict[str, Box]]:
    """Where everybody is in each frame, in pixels of a picture so wide."""
    found: list[dict[str, Box]] = [{} for _ in range(FRAMES)]
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            box = Box(*(float(row[side]) for side in "xywh")).scaled(width / WIDTH)
            found[int(row["frame"])][row["person"]] = box
    return found


def follow(frames: Iterable[LiveFrame], width: int, *, by_stranger: bool) -> dict[str, list[tuple[int, int]]]:
    """What number each person had, frame by frame, over any number of rounds of the clip.

    Args:
        frames: Numbered as the clip's own, on through all rounds.
        width: Of their pictures, in pixels.
        by_stranger: Whether by their numbers as strangers rather than those of tracks.
    """
    truth, had = boxes(width), defaultdict(list)
    for frame in frames:
        people = truth[frame.number % FRAMES]
        overlaps = np.array([[box.iou(face.box) for face in frame.faces] for box in people.values()])
        if overlaps.size == 0:
            continue
        for row, column in zip(*linear_sum_assignment(overlaps, maximize=True), strict=True):
            face = frame.faces[column]
            number = face.stranger if by_stranger else face.track
            if overlaps[row, column] >= _SAME_IOU and number is not None:
                had[list(people)[row]].append((frame.number, number))
    return had


def purity(had: dict[str, list[tuple[int, int]]]) -> float:
    """Share of the sightings in which a person had the number that they had most often."""
    counts = [Counter(number for _, number in numbers) for numbers in had.values()]
    return sum(max(count.values()) for count in counts) / max(sum(map(Counter.total, counts)), 1)


def switches(had: dict[str, list[tuple[int, int]]], within: int) -> int:
    """How often a person's number changed from one sighting to the next, at most so many frames later."""
    pairs = (pair for numbers in had.values() for pair in pairwise(numbers))
    return sum(one[1] != other[1] and other[0] - one[0] <= within for one, other in pairs)
