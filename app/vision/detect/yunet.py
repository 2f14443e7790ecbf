"""YuNet, the default detector.

W. Wu, H. Peng and S. Yu, "YuNet: A Tiny Millisecond-level Face Detector" (Machine Intelligence Research,
2023), run by OpenCV.
"""

from pathlib import Path

import cv2
import numpy as np

from app.core.types import Box, Detection, Image

_MIN_SCORE = 0.7
_NMS_IOU = 0.3
_TOP_K = 5000


class YuNetDetector:
    """YuNet through `cv2.FaceDetectorYN`. Not safe for two threads at once: give each its own.

    Attributes:
        name: "yunet".
        smallest: Its recall falls off below about 20 pixels.
    """

    name = "yunet"
    smallest = 20

    def __init__(self, model: Path) -> None:
        # From memory, as OpenCV cannot open every path on every system.
        graph = np.fromfile(model, np.uint8)
        self._net = cv2.FaceDetectorYN.create(
            "onnx", graph, np.empty(0, np.uint8), (320, 320), _MIN_SCORE, _NMS_IOU, _TOP_K
        )

    def detect(self, image: Image) -> list[Detection]:
        """Find the faces in RGB uint8 (H, W, 3); OpenCV gives them with descending score."""
        height, width = image.shape[:2]
        self._net.setInputSize((width, height))
        _, rows = self._net.detect(cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
        if rows is None:  # OpenCV's stubs do not know that it may be
            return []  # type: ignore[unreachable]
        return [
            Detection(Box(*map(float, row[:4])), row[4:14].reshape(5, 2).astype(np.float32), float(row[14]))
            for row in np.asarray(rows)
            if np.isfinite(row).all()
        ]
