"""Faces spoilt on purpose, as photos spoil them: blurred, shrunk, dark, covered, landmarks misplaced."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import cv2
import numpy as np

from app.domain.arrays import Image
from app.domain.face import Chip, Face

Spoil = Callable[[Chip], Chip]


def spoil(face: Face, how: Spoil) -> Face:
    """The face with its chip spoilt, not read yet."""
    return replace(face, chip=how(face.chip), reading=None)


def _eyes(chip: Chip) -> float:
    """Distance between the eyes, in pixels of the chip."""
    return float(np.linalg.norm(chip.landmarks[1] - chip.landmarks[0]))


def _pixels(change: Callable[[Chip], Image]) -> Spoil:
    return lambda chip: Chip(change(chip), chip.landmarks)


def _blurred(chip: Chip, share: float) -> Image:
    return np.asarray(cv2.GaussianBlur(chip.pixels, (0, 0), share * _eyes(chip)), np.uint8)


def _shrunk(chip: Chip, eyes: float) -> Image:
    height, width = chip.pixels.shape[:2]
    scale = min(eyes / _eyes(chip), 1)
    small = (max(round(width * scale), 1), max(round(height * scale), 1))
    shrunk = cv2.resize(chip.pixels, small, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(shrunk, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _dark(chip: Chip, light: float) -> Image:
    noise = np.random.default_rng(0).normal(0, 3, chip.pixels.shape)
    return np.clip(light * chip.pixels + noise, 0, 255).astype(np.uint8)


def _covered(chip: Chip, upper: int, lower: int) -> Image:
    """Grey between two heights, given as distances between the eyes above and below them in percent."""
    middle, eyes = float(chip.landmarks[:2, 1].mean()), _eyes(chip) / 100
    pixels = chip.pixels.copy()
    pixels[max(round(middle + upper * eyes), 0) : max(round(middle + lower * eyes), 0)] = 128
    return pixels


def _turned(chip: Chip, degrees: float) -> Chip:
    """Landmarks as a detector that takes the head for upright would place them."""
    centre = chip.landmarks.mean(axis=0)
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return Chip(chip.pixels, ((chip.landmarks - centre) @ turn.T + centre).astype(np.float32))


SPOILS: Mapping[str, Spoil] = {
    "blurred a little": _pixels(partial(_blurred, share=0.06)),
    "blurred much": _pixels(partial(_blurred, share=0.12)),
    "9 pixels between the eyes": _pixels(partial(_shrunk, eyes=9)),
    "6 pixels between the eyes": _pixels(partial(_shrunk, eyes=6)),
    "dark": _pixels(partial(_dark, light=0.15)),
    "eyes covered": _pixels(partial(_covered, upper=-45, lower=35)),
    "mouth covered": _pixels(partial(_covered, upper=60, lower=200)),
    "turned by 15": partial(_turned, degrees=15),
    "turned by 30": partial(_turned, degrees=30),
    "turned by 90": partial(_turned, degrees=90),
    "turned by 180": partial(_turned, degrees=180),
}
