"""How far a face stands out of a plane, seen from how points on it move as it turns.

The points of a flat picture move by a homography, however it is held, and those of a bent or folded one curve
the picture one way only: paper keeps its Gaussian curvature of zero. A face is curved both ways, upright and
level. So a map of second degree is fitted to the points' way, with the part that perspective explains taken
off (cf. C. Tomasi and T. Kanade, "Shape and Motion from Image Streams under Orthography", IJCV 1992, for what
a flat object's points do), and the lesser of its two curvatures is what tells.
"""

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.arrays import Image, Landmarks

_EYES = 80.0
"""Pixels between the eyes in the crops that are compared."""
_SIDE = 320
_POINTS, _APART, _CORNER = 120, 6, 5
"""Points at most, pixels between two, and of the corner that one is."""
_WINDOW, _LEVELS = (21, 21), 2
_BACK = 0.7
"""Pixels that the flow there and back may miss by."""
_FEWEST = 30
_ROUNDS, _OUTLYING = 3, 2.5
"""Fits, and times the median residual from which on a point counts less."""
Floats = npt.NDArray[np.float64]
_Crop = npt.NDArray[np.uint8]


class Relief:
    """Points on a face, followed from the moment that they were chosen."""

    def __init__(self, image: Image, landmarks: Landmarks) -> None:
        """Choose points.

        Args:
            image: RGB uint8 (H, W, 3).
            landmarks: The five points (5, 2) of its face, which looks ahead.
        """
        self._scale = _EYES / float(np.hypot(*(landmarks[1] - landmarks[0])))
        self._before = self._crop(image, landmarks)
        mask = np.zeros_like(self._before)
        middle = (_SIDE // 2, round(_SIDE / 2 + 0.45 * _EYES))
        cv2.ellipse(mask, middle, (round(0.85 * _EYES), round(1.15 * _EYES)), 0, 0, 360, 255, -1)
        found = cv2.goodFeaturesToTrack(self._before, _POINTS, 0.005, _APART, mask=mask, blockSize=_CORNER)
        self._start = self._now = np.zeros((0, 2), np.float32)
        if isinstance(found, np.ndarray):  # None where the face is of one colour
            self._start = self._now = found.reshape(-1, 2).astype(np.float32)

    def follow(self, image: Image, landmarks: Landmarks) -> None:
        """Follow the points into the next frame, with the face's landmarks there."""
        if not len(self._now):
            return
        crop = self._crop(image, landmarks)
        there, found, _ = cv2.calcOpticalFlowPyrLK(  # type: ignore[call-overload]
            self._before, crop, self._now, None, winSize=_WINDOW, maxLevel=_LEVELS
        )
        back, again, _ = cv2.calcOpticalFlowPyrLK(  # type: ignore[call-overload]
            crop, self._before, there, None, winSize=_WINDOW, maxLevel=_LEVELS
        )
        missed = np.linalg.norm(back - self._now, axis=1)
        sound = (found & again).ravel().astype(bool) & (missed < _BACK)
        self._start, self._now, self._before = self._start[sound], there[sound], crop

    def curvature(self, way: tuple[float, float]) -> float | None:
        """The lesser curvature of the face; None if too few points are left.

        Args:
            way: To where in the picture the face turned: right and down.
        """
        if len(self._now) < _FEWEST:
            return None
        start = np.asarray((self._start - _SIDE / 2) / _EYES - [0, 0.5], np.float64)
        return lesser_curvature(start, np.asarray(self._now / _EYES, np.float64), np.array(way, np.float64))

    def _crop(self, image: Image, landmarks: Landmarks) -> _Crop:
        """The face at the size of the first, with the eyes in the middle (320, 320)."""
        middle = landmarks[:2].mean(axis=0)
        view = np.hstack([np.eye(2) * self._scale, (_SIDE / 2 - self._scale * middle)[:, None]])
        cut = cv2.warpAffine(
            image, view, (_SIDE, _SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY), np.uint8)


def lesser_curvature(start: Floats, end: Floats, way: Floats) -> float:
    """Fit how points moved; return the smaller curvature, negative where they stand out towards the camera.

    Args:
        start: Where they were (N, 2), in distances between the eyes from the middle of the face.
        end: Where they are (N, 2), from anywhere.
        way: To where the face turned (2,).
    """
    weights, count = np.ones(len(start)), len(start)
    end = end - end.mean(axis=0)
    goal = end.T.ravel()
    plane = np.column_stack([np.ones(count), start])
    for _ in range(_ROUNDS):
        linear = start @ np.linalg.lstsq(plane * weights[:, None], end * weights[:, None], rcond=None)[0][1:]
        model = _model(plane, start, linear, way)
        twice = np.tile(weights, 2)
        fitted = np.linalg.lstsq(model * twice[:, None], goal * twice, rcond=None)[0]
        missed = np.hypot(*(model @ fitted - goal).reshape(2, count))
        limit = max(_OUTLYING * float(np.median(missed)), 1e-3)
        weights = np.minimum(1, limit / np.maximum(missed, 1e-9))
    level, both, upright = fitted[-3:]
    return float(np.linalg.eigvalsh([[2 * level, both], [both, 2 * upright]])[1])


def _model(plane: Floats, start: Floats, linear: Floats, way: Floats) -> Floats:
    """What moves points (2 N, 11): an affine map, the two terms of perspective, and three of curvature."""
    u, v = start.T
    columns = [np.outer(way, shape) for shape in (u * u, u * v, v * v)]
    columns = [linear.T * u, linear.T * v, *columns]
    curved = np.stack([column.ravel() for column in columns], axis=1)
    affine = np.kron(np.eye(2), plane)
    return np.hstack([affine, curved])
