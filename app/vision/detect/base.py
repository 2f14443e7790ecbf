"""The protocol that every face detector keeps."""

from typing import Protocol

from app.domain.arrays import Image
from app.domain.face import Detection


class FaceDetector(Protocol):
    """Finds faces in a picture at the picture's own scale.

    Attributes:
        name: Its name in the settings.
        smallest: Height in pixels of the smallest face that it finds reliably.
        sure: Score from which a find is a face; what scores less may be one, such as a tilted head.
    """

    name: str
    smallest: int
    sure: float

    def detect(self, image: Image) -> list[Detection]:
        """Find the faces in RGB uint8 (H, W, 3), and what may be one, in no particular order."""
        ...
