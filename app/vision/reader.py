"""A detector and an embedder put together: from a picture to faces, from faces to embeddings."""

import math
import threading
from collections.abc import Callable, Sequence

from app.core.types import Box, Detection, Embedding, Face, Image
from app.vision.align import cut_chip
from app.vision.detect import FaceDetector, scan, scan_fast
from app.vision.embed import Embedder
from app.vision.quality import measure

RIVAL = 0.6
"""A second face whose prominence is this share of the first's makes it unclear who is meant."""
_CENTRE_PULL = 2.0
"""How much a face off the centre loses against one in it: e^-2 of its area in the corner."""


class FaceReader:
    """Reads faces with one kind of detector and one model. Any thread may call `find` and `find_fast`.

    Attributes:
        embedder: Embeds them.
    """

    def __init__(self, make_detector: Callable[[], FaceDetector], embedder: Embedder) -> None:
        self.embedder = embedder
        self._make_detector = make_detector
        self._threads = threading.local()  # detectors are not safe to share between threads

    @property
    def detector(self) -> FaceDetector:
        """The calling thread's detector."""
        if not hasattr(self._threads, "detector"):
            self._threads.detector = self._make_detector()
        found: FaceDetector = self._threads.detector
        return found

    def find(self, image: Image) -> list[Face]:
        """Read the faces of a photo, the likeliest subject first.

        Args:
            image: RGB uint8 (H, W, 3).
        """
        height, width = image.shape[:2]
        faces = [face for one in scan(self.detector, image) if (face := face_at(image, one)) is not None]
        return sorted(faces, key=lambda face: prominence(face.box, width, height), reverse=True)

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


def prominence(box: Box, width: int, height: int) -> float:
    """How likely a face is its picture's subject: its area in pixels, less the farther off the centre."""
    away = math.hypot(box.x + box.w / 2 - width / 2, box.y + box.h / 2 - height / 2)
    return box.area * math.exp(-_CENTRE_PULL * (2 * away / math.hypot(width, height)) ** 2)
