"""YuNet, the default detector.

W. Wu, H. Peng and S. Yu, "YuNet: A Tiny Millisecond-level Face Detector" (Machine Intelligence Research,
2023). Its three strides predict, for each cell of their grid, how likely a face is there, a box and five
points, relative to the cell.
"""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import onnx

from app.domain.arrays import Image
from app.domain.box import Box
from app.domain.face import Detection
from app.vision import graphs
from app.vision.runtime import Network

_MIN_SCORE = 0.5
"""Faces tilted by 30 degrees that it is not sure of score 0.5 to 0.66."""
_NMS_IOU = 0.3
_STRIDES = (8, 16, 32)
_PARTS = ("cls", "obj", "bbox", "kps")
_OUTPUTS = [(part, stride) for part in _PARTS for stride in _STRIDES]
"""What the network gives, in its order."""

Floats = npt.NDArray[np.float32]


def yunet_graph(file: Path) -> onnx.ModelProto:
    """YuNet's file as a graph that takes pictures as they are, RGB uint8 (1, H, W, 3), of whole cells."""
    return graphs.reading_pictures(graphs.plain(onnx.load(str(file))))


class YuNetDetector:
    """YuNet in any runtime; safe to call from any thread.

    Attributes:
        name: "yunet".
        smallest: Its recall falls off below about 20 pixels.
        sure: As its authors use it.
    """

    name = "yunet"
    smallest = 20
    sure = 0.7

    def __init__(self, network: Network) -> None:
        self._net = network

    def detect(self, image: Image) -> list[Detection]:
        """Find the faces in RGB uint8 (H, W, 3), with descending score."""
        outputs = dict(zip(_OUTPUTS, self._net(_input(image)), strict=True))
        width = -(-image.shape[1] // _STRIDES[-1]) * _STRIDES[-1]
        rows = np.concatenate([_decode(outputs, stride, width // stride) for stride in _STRIDES])
        rows = rows[np.isfinite(rows).all(axis=1) & (rows[:, 0] >= _MIN_SCORE)]
        kept = cv2.dnn.NMSBoxes(rows[:, 1:5].tolist(), rows[:, 0].tolist(), _MIN_SCORE, _NMS_IOU)
        return [
            Detection(Box(*map(float, row[1:5])), row[5:].reshape(5, 2), float(row[0]))
            for row in rows[np.asarray(kept, np.intp)]
        ]


def _input(image: Image) -> Image:
    """The picture as the network reads it: padded right and below to whole cells (1, H, W, 3)."""
    height, width = (-side % _STRIDES[-1] for side in image.shape[:2])
    if height or width:
        image = np.asarray(cv2.copyMakeBorder(image, 0, height, 0, width, cv2.BORDER_CONSTANT), np.uint8)
    return image[None]


def _decode(outputs: dict[tuple[str, int], Floats], stride: int, columns: int) -> Floats:
    """Score, box and points of each likely cell of one stride (N, 15), in pixels."""
    likely, face, box, points = (outputs[part, stride][0] for part in _PARTS)
    score = np.sqrt(np.clip(likely[:, 0], 0, 1) * np.clip(face[:, 0], 0, 1))
    cells = np.flatnonzero(score >= _MIN_SCORE)
    cell = np.stack([cells % columns, cells // columns], axis=1).astype(np.float32)
    centre = (cell + box[cells, :2]) * stride
    size = np.exp(box[cells, 2:]) * stride
    five = (np.tile(cell, 5) + points[cells]) * stride
    return np.column_stack([score[cells], centre - size / 2, size, five]).astype(np.float32)
