"""From a picture to faces, and from faces to embeddings: detector, landmarks and one model put together."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.core.types import Box, Detection, Embedded, Face, Image, Reading
from app.vision.align import cut_chip
from app.vision.detect import FaceDetector, scan, scan_fast, scan_small
from app.vision.detect.scan import TURNED_BOUND, moved, same
from app.vision.embed import Embedder
from app.vision.image_io import Decoded
from app.vision.landmarks import LandmarkPlacer
from app.vision.quality import measure
from app.vision.turn import QUARTERS, turned, turned_back

RIVAL = 0.6
"""A second face whose prominence is this share of the first's makes it unclear who is meant."""
_CENTRE_PULL = 2.0
"""How much a face off the centre loses against one in it: e^-2 of its area in the corner."""
_FULL_EYES = 36.0
"""Pixels between the eyes from which on a network's crop is not enlarged: a finer picture adds nothing."""


@dataclass(frozen=True, slots=True)
class FaceReader:
    """Reads faces with one detector and one model, from any thread.

    Attributes:
        detector: Finds them.
        placer: Places their landmarks.
        embedder: Embeds them.
        limit: Length of an embedding, before it is normalised, below which a face cannot be recognised; None
            where the model has no such limit.
        small: Whether to look for small faces in the background of large photos too.
    """

    detector: FaceDetector
    placer: LandmarkPlacer
    embedder: Embedder
    limit: float | None = None
    small: bool = False

    def find(self, image: Image) -> list[Face]:
        """Read the faces of a photo, the likeliest subject first.

        Where it shows no face that can be recognised, it is tried on its side and on its head.

        Args:
            image: RGB uint8 (H, W, 3), whole.
        """
        return self.find_in(Decoded(image, image.shape[1], image.shape[0]), lambda: image)

    def find_in(self, photo: Decoded, whole: Callable[[], Image]) -> list[Face]:
        """Read the faces of a photo that was decoded at a fraction of its size, as `find` does.

        Args:
            photo: Its longer side has at least `BOUND` pixels, unless it is whole.
            whole: Gives all its pixels, at full size or as near as memory allows; asked for only if a face
                would gain from it.

        Returns:
            The faces, with boxes and landmarks in pixels of the photo at full size.
        """
        quarters, faces = self._upright(photo.image)
        coarse = [face for face in faces if photo.scale > 1 and face.quality.eyes < _FULL_EYES]
        found = [
            _carried(face, quarters, photo.image, photo.scale, photo.shift)
            for face in faces
            if face not in coarse
        ]
        if coarse:
            found += self._finer(coarse, quarters, photo, whole())
        if self.small and quarters == 0:
            found += self._small(whole(), photo, found)
        return sorted(found, key=lambda face: prominence(face.box, photo.width, photo.height), reverse=True)

    def find_fast(self, frame: Image) -> list[Detection]:
        """Find the faces of a video frame in one bounded pass, with the detector's own landmarks."""
        return scan_fast(self.detector, frame)

    def face_at(self, image: Image, found: Detection) -> Face | None:
        """Place the landmarks of a face, cut it out and measure it; None if they make no face."""
        faces = self._cut(image, [found])
        return faces[0] if faces else None

    def embed(self, faces: Sequence[Face], *, mirror: bool = True) -> Embedded:
        """Embed faces; those that the model has read already are not read again."""
        mine = [
            face.reading for face in faces if face.reading and face.reading.model_id == self.embedder.model_id
        ]
        if len(mine) == len(faces) > 0:
            lengths = np.array([one.length for one in mine], np.float32)
            return Embedded(np.stack([one.vector for one in mine]), lengths)
        return self.embedder.embed([face.chip for face in faces], mirror=mirror)

    def read(self, faces: Sequence[Face], *, mirror: bool = True) -> list[Face]:
        """Return faces with what the model makes of them."""
        vectors, lengths = self.embedder.embed([face.chip for face in faces], mirror=mirror)
        limit = self.limit or 0.0
        return [
            replace(
                face, reading=Reading(self.embedder.model_id, vector, float(length), bool(length >= limit))
            )
            for face, vector, length in zip(faces, vectors, lengths, strict=True)
        ]

    def _read(self, image: Image, found: Sequence[Detection]) -> list[Face]:
        return self.read(self._cut(image, found))

    def _cut(self, image: Image, found: Sequence[Detection]) -> list[Face]:
        """Place landmarks, cut chips and measure; what makes no face is left out."""
        sound = [one for one in found if _spread(one) > 1.0]
        placed = self.placer.place(image, [one.landmarks for one in sound])
        pairs = zip(sound, placed, strict=True)
        faces = [face_from(image, replace(one, landmarks=points.landmarks)) for one, points in pairs]
        return [face for face in faces if face is not None]

    def _upright(self, image: Image) -> tuple[int, list[Face]]:
        """How many quarters to turn the picture so that its faces can be recognised, and they."""
        faces = self._read(image, scan(self.detector, image))
        best = 0, faces
        if any(map(_recognisable, faces)):
            return best
        for quarters in QUARTERS:
            other = turned(image, quarters)
            if scan_fast(self.detector, other, TURNED_BOUND):
                faces = self._read(other, scan(self.detector, other))
                if sum(map(_recognisable, faces)) > sum(map(_recognisable, best[1])):
                    best = quarters, faces
        return best

    def _finer(self, faces: Sequence[Face], quarters: int, photo: Decoded, image: Image) -> list[Face]:
        """Read faces anew from the photo's full size, or as near to it as memory allows."""
        scale = max(image.shape[:2]) / max(photo.image.shape[:2])
        finer = self._read(turned(image, quarters), [moved(face.detection, scale) for face in faces])
        return [_carried(face, quarters, image, photo.width / image.shape[1]) for face in finer]

    def _small(self, image: Image, photo: Decoded, faces: Sequence[Face]) -> list[Face]:
        """The small faces of a photo's full size that are not among those found."""
        scale = photo.width / image.shape[1]
        known = [moved(face.detection, 1 / scale) for face in faces]
        every = scan_small(self.detector, image, known)
        new = [one for one in every if not any(same(one.box, two.box) for two in known)]
        return [_carried(face, 0, image, scale) for face in self._read(image, new)]


def _recognisable(face: Face) -> bool:
    return face.reading is not None and face.reading.recognisable


def _spread(found: Detection) -> float:
    """How far a detector's points lie apart, in pixels; 0 where one is not a place at all."""
    points = found.landmarks
    return float(np.ptp(points, axis=0).max()) if np.isfinite(points).all() else 0.0


def _carried(face: Face, quarters: int, image: Image, scale: float, shift: tuple[int, int] = (0, 0)) -> Face:
    """Carry a face from a picture that was turned and reduced to the photo at full size."""
    height, width = image.shape[:2]
    there = moved(turned_back(face.detection, quarters, width, height), scale, *shift)
    return replace(face, detection=there, quality=replace(face.quality, eyes=face.quality.eyes * scale))


def face_from(image: Image, found: Detection) -> Face | None:
    """Cut out and measure a face whose landmarks were placed; None if they make no face."""
    try:
        chip = cut_chip(image, found.landmarks)
        return Face(found, measure(found, chip), chip)
    except ValueError:
        return None


def prominence(box: Box, width: int, height: int) -> float:
    """How likely a face is its picture's subject: its area in pixels, less the farther off the centre."""
    away = math.hypot(box.x + box.w / 2 - width / 2, box.y + box.h / 2 - height / 2)
    return box.area * math.exp(-_CENTRE_PULL * (2 * away / math.hypot(width, height)) ** 2)


def likeness(face: Face, others: Sequence[Face]) -> float:
    """Cosine similarity of a face with the most similar of others; all were read by one model."""
    assert face.reading is not None  # noqa: S101 - the caller has read them
    vectors = [other.reading.vector for other in others if other.reading is not None]
    return float((np.stack(vectors) @ face.reading.vector).max())
