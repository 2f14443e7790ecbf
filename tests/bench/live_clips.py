"""Clips for the bench of live view: the street at 720p, over and over, and somebody before a webcam."""

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from app.domain.arrays import Image
from app.vision import image_io
from app.vision.sources.recording import open_recording

FPS = 30
SIZE = (1280, 720)
ALONE = 0.5
"""Seconds of the webcam's clip before somebody comes in."""


def street(path: Path, faces: Path, rounds: int) -> Path:
    """`street.mp4` at 1280x720, so many times."""
    frames = [
        np.asarray(cv2.resize(frame.image, SIZE, interpolation=cv2.INTER_AREA), np.uint8)
        for frame in open_recording(str(faces / "street.mp4"))
    ]
    return _write(path, frames * rounds)


def webcam(path: Path, photo: Path, seconds: float) -> Path:
    """One photo's face, which sways, nods, turns and leans before a plain wall."""
    picture = cv2.resize(image_io.load(photo), (480, 480), interpolation=cv2.INTER_CUBIC)
    wall = np.array([[[70, 80, 90], [150, 140, 120]], [[40, 45, 50], [90, 80, 70]]], np.uint8)
    room = np.asarray(cv2.resize(wall, SIZE), np.uint8)
    noise = np.random.default_rng(1).normal(0, 3, (8, SIZE[1], SIZE[0], 1))
    face = np.asarray(picture, np.uint8)
    times = [number / FPS for number in range(round(seconds * FPS))]
    posed = (room if time < ALONE else _posed(room, face, time) for time in times)
    return _write(path, (np.clip(one + noise[k % 8], 0, 255).astype(np.uint8) for k, one in enumerate(posed)))


def _posed(room: Image, picture: Image, time: float) -> Image:
    """The picture in a pose that changes smoothly, pasted with soft borders."""
    sway, turn, nod, lean = (np.sin(2 * np.pi * time / period) for period in (5.0, 3.7, 4.3, 6.1))
    side = picture.shape[0]
    corners = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    middle = np.array([side / 2, side / 2])
    depth = 1 + 0.12 * turn * np.array([-1, 1, 1, -1]) + 0.06 * nod * np.array([-1, -1, 1, 1])
    angle = np.radians(8 * lean)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    moved = ((corners - middle) * depth[:, None] * [1 - 0.15 * abs(turn), 1]) @ rotation.T
    moved += [SIZE[0] / 2 + 150 * sway, SIZE[1] / 2 + 30 * nod]
    warp = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    soft = np.zeros((side, side), np.float32)
    soft[20:-20, 20:-20] = 1
    mask = cv2.warpPerspective(cv2.GaussianBlur(soft, (0, 0), 8), warp, SIZE)[..., None]
    return np.asarray(cv2.warpPerspective(picture, warp, SIZE) * mask + room * (1 - mask), np.uint8)


def _write(path: Path, frames: Iterable[Image]) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), FPS, SIZE)
    for frame in frames:
        writer.write(cv2.cvtColor(np.asarray(frame, np.uint8), cv2.COLOR_RGB2BGR))
    writer.release()
    return path
