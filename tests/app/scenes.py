"""Scenes before a camera, rendered from one photo: a head in three dimensions, prints and screens of it.

A surface is a picture over a plane and how far each of its points stands out of that plane. Each pixel's ray
is followed until it meets the surface, in perspective, so that parallax is real and a nose hides the cheek
behind it. The head is a generic one: an ellipsoid with a flat front and a nose, and the photo lies on it.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.arrays import Image, Landmarks

Floats = npt.NDArray[np.float32]

SIZE = (640, 480)
_DISTANCE = 9.0
"""From the camera to a face, in distances between the eyes: a little over half a metre."""
_STEPS, _HALVINGS = 20, 5
_CELL = 3
"""Pixels of a texture for one of a screen."""
_FINE = 3.0
"""Pixels of a texture for one of the photo."""
_HEAD = (1.25, 1.95, 1.55)
"""Half of a head's width, height and depth, in distances between the eyes."""
_PIVOT = (0.0, 0.9, -1.6)
"""What a head turns around: right, down and out of the plane of the eyes."""


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A picture that is not flat.

    Attributes:
        texture: RGB uint8 (H, W, 3).
        height: How far each pixel stands out (H, W), in distances between the eyes; -inf where nothing is.
        middle: The pixel between the eyes, (x, y).
        eyes: Pixels between the eyes.
        pivot: What it turns around.
    """

    texture: Image
    height: Floats
    middle: tuple[float, float]
    eyes: float
    pivot: tuple[float, float, float] = (0.0, 0.5, 0.0)


@dataclass(frozen=True, slots=True)
class Pose:
    """How a surface is held before the camera.

    Attributes:
        yaw: Degrees; positive turns it towards the picture's right.
        pitch: Degrees; positive turns it up.
        roll: Degrees, clockwise.
        eyes: Pixels between the eyes where it is not turned.
        across: Pixels to the right of the picture's middle.
        down: Pixels below it.
    """

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    eyes: float = 90.0
    across: float = 0.0
    down: float = -30.0


@dataclass(eq=False)
class Camera:
    """What a camera makes of a scene: its lens is a little soft, its sensor noisy, its pictures JPEGs.

    Attributes:
        blur: Standard deviation of the lens's blur, in pixels.
        noise: Of the sensor's, in grey levels.
        jpeg: Quality, or None.
        random: Where the noise comes from.
    """

    size: tuple[int, int] = SIZE
    blur: float = 0.6
    noise: float = 2.0
    jpeg: int | None = 85
    random: np.random.Generator = field(default_factory=lambda: np.random.default_rng(0))

    def takes(self, scene: Floats) -> Image:
        """A picture of a scene, (H, W, 3) in grey levels."""
        soft: Any = cv2.GaussianBlur(scene, (0, 0), self.blur) if self.blur else scene
        seen = np.clip(soft + self.random.normal(0, self.noise, scene.shape), 0, 255).astype(np.uint8)
        if self.jpeg is None:
            return np.asarray(seen)
        _, data = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, self.jpeg])
        return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def room(size: tuple[int, int] = SIZE) -> Image:
    """A wall in soft light."""
    wall = np.array([[[70, 80, 90], [150, 140, 120]], [[40, 45, 50], [90, 80, 70]]], np.uint8)
    return np.asarray(cv2.resize(wall, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def head(photo: Image, points: Landmarks, depth: float = 1.0, nose: float = 0.38) -> Surface:
    """Somebody's head.

    Args:
        photo: RGB uint8 (H, W, 3), of somebody who looks ahead.
        points: The five points (5, 2) of their face.
        depth: How deep the head is, over a usual one.
        nose: How far its tip stands out of the cheeks, in distances between the eyes.
    """
    texture, middle, eyes = _texture(photo, points)
    u, v = _places(texture, middle, eyes)
    wide, high, deep = _HEAD
    inside = 1 - (u / wide) ** 2 - ((v - 0.1) / high) ** 4
    height = depth * deep * (np.sqrt(np.maximum(inside, 0)) - 1)
    tip = float(points[2, 1] - points[:2, 1].mean()) / float(np.hypot(*(points[1] - points[0])))
    along = np.where(v < tip, np.clip(v / tip, 0, 1), np.exp(-(((v - tip) / 0.1) ** 2)))
    height += nose * along * np.exp(-((u / 0.2) ** 2)) - 0.06 * _bumps(u, v)
    height = np.where(inside > 0.01, cv2.GaussianBlur(height, (0, 0), 0.03 * eyes), -np.inf)
    return Surface(texture, height.astype(np.float32), middle, eyes, _PIVOT)


def print_of(
    photo: Image, points: Landmarks, bend: float = 0.0, fold: float = 0.0, *, upright: bool = True
) -> Surface:
    """A photo on paper.

    Args:
        photo: RGB uint8 (H, W, 3).
        points: The five points (5, 2) of its face.
        bend: One over the radius of the cylinder it is bent to, in distances between the eyes; 0 is flat.
        fold: Degrees by which either half is folded back.
        upright: Whether it is bent or folded around an upright line, rather than a level one.
    """
    texture, middle, eyes = _texture(photo, points)
    u, v = _places(texture, middle, eyes)
    way = u if upright else v - 0.55
    height = -np.abs(way) * np.tan(np.radians(fold))
    if bend:
        radius = 1 / abs(bend)
        inside = radius**2 - way**2
        round_ = np.where(inside > 0.02 * radius**2, np.sqrt(np.maximum(inside, 0)) - radius, -np.inf)
        height = height + np.sign(bend) * round_
    return Surface(texture, height.astype(np.float32), middle, eyes)


def screen_of(photo: Image, points: Landmarks, eyes: float) -> Surface:
    """A photo on a screen, whose pixels are three stripes each and do not touch.

    Args:
        photo: RGB uint8 (H, W, 3).
        points: The five points (5, 2) of its face.
        eyes: Pixels of the screen between the eyes.
    """
    scale = eyes / float(np.hypot(*(points[1] - points[0])))
    shown = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    cells = np.zeros((*(_CELL * np.array(shown.shape[:2])), 3), np.float32)
    for colour in range(3):
        for row in range(_CELL - 1):
            cells[row::_CELL, colour::_CELL, colour] = shown[..., colour]
    bright = np.clip(cells * (_CELL / (_CELL - 1) * _CELL * 0.6), 0, 765)
    texture = np.asarray(bright / 3, np.uint8)
    middle = (points[:2].mean(axis=0) + 0.5) * scale * _CELL - 0.5
    return Surface(texture, np.zeros(texture.shape[:2], np.float32), (middle[0], middle[1]), eyes * _CELL)


def finely(surface: Surface, pose: Pose, behind: Image, times: int = 4) -> Floats:
    """Render a surface with details smaller than a pixel, as `show` does."""
    large = cv2.resize(behind, None, fx=times, fy=times)
    pose = replace(pose, eyes=pose.eyes * times, across=pose.across * times, down=pose.down * times)
    return np.asarray(
        cv2.resize(show(surface, pose, np.asarray(large)), behind.shape[1::-1], interpolation=cv2.INTER_AREA)
    )


def show(surface: Surface, pose: Pose, behind: Image) -> Floats:
    """Render a surface before a picture (H, W, 3), in grey levels."""
    height, width = behind.shape[:2]
    focal, turn = pose.eyes * _DISTANCE, _rotation(pose)
    middle = np.array([width / 2 + pose.across, height / 2 + pose.down])
    pivot = np.array(surface.pivot) * [1, 1, -1]
    start = turn.T @ -(pivot + np.array([0, 0, _DISTANCE])) + pivot
    corners = (_corners(surface) - start) @ turn.T
    seen = corners[:, :2] / corners[:, 2:] * focal + middle
    left, top = np.clip(np.floor(seen.min(axis=0)) - 2, 0, (width, height)).astype(int)
    right, bottom = np.clip(np.ceil(seen.max(axis=0)) + 3, 0, (width, height)).astype(int)
    x, y = np.meshgrid(np.arange(left, right), np.arange(top, bottom))
    rays = np.stack([(x - middle[0]) / focal, (y - middle[1]) / focal, np.ones(x.shape)], -1)
    scene = behind.astype(np.float32)
    if x.size:
        scene[top:bottom, left:right] = _painted(surface, start, rays @ turn, scene[top:bottom, left:right])
    return scene


def in_a_hand(photo: Image, seed: int) -> Image:
    """A print (H, W, 3), flat and with a white margin, in a hand that is not quite still; drawn quickly."""
    margin = max(photo.shape) // 22
    sheet = cv2.copyMakeBorder(photo, *4 * (margin,), cv2.BORDER_CONSTANT, value=(235, 235, 232))
    random, scale = np.random.default_rng(seed), 310 / sheet.shape[0]
    across, down = random.normal(0, 2, 2)
    view = np.array([[scale, 0.02, 320 - scale * sheet.shape[1] / 2 + across], [-0.02, scale, 75 + down]])
    scene = np.full((480, 640, 3), 110, np.uint8)
    cv2.warpAffine(sheet, view, (640, 480), dst=scene, borderMode=cv2.BORDER_TRANSPARENT)
    return np.asarray(np.clip(scene + random.normal(0, 2, scene.shape), 0, 255), np.uint8)


def _painted(surface: Surface, start: np.ndarray, rays: np.ndarray, behind: Floats) -> Floats:
    """What rays meet, before a picture."""
    u, v, met = _meet(surface, start, rays)
    (mx, my), eyes = surface.middle, surface.eyes
    found = cv2.remap(surface.texture, u * eyes + mx, v * eyes + my, cv2.INTER_LINEAR)
    mask = cv2.GaussianBlur(met.astype(np.float32), (0, 0), 0.7)[..., None]
    return np.asarray(found * mask + behind * (1 - mask), np.float32)


def _corners(surface: Surface) -> np.ndarray:
    """Corners (8, 3) of what a surface lies in, in distances of the eyes: right, down, into the plane."""
    sound = np.isfinite(surface.height)
    heights = surface.height[sound]
    ends = [np.flatnonzero(sound.any(axis=axis))[[0, -1]] for axis in (0, 1)]
    across, down = ((end - at) / surface.eyes for end, at in zip(ends, surface.middle, strict=True))
    deep = -np.array([heights.min(), heights.max()])
    return np.stack(np.meshgrid(across, down, deep), axis=-1).reshape(-1, 3)


def _meet(
    surface: Surface, start: np.ndarray, rays: np.ndarray
) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """Where each ray meets a surface first, to the right and down, and whether it does."""
    sound = np.isfinite(surface.height)
    low, high = float(surface.height[sound].min()), float(surface.height[sound].max())
    shape = rays.shape[:2]
    near, far = np.full(shape, high + 1e-3), np.full(shape, low - 1e-3)
    met = np.zeros(shape, bool)
    levels = np.linspace(high, low - 1e-3, _STEPS) if high - low > 1e-6 else [low - 1e-3]
    for before, level in zip([high + 1e-3, *levels[:-1]], levels, strict=True):
        hit = ~met & (_height(surface, start, rays, np.full(shape, level)) >= level)
        near[hit], far[hit] = before, level
        met |= hit
    for _ in range(_HALVINGS):
        half = (near + far) / 2
        inside = _height(surface, start, rays, half) >= half
        far, near = np.where(inside, half, far), np.where(inside, near, half)
    u, v = _at(start, rays, far)
    return u, v, met


def _at(start: np.ndarray, rays: np.ndarray, height: np.ndarray) -> tuple[Floats, Floats]:
    """Where rays pass a height."""
    along = (-height - start[2]) / rays[..., 2]
    return (start[0] + along * rays[..., 0]).astype(np.float32), (start[1] + along * rays[..., 1]).astype(
        np.float32
    )


def _height(surface: Surface, start: np.ndarray, rays: np.ndarray, height: np.ndarray) -> Floats:
    """How far the surface stands out where rays pass a height."""
    u, v = _at(start, rays, height)
    (mx, my), eyes = surface.middle, surface.eyes
    return np.asarray(
        cv2.remap(
            np.where(np.isfinite(surface.height), surface.height, -1e3).astype(np.float32),
            u * eyes + mx,
            v * eyes + my,
            cv2.INTER_LINEAR,
            borderValue=-1e3,
        )
    )


def _rotation(pose: Pose) -> np.ndarray:
    yaw, pitch, roll = np.radians([pose.yaw, pose.pitch, pose.roll])
    across = np.array([[np.cos(yaw), 0, -np.sin(yaw)], [0, 1, 0], [np.sin(yaw), 0, np.cos(yaw)]])
    nod = np.array([[1, 0, 0], [0, np.cos(pitch), np.sin(pitch)], [0, -np.sin(pitch), np.cos(pitch)]])
    lean = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    return np.asarray(lean @ across @ nod)


def _texture(photo: Image, points: Landmarks) -> tuple[Image, tuple[float, float], float]:
    texture = np.asarray(cv2.resize(photo, None, fx=_FINE, fy=_FINE, interpolation=cv2.INTER_CUBIC), np.uint8)
    middle = (points[:2].mean(axis=0) + 0.5) * _FINE - 0.5
    return texture, (float(middle[0]), float(middle[1])), float(np.hypot(*(points[1] - points[0]))) * _FINE


def _places(texture: Image, middle: tuple[float, float], eyes: float) -> tuple[np.ndarray, np.ndarray]:
    """Where each pixel lies, to the right and down from between the eyes, in distances between them."""
    y, x = np.mgrid[: texture.shape[0], : texture.shape[1]].astype(np.float64)
    return (x - middle[0]) / eyes, (y - middle[1]) / eyes


def _bumps(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Sockets of the eyes."""
    return np.asarray(np.exp(-(((np.abs(u) - 0.5) / 0.2) ** 2) - (v / 0.15) ** 2))
