"""From a picture to faces, and from faces to embeddings: detector, landmarks and one model put together."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.domain.arrays import Embedded, Image, Landmarks
from app.domain.box import Box
from app.domain.face import Detection, Face, Reading
from app.vision.align import cut_chip
from app.vision.detect import FaceDetector, scan, scan_fast, scan_small
from app.vision.detect.scan import TURNED_BOUND, moved, same, scan_all, sure
from app.vision.embed import Embedder
from app.vision.image_io import Decoded
from app.vision.landmarks import LandmarkPlacer
from app.vision.level import found_level, roll
from app.vision.quality import measure
from app.vision.turn import QUARTERS, turned, turned_back
from app.vision.upright import other_ways_up
from trainer.pictures.turning import Area

RIVAL = 0.6
"""A second face whose prominence is this share of the first's makes it unclear who is meant."""
_UPRIGHT = 1.15
"""Embeddings so many times as long as the limit are of faces that stand upright: 2 % of those upside down are
so long, and all of the good ones that are not."""
_CLEARER = 1.15
"""How many times as long the embedding of a face turned upright must be as that of the face as it stood."""
_CENTRE_PULL = 2.0
"""How much a face off the centre loses against one in it: e^-2 of its area in the corner."""
_STANDING = 60.0
"""Degrees of roll from which on a face stands no longer upright, but better on another side of the photo."""
_TILTED = (20.0, 40.0)
"""Degrees of roll between which a face is found once more with its eyes level: at 30 it is worth 0.012 of the
TAR at FMR 1e-3 of `aligned12`, at 15 there is nothing left to gain. A head lies farther only if the photo
does, and is read when the photo is turned."""
_FULL_EYES = 24.0
"""Pixels between the eyes from which on a finer picture adds next to nothing: faces shrunk to 20 pixels are
nearly as like their owners as they were (cosine 0.84 against 0.85, 500 faces), to 14 pixels less (0.80)."""
_AROUND = 3.5
"""Side of the square that is cut out for a face, over its box's: what levels a tilted head looks so far."""
_MOST_PARTS = 64
"""Faces that are cut out one by one; of more the whole photo is asked for."""

Finer = Callable[[Sequence[Area]], list[Decoded]]
"""Gives parts of a photo, each in its pixels, at full size or as near as memory allows."""


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
        photo = Decoded(image, image.shape[1], image.shape[0])
        return self.find_in(photo, lambda _: [photo])  # asked for all of it, and by `small` alone

    def find_in(self, photo: Decoded, finer: Finer) -> list[Face]:
        """Read the faces of a photo that was decoded at a fraction of its size, as `find` does.

        Args:
            photo: Its longer side has at least `BOUND` pixels, unless it is whole.
            finer: Gives parts of it, at full size or as near as memory allows; asked only if a face would
                gain from it.

        Returns:
            The faces, with boxes and landmarks in pixels of the photo at full size.
        """
        found = self._standing(photo, finer)
        other = [] if any(map(self._upright, found)) else self._turned(photo, finer, found)
        if self.small and not other:
            [whole] = finer([(0, 0, photo.width, photo.height)])
            found += self._small(whole, found)
        found = self.righted(other or found)
        return sorted(found, key=lambda face: prominence(face.box, photo.width, photo.height), reverse=True)

    def righted(self, faces: Sequence[Face]) -> list[Face]:
        """Faces that were read, each that surely stands another way up so: one upside down beside others."""
        found = list(faces)
        for at, face in enumerate(faces):
            if _length(face) < self._surely and (ways := list(other_ways_up(self.placer, face))):
                best = max(self.read(ways), key=_length)
                if _length(best) >= max(self._surely, _CLEARER * _length(face)):
                    found[at] = best
        return found

    def find_fast(self, frame: Image) -> list[Detection]:
        """Find the faces of a video frame in one bounded pass, with the detector's own landmarks."""
        return scan_fast(self.detector, frame)

    def faces_at(self, image: Image, found: Sequence[Detection]) -> list[Face | None]:
        """Place the landmarks of faces, cut them out and measure them; None for what makes no face."""
        sound = [i for i, one in enumerate(found) if _spread(one) > 1.0]
        faces: list[Face | None] = [None] * len(found)
        for i, points in zip(sound, self._place(image, [found[i].landmarks for i in sound]), strict=True):
            faces[i] = face_from(image, replace(found[i], landmarks=points))
        return faces

    def _place(self, image: Image, first: Sequence[Landmarks]) -> list[Landmarks]:
        """Place the points of faces; a head that is far from level is found once more as if it were."""
        placed = [face.landmarks for face in self.placer.place(image, first)]
        tilted = [i for i, points in enumerate(placed) if _TILTED[0] < abs(roll(points)) < _TILTED[1]]
        levelled = [found_level(self.detector, image, placed[i]) for i in tilted]
        for i, face in zip(tilted, self.placer.place(image, levelled), strict=True):
            placed[i] = face.landmarks
        return placed

    def embed(self, faces: Sequence[Face]) -> Embedded:
        """Embed faces; those that the model has read already are not read again."""
        mine = [
            face.reading for face in faces if face.reading and face.reading.model_id == self.embedder.model_id
        ]
        if len(mine) != len(faces):
            return self.embedder.embed([face.chip for face in faces])
        lengths = np.array([one.length for one in mine], np.float32)
        vectors = [one.vector for one in mine]
        return Embedded(
            np.stack(vectors) if mine else np.empty((0, self.embedder.dimension), np.float32), lengths
        )

    def read(self, faces: Sequence[Face], *, mirror: bool = True) -> list[Face]:
        """Return faces with what the model makes of them, each averaged with its mirror image by default."""
        vectors, lengths = self.embedder.embed([face.chip for face in faces], mirror=mirror)
        limit = self.limit or 0.0
        return [
            replace(
                face, reading=Reading(self.embedder.model_id, vector, float(length), bool(length >= limit))
            )
            for face, vector, length in zip(faces, vectors, lengths, strict=True)
        ]

    def _cut(self, image: Image, found: Sequence[Detection]) -> list[Face]:
        return [face for face in self.faces_at(image, found) if face is not None]

    def _standing(self, photo: Decoded, finer: Finer) -> list[Face]:
        """The faces of a photo as it stands. If none surely stands upright, what the detector is not sure of
        counts, too, where it surely does: a tilted head."""
        seen = scan_all(self.detector, photo.image)
        found = sure(self.detector, seen)
        faces = self._faces(photo, finer, 0, found)
        if len(found) == len(seen) or any(map(self._upright, faces)):
            return faces
        doubted = self._faces(photo, finer, 0, [one for one in seen if one not in found])
        return faces + list(filter(self._upright, doubted))

    def _faces(self, photo: Decoded, finer: Finer, quarters: int, found: Sequence[Detection]) -> list[Face]:
        """The faces found in a photo turned by so many quarters, at its full size where they gain from it."""
        faces = self._cut(turned(photo.image, quarters), found)
        there = [_carried(face, quarters, photo) for face in faces]
        coarse = [photo.scale > 1 and face.quality.eyes < _FULL_EYES for face in faces]
        fine = [face for face, poor in zip(there, coarse, strict=True) if not poor]
        if again := [face.detection for face, poor in zip(there, coarse, strict=True) if poor]:
            fine += self._finer(again, quarters, photo, finer)
        return self.read(fine)

    def _turned(self, photo: Decoded, finer: Finer, upright: Sequence[Face]) -> list[Face]:
        """The faces of the photo turned so that more of them can be recognised; none if that is no way."""
        best: list[Face] = []
        most = sum(map(self._upright, upright))
        for quarters in QUARTERS:
            image = turned(photo.image, quarters)
            if scan_fast(self.detector, image, TURNED_BOUND):
                faces = self._faces(photo, finer, quarters, scan(self.detector, image))
                if (count := sum(self._upright(face, quarters) for face in faces)) > most:
                    best, most = faces, count
        return best

    def _upright(self, face: Face, quarters: int = 0) -> bool:
        """Whether a face surely stands upright in its photo turned by so many quarters: one on its side may
        pass for a poor one that does."""
        tilt = (roll(face.detection.landmarks) - 90 * quarters + 180) % 360 - 180
        return _length(face) >= self._surely and abs(tilt) < _STANDING

    @property
    def _surely(self) -> float:
        """Length of an embedding from which on its face surely stands as its points say."""
        return _UPRIGHT * (self.limit or 0.0)

    def _finer(self, there: Sequence[Detection], quarters: int, photo: Decoded, finer: Finer) -> list[Face]:
        """Cut faces anew out of the photo's full size, or as near to it as memory allows."""
        found = []
        for part, those in _parts(photo, there, finer):
            image = turned(part.image, quarters)
            height, width = image.shape[:2]
            here = [turned_back(_inside(face, part), -quarters, width, height) for face in those]
            found += [_carried(face, quarters, part) for face in self._cut(image, here)]
        return found

    def _small(self, whole: Decoded, faces: Sequence[Face]) -> list[Face]:
        """The small faces of a photo's full size that are not among those found."""
        known = [_inside(face.detection, whole) for face in faces]
        every = scan_small(self.detector, whole.image, known)
        new = [one for one in every if not any(same(one.box, two.box) for two in known)]
        return self.read([_carried(face, 0, whole) for face in self._cut(whole.image, new)])


def _length(face: Face) -> float:
    """Of the embedding of a face that was read, before it was normalised."""
    assert face.reading is not None  # noqa: S101 - the reader has read it
    return face.reading.length


def _parts(
    photo: Decoded, faces: Sequence[Detection], finer: Finer
) -> list[tuple[Decoded, Sequence[Detection]]]:
    """What is around each face of a photo, at its full size; all of it where that is no more."""
    areas = []
    for x, y, w, h in (face.box for face in faces):
        reach = _AROUND * max(w, h) / 2
        middle = x + w / 2, y + h / 2
        (left, right), (top, bottom) = ((int(at - reach), int(at + reach) + 1) for at in middle)
        areas.append((left, top, right, bottom))
    pixels = sum((right - left) * (bottom - top) for left, top, right, bottom in areas)
    if len(areas) > _MOST_PARTS or pixels >= photo.width * photo.height:
        return [(finer([(0, 0, photo.width, photo.height)])[0], faces)]
    return [(part, [face]) for part, face in zip(finer(areas), faces, strict=True)]


def _spread(found: Detection) -> float:
    """How far a detector's points lie apart, in pixels; 0 where one is not a place at all."""
    points = found.landmarks
    return float(np.ptp(points, axis=0).max()) if np.isfinite(points).all() else 0.0


def _carried(face: Face, quarters: int, part: Decoded) -> Face:
    """Carry a face from the pixels of a part of a photo, turned, to the photo at full size."""
    height, width = part.image.shape[:2]
    there = moved(turned_back(face.detection, quarters, width, height), part.scale, *part.shift)
    eyes = face.quality.eyes * part.scale
    return replace(face, detection=there, quality=replace(face.quality, eyes=eyes))


def _inside(face: Detection, part: Decoded) -> Detection:
    """The other way round: carry a face of the photo at full size to the pixels of a part."""
    left, top = (-at / part.scale for at in part.shift)
    return moved(face, 1 / part.scale, left, top)


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
