"""A detector and an embedder put together: from a picture to faces, from faces to embeddings."""

from collections.abc import Sequence

import numpy as np

from app.core.types import Detection, Embedding, Face, Image
from app.vision.align import cut_chip
from app.vision.detect import FaceDetector, scan, scan_fast
from app.vision.embed import Embedder
from app.vision.quality import measure

_CENTRE_PULL = 2.0
"""How much a face off the centre loses against one in it: e^-2 of its area in the corner."""


class FaceReader:
    """Reads faces with one detector and one model.

    Attributes:
        detector: Finds them.
        embedder: Embeds them.
    """

    def __init__(self, detector: FaceDetector, embedder: Embedder) -> None:
        self.detector = detector
        self.embedder = embedder

    def find(self, image: Image) -> list[Face]:
        """Read the faces of a photo, the likeliest subject first.

        Args:
            image: RGB uint8 (H, W, 3).
        """
        faces = _faces(image, scan(self.detector, image))
        return sorted(faces, key=lambda face: prominence(face, image), reverse=True)

    def find_fast(self, frame: Image) -> list[Detection]:
        """Find the faces of a video frame in one bounded pass."""
        return scan_fast(self.detector, frame)

    def embed(self, faces: Sequence[Face]) -> Embedding:
        """Embed faces as unit-length float32 (N, D)."""
        return self.embedder.embed([face.chip for face in faces])


def face_at(image: Image, found: Detection) -> Face | None:
    """Cut out and measure a detected face; None if its landmarks make no face (they coincide, say)."""
    try:
        chip = cut_chip(image, found.landmarks)
        return Face(found, measure(found, chip), chip)
    except ValueError:
        return None


def _faces(image: Image, found: list[Detection]) -> list[Face]:
    return [face for one in found if (face := face_at(image, one)) is not None]


def prominence(face: Face, image: Image) -> float:
    """How likely a face is the picture's subject: its area in pixels, less the farther off the centre."""
    height, width = image.shape[:2]
    box = face.box
    away = np.hypot(box.x + box.w / 2 - width / 2, box.y + box.h / 2 - height / 2)
    return float(box.area * np.exp(-_CENTRE_PULL * (2 * away / np.hypot(width, height)) ** 2))
