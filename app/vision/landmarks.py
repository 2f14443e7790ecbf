"""Where the five points lie, whatever the tilt of the head.

A detector's own points start it: they level the face, and O-Net, the last stage of MTCNN (K. Zhang et al.,
"Joint Face Detection and Alignment using Multi-task Cascaded Convolutional Networks", IEEE SPL 2016; weights
of facenet-pytorch), places them on small upright crops of several sizes and on their mirror images. The mean
of all is what counts: the crop that a recogniser reads must not depend on the tilt of the head.
"""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.arrays import Image, Landmarks
from app.vision.align import similarity_transform
from app.vision.level import roll
from app.vision.runtime import Network

SIDE = 48
"""Side of the crop that O-Net reads, in pixels."""
_SCALES = (0.9, 1.1)
"""Sizes of the crops, over the box that MTCNN would have drawn."""
_SMOOTH = 3
"""A crop is first cut so many times as large, then shrunk by area averaging, so that no pixel is skipped."""
_TILTED = 10.0
"""Degrees of roll from which on a face is placed a second time, from the points placed first."""
_MIRROR = [1, 0, 2, 4, 3]
"""What was left is right."""

_IN_BOX = np.array([[0.290, 0.394], [0.727, 0.390], [0.502, 0.593], [0.318, 0.758], [0.708, 0.755]])
"""Where the points lie in MTCNN's boxes, as shares of the side: the mean on the photos of `lfw10`."""

Floats = npt.NDArray[np.float32]


class Placed(NamedTuple):
    """Points placed on a face.

    Attributes:
        landmarks: The five points in pixels of the picture, (5, 2) float32.
        certainty: How sure the network is that it looks at an upright face, 0 to 1.
    """

    landmarks: Landmarks
    certainty: float


class LandmarkPlacer:
    """Places the five points by O-Net, from any thread."""

    def __init__(self, network: Network) -> None:
        self._net = network

    def place(self, image: Image, first: Sequence[Landmarks]) -> list[Placed]:
        """Place the points of faces; those of a tilted head twice, as a detector's own are worse there.

        Args:
            image: RGB uint8 (H, W, 3).
            first: A first guess of each face's points, (5, 2) in pixels of the picture.

        Raises:
            ValueError: The points of a guess coincide or are not finite.
        """
        placed = self._once(image, first)
        tilted = [i for i, face in enumerate(placed) if abs(roll(face.landmarks)) > _TILTED]
        again = self._once(image, [placed[i].landmarks for i in tilted])
        for i, face in zip(tilted, again, strict=True):
            placed[i] = face
        return placed

    def _once(self, image: Image, first: Sequence[Landmarks]) -> list[Placed]:
        if not first:
            return []
        views = [similarity_transform(points, _template(scale)) for points in first for scale in _SCALES]
        crops = np.stack([_crop(image, view) for view in views])
        crops = np.stack([crops, crops[:, :, ::-1]], axis=1).reshape(-1, SIDE, SIDE, 3)
        _, points, certainty = self._net(_input(crops))
        each = 2 * len(_SCALES)
        return [
            Placed(_mean(points[i * each : (i + 1) * each], views[i * len(_SCALES) :]), float(sure))
            for i, sure in enumerate(certainty[:, 1].reshape(-1, each).mean(axis=1))
        ]


def _input(crops: npt.NDArray[np.uint8]) -> Floats:
    """Crops (N, 48, 48, 3) as the network reads them: (N, 3, 48, 48), about -1 to 1."""
    return np.asarray((crops.astype(np.float32).transpose(0, 3, 1, 2) - 127.5) / 128, np.float32)


def _template(scale: float) -> npt.NDArray[np.float64]:
    """Where the first guess of the points goes in a crop that is `scale` times as large as the box."""
    return ((_IN_BOX - 0.5) / scale + 0.5) * SIDE - 0.5


def _crop(image: Image, view: npt.NDArray[np.float64]) -> Image:
    """Cut a levelled crop of 48x48 out of a picture, without skipping pixels."""
    large = view.copy()
    large[:, 2] += 0.5
    large *= _SMOOTH
    large[:, 2] -= 0.5
    side = SIDE * _SMOOTH
    crop = cv2.warpAffine(image, large, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(crop, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def _mean(points: Floats, views: Sequence[npt.NDArray[np.float64]]) -> Landmarks:
    """Mean of what the network said of crops and their mirror images (2 S, 10), in the picture's pixels."""
    across, down = points[:, :5], points[:, 5:]
    across[1::2] = 1 - across[1::2][:, _MIRROR]
    down[1::2] = down[1::2][:, _MIRROR]
    placed = np.stack([across, down], axis=2) * SIDE - 0.5  # (2 S, 5, 2) in pixels of the crops
    found = [
        _back(both.mean(axis=0), view) for both, view in zip(placed.reshape(-1, 2, 5, 2), views, strict=False)
    ]
    return np.asarray(np.mean(found, axis=0), np.float32)


def _back(points: npt.NDArray[np.floating], view: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """From pixels of a crop to those of the picture."""
    linear = np.linalg.inv(view[:, :2])
    return np.asarray((points - view[:, 2]) @ linear.T)
