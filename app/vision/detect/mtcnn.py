"""MTCNN, selectable.

K. Zhang et al., "Joint Face Detection and Alignment using Multi-task Cascaded Convolutional Networks" (IEEE
SPL 2016), from facenet-pytorch, whose package carries the weights.
"""

import warnings

import numpy as np
import torch

from app.domain.arrays import Image
from app.domain.box import Box
from app.domain.face import Detection

_MIN_SCORES = (0.6, 0.7, 0.9)
"""Confidence asked of its three stages; the last is what a face must reach."""


class MtcnnDetector:
    """facenet-pytorch's MTCNN: slower than YuNet, a second opinion.

    Attributes:
        name: "mtcnn".
        smallest: Its image pyramid starts at faces of 20 pixels.
        sure: It gives no face that it doubts.
    """

    name = "mtcnn"
    smallest = 20
    sure = 0.0

    def __init__(self, device: str = "cpu") -> None:
        from facenet_pytorch import MTCNN  # heavy, and needed by those alone who choose it

        self._net = MTCNN(
            keep_all=True,
            min_face_size=self.smallest,
            thresholds=list(_MIN_SCORES),
            post_process=False,
            device=torch.device(device),
        )

    def detect(self, image: Image) -> list[Detection]:
        """Find the faces in RGB uint8 (H, W, 3)."""
        if min(image.shape[:2]) < self.smallest:
            return []
        with torch.inference_mode(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # ragged arrays inside the package
            boxes, scores, points = self._net.detect(image, landmarks=True)
        if boxes is None:
            return []
        return [
            Detection(Box(x1, y1, x2 - x1, y2 - y1), np.asarray(five, np.float32), float(score))
            for (x1, y1, x2, y2), score, five in zip(boxes.tolist(), scores, points, strict=True)
        ]
