"""Points placed on faces whose place is known: aligned crops shown as photos, at several tilts."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.domain.arrays import Image
from app.domain.preprocessing import ARCFACE
from app.vision import image_io
from app.vision.detect import YuNetDetector, scan
from app.vision.landmarks import LandmarkPlacer
from tests.bench.measure_landmarks import as_photo

_MIRROR = [1, 0, 2, 4, 3]
_SIDE = 168
"""Of a crop of 112 pixels as `as_photo` shows it."""


@pytest.fixture(scope="module")
def crops(faces: Path) -> list[Image]:
    """Three crops of each of twelve people."""
    return [image_io.load(path) for path in sorted(faces.glob("aligned12/*/*.png"))[::20]]


def _wanted(degrees: float) -> np.ndarray:
    """Where the template's points lie in such a photo, of 640x480 before it is tilted (5, 2)."""
    points = (np.array(ARCFACE) + 0.5) * 1.5 - 0.5 + [(640 - _SIDE) // 2, (480 - _SIDE) // 2]
    angle = np.radians(degrees)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = np.array([639, 479]) / 2
    sides = np.abs(rotation) @ [640, 480]
    shift = (sides - [640, 480]) / 2 if degrees else 0.0
    return np.asarray((points - middle) @ rotation.T + middle + shift)


def _away(found: np.ndarray, wanted: np.ndarray) -> float:
    return float(np.hypot(*(found - wanted).T).mean())


@pytest.mark.parametrize("degrees", [0, *(pytest.param(one, marks=pytest.mark.slow) for one in (15, 25, 30))])
def test_points_lie_on_the_template_at_any_tilt(
    crops: list[Image], yunet: YuNetDetector, placer: LandmarkPlacer, degrees: int
) -> None:
    """The eyes lie 53 pixels apart; faces are no template, so that each lies off it by a few pixels."""
    wanted, placed, first = _wanted(degrees), [], []
    for crop in crops:
        photo = as_photo(crop, degrees)
        for found in scan(yunet, photo)[:1]:
            first.append(_away(found.landmarks, wanted))
            placed.append(placer.place(photo, [found.landmarks])[0].landmarks)
    away = [_away(points, wanted) for points in placed]
    assert len(placed) >= 0.9 * len(crops)
    assert np.median(away) < 6.5
    assert np.quantile(away, 0.9) < 9
    assert np.abs(np.median(placed, axis=0) - wanted).max() < 6
    assert np.median(away) < (0.8 if degrees >= 25 else 1.05) * np.median(first)


@pytest.mark.slow
def test_tilt_does_not_move_them(crops: list[Image], placer: LandmarkPlacer) -> None:
    """Started from the same points, the same face gives the same places, tilted or not."""
    apart = []
    for crop in crops[::3]:
        (upright,), (tilted,) = (
            placer.place(as_photo(crop, degrees), [_wanted(degrees).astype(np.float32)])
            for degrees in (0, 30)
        )
        apart.append(_away(tilted.landmarks - _wanted(30), (upright.landmarks - _wanted(0)) @ _turn(30)))
    assert np.median(apart) < 1.0


def _turn(degrees: float) -> np.ndarray:
    angle = np.radians(degrees)
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


@pytest.mark.slow
def test_a_mirrored_picture_gives_mirrored_points(crops: list[Image], placer: LandmarkPlacer) -> None:
    for crop in crops[::6]:
        photo, start = as_photo(crop, 0), _wanted(0).astype(np.float32)
        other = (start[_MIRROR] * [-1, 1] + [639, 0]).astype(np.float32)
        (plain,) = placer.place(photo, [start])
        (mirrored,) = placer.place(np.ascontiguousarray(photo[:, ::-1]), [other])
        back = mirrored.landmarks[_MIRROR] * [-1, 1] + [639, 0]
        assert np.abs(back - plain.landmarks).max() < 1.2
        assert mirrored.certainty == pytest.approx(plain.certainty, abs=0.05)


@pytest.mark.slow
def test_a_bad_start_is_mended(crops: list[Image], placer: LandmarkPlacer) -> None:
    rng = np.random.default_rng(0)
    before, after = [], []
    for crop in crops[::3]:
        start = (_wanted(0) + rng.normal(0, 12, (5, 2))).astype(np.float32)
        (placed,) = placer.place(as_photo(crop, 0), [start])
        before.append(_away(start, _wanted(0)))
        after.append(_away(placed.landmarks, _wanted(0)))
    assert np.median(after) < 0.6 * np.median(before)


def test_is_certain_of_faces_alone(crops: list[Image], placer: LandmarkPlacer) -> None:
    start = _wanted(0).astype(np.float32)
    for crop in crops[::10]:
        noise = np.random.default_rng(1).integers(0, 256, (480, 640, 3), np.uint8)
        (face,), (nothing,) = placer.place(as_photo(crop, 0), [start]), placer.place(noise, [start])
        assert face.certainty > 0.9 > 0.5 > nothing.certainty


def test_several_faces_at_once_are_as_each_alone(crops: list[Image], placer: LandmarkPlacer) -> None:
    photo = np.concatenate([as_photo(crop, 0) for crop in crops[:3]], axis=1)
    starts = [np.asarray(_wanted(0) + np.array([640 * i, 0]), np.float32) for i in range(3)]
    together = placer.place(photo, starts)
    alone = [placer.place(photo, [start])[0] for start in starts]
    for one, other in zip(together, alone, strict=True):
        assert np.abs(one.landmarks - other.landmarks).max() < 0.2


def test_size_does_not_matter(crops: list[Image], placer: LandmarkPlacer) -> None:
    """The picture four times as large gives the points four times as far out."""
    photo, start = as_photo(crops[0], 0), _wanted(0).astype(np.float32)
    large = np.asarray(cv2.resize(photo, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC), np.uint8)
    (plain,), (enlarged,) = placer.place(photo, [start]), placer.place(large, [(start + 0.5) * 4 - 0.5])
    assert np.abs((enlarged.landmarks + 0.5) / 4 - 0.5 - plain.landmarks).max() < 0.7


def test_nobody(placer: LandmarkPlacer) -> None:
    assert placer.place(np.zeros((9, 9, 3), np.uint8), []) == []


@pytest.mark.parametrize("points", [np.ones((5, 2)), np.full((5, 2), np.nan)])
def test_points_that_make_no_face_are_refused(placer: LandmarkPlacer, points: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"coincide|not finite"):
        placer.place(np.zeros((9, 9, 3), np.uint8), [points.astype(np.float32)])
