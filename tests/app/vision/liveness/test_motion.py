"""Faces that stand still, that repeat themselves, and that do neither."""

from collections.abc import Iterable

import cv2
import numpy as np

from app.domain.arrays import Image
from app.domain.box import Box
from app.domain.live import Sign
from app.vision.liveness.motion import Motion

_FPS = 12.0
_BOX = Box(60, 40, 100, 120)


def _picture() -> Image:
    coarse = np.random.default_rng(5).integers(40, 215, (30, 30, 3), np.uint8)
    return np.asarray(cv2.resize(coarse, (220, 220), interpolation=cv2.INTER_CUBIC), np.uint8)


def _shifted(across: float, down: float, seed: int) -> Image:
    view = np.array([[1.0, 0.0, across], [0.0, 1.0, down]])
    moved = cv2.warpAffine(_picture(), view, (220, 220), borderMode=cv2.BORDER_REFLECT)
    noisy = moved + np.random.default_rng(seed).normal(0, 2, moved.shape)
    return np.asarray(np.clip(noisy, 0, 255), np.uint8)


def _signs(places: Iterable[tuple[float, float]], noise: int = 1000) -> list[Sign | None]:
    motion, signs = Motion(), []
    for number, (across, down) in enumerate(places):
        motion.look(_shifted(across, down, noise * number), _BOX, number / _FPS)
        signs.append(motion.sign)
    return signs


def _walk(frames: int, step: float, seed: int = 0) -> list[tuple[float, float]]:
    """Somebody who sways by chance."""
    steps = np.random.default_rng(seed).normal(0, step, (frames, 2))
    places = np.zeros(2)
    return [tuple(places := 0.95 * places + one) for one in steps]


def test_a_photo_on_a_stand_is_frozen_after_five_seconds() -> None:
    signs = _signs([(0, 0)] * 72)
    assert set(signs[:59]) == {None}
    assert set(signs[62:]) == {Sign.FROZEN}


def test_a_picture_that_is_the_same_to_the_last_pixel_is_frozen() -> None:
    assert _signs([(0, 0)] * 72, noise=0)[-1] is Sign.FROZEN


def test_what_moves_again_is_not_frozen_any_more() -> None:
    assert _signs([(0, 0)] * 72 + _walk(12, 1))[-1] is None


def test_somebody_who_holds_still_is_not() -> None:
    assert set(_signs(_walk(120, 0.4))) == {None}


def test_a_video_in_a_loop_is_found_the_second_time_round() -> None:
    once = _walk(30, 2)
    signs = _signs(once * 3)
    assert set(signs[:30]) == {None}
    assert signs[-1] is Sign.LOOPED


def test_a_loop_is_found_between_its_frames_too() -> None:
    across, down = np.array(_walk(30, 0.8)).T
    times = [*range(29), *(np.arange(0.4, 60) % 29)]
    places = [(float(np.interp(t, range(30), across)), float(np.interp(t, range(30), down))) for t in times]
    assert _signs(places)[-1] is Sign.LOOPED


def test_somebody_who_nods_again_and_again_is_not_in_a_loop() -> None:
    random = np.random.default_rng(2)
    sways, late = random.normal(0, 0.5, 140), random.normal(0, 0.2, 140)
    nods = 9 * np.sin(2 * np.pi * np.arange(140) / 18 + late)
    places = list(zip(sways, nods, strict=True))
    assert set(_signs(places)) == {None}


def test_a_face_that_goes_elsewhere_begins_anew() -> None:
    motion = Motion()
    for number in range(70):
        motion.look(_shifted(0, 0, number), _BOX, number / _FPS)
    assert motion.sign is Sign.FROZEN
    motion.look(_shifted(0, 0, 1), Box(160, 165, 60, 60), 70 / _FPS)
    assert motion.sign is None
