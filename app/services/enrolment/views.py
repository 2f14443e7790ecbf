"""Views of one person to enrol from: whom a frame is about, and how alike two views may be."""

from collections.abc import Sequence

from app.domain.arrays import Image
from app.domain.face import Detection, Face
from app.vision.reader import RIVAL, FaceReader, likeness, prominence

SAME_PERSON = 0.3
"""Cosine similarity with the views kept, below which somebody else has stepped in."""
SAME_VIEW = 0.95
"""Cosine similarity with a view kept, from which on a new one teaches nothing."""


def subject_of(reader: FaceReader, image: Image) -> tuple[list[Detection], bool]:
    """Find the most prominent face of a frame.

    Returns:
        That face, or none; and whether no other is nearly as prominent.
    """
    height, width = image.shape[:2]

    def weight(found: Detection) -> float:
        return prominence(found.box, width, height)

    found = sorted(reader.find_fast(image), key=weight, reverse=True)
    alone = len(found) < 2 or weight(found[1]) <= RIVAL * weight(found[0])
    return found[:1], alone


def distinct(faces: Sequence[Face]) -> list[Face]:
    """Leave out views that show what a sharper one shows; those that were not read by a model stay."""
    kept: list[Face] = []
    for face in sorted(faces, key=lambda face: face.quality.sharpness, reverse=True):
        others = [one for one in kept if one.reading is not None]
        if face.reading is None or not others or likeness(face, others) <= SAME_VIEW:
            kept.append(face)
    return kept
