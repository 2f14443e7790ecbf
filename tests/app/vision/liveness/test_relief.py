"""Whether points that turn lie on a face or on paper: as mathematics, and through rendered frames."""

import cv2
import numpy as np
import pytest

from app.domain.arrays import Image, Landmarks
from app.vision.liveness.challenge import CURVED, Turn
from app.vision.liveness.relief import Relief, lesser_curvature
from tests.app.scenes import Camera, Pose, Surface, head, print_of, room, show

_POINTS = np.array([[104, 114], [146, 114], [125, 138], [108, 160], [142, 160]], np.float32)


def _mottled() -> Image:
    """A picture with something to follow everywhere."""
    coarse = np.random.default_rng(3).integers(40, 215, (50, 50, 3), np.uint8)
    return np.asarray(cv2.resize(coarse, (250, 250), interpolation=cv2.INTER_CUBIC), np.uint8)


def _landmarks(pose: Pose) -> Landmarks:
    """Where the eyes are: all that following needs."""
    middle = np.array([150 + pose.across, 150 + pose.down])
    across = np.array([pose.eyes / 2, 0])
    return np.array([middle - across, middle + across, middle, middle, middle], np.float32)


def _curvature(surface: Surface, turn: Turn, degrees: float) -> float:
    camera = Camera((300, 300))
    wall = room(camera.size)
    right, down = turn.way
    relief: Relief | None = None
    for angle in np.linspace(0, degrees, 7):
        pose = Pose(angle * right, -angle * down, down=-45)
        image = camera.takes(show(surface, pose, wall))
        if relief is None:
            relief = Relief(image, _landmarks(pose))
        else:
            relief.follow(image, _landmarks(pose))
    assert relief is not None
    curvature = relief.curvature(turn.way)
    assert curvature is not None
    return curvature


@pytest.mark.slow
@pytest.mark.parametrize("turn", [Turn.LEFT, Turn.DOWN])
def test_a_head_is_curved_both_ways(turn: Turn) -> None:
    assert _curvature(head(_mottled(), _POINTS), turn, 30) < CURVED


@pytest.mark.slow
@pytest.mark.parametrize("turn", [Turn.RIGHT, Turn.UP])
@pytest.mark.parametrize("how", ["flat", "bent upright", "bent level", "folded"])
def test_paper_is_not(turn: Turn, how: str) -> None:
    surface = {
        "flat": lambda: print_of(_mottled(), _POINTS),
        "bent upright": lambda: print_of(_mottled(), _POINTS, bend=0.9),
        "bent level": lambda: print_of(_mottled(), _POINTS, bend=0.9, upright=False),
        "folded": lambda: print_of(_mottled(), _POINTS, fold=30),
    }[how]()
    assert _curvature(surface, turn, 36) > CURVED / 2


def test_points_that_miss_by_chance_do_not_spoil_it() -> None:
    random = np.random.default_rng(0)
    start = random.uniform(-0.8, 0.8, (80, 2))
    height = 0.5 * (1 - (start**2).sum(axis=1))
    end = start + np.outer(height * np.sin(0.5), [1, 0])
    way = np.array([1.0, 0.0])
    clean = lesser_curvature(start, end, way)
    assert clean == pytest.approx(-np.sin(0.5), abs=0.02)
    end[:8] += random.normal(0, 0.3, (8, 2))
    assert lesser_curvature(start, end, way) == pytest.approx(clean, abs=0.1)


def test_a_face_without_points_tells_nothing() -> None:
    flat = np.full((300, 300, 3), 128, np.uint8)
    relief = Relief(flat, _landmarks(Pose()))
    relief.follow(flat, _landmarks(Pose()))
    assert relief.curvature((1, 0)) is None


def test_a_leap_to_another_picture_loses_the_points() -> None:
    one, other = (np.random.default_rng(seed).integers(0, 255, (300, 300, 3), np.uint8) for seed in (0, 1))
    relief = Relief(one, _landmarks(Pose()))
    relief.follow(other, _landmarks(Pose()))
    assert relief.curvature((1, 0)) is None
