"""Finding faces of every size with bounded work and memory.

A picture is searched with its longer side brought to `BOUND`, a panorama with as many pixels: that finds
every face that matters on most photos. Once more it is searched much reduced, for a face that fills it. By
choice a second pass goes over overlapping tiles at a finer scale, for small faces in the background. A tight
crop of a face is enlarged instead.
"""

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from app.domain.arrays import Image
from app.domain.box import Box
from app.domain.face import Detection
from app.vision.detect.base import FaceDetector

BOUND = 1280
"""Longer side of the first pass and side of a tile, in pixels."""
_AREA = BOUND * BOUND * 3 // 4
"""Pixels of a photo of the usual shape at that size."""
LIVE_BOUND = 960
"""Longer side of a video frame as searched."""
TURNED_BOUND = 640
"""Longer side of a picture that is searched lying on its side or on its head."""
_FAR_BOUND = 320
"""Longer side of the pass for faces that fill a photo: YuNet misses those higher than some 600 pixels."""
_FILLING = 0.4
"""Height of such a face over that longer side."""
WANTED = 40
"""Height of the smallest face, in pixels of the photo, that the search for small faces must find."""
_CROP = 224
"""A picture whose longer side is below this is taken for a crop of a face."""
_CROP_SCALE = 1.5
_SAFETY = 1.5
"""A pass is trusted with faces of this multiple of the detector's own limit."""
_OVERLAP = 160
"""Tiles overlap by this much at least, so that smaller faces lie whole in one of them."""
_SAME_IOU = 0.4
_INSIDE = 0.7


def scan(detector: FaceDetector, image: Image) -> list[Detection]:
    """Find the faces of a photo in bounded passes, the largest first.

    Args:
        detector: Any detector.
        image: RGB uint8 (H, W, 3).
    """
    return sure(detector, scan_all(detector, image))


def sure(detector: FaceDetector, found: list[Detection]) -> list[Detection]:
    """Those that are faces, without those that may be."""
    return [face for face in found if face.score >= detector.sure]


def scan_all(detector: FaceDetector, image: Image) -> list[Detection]:
    """Find the faces of a photo and what may be one, as `scan` does."""
    longest = max(image.shape[:2])
    if longest < _CROP:
        large = resized(image, _CROP_SCALE)
        return _sorted([moved(face, 1 / _CROP_SCALE) for face in detector.detect(large)])
    scale = min(1.0, _bound(image) / longest)
    bounded = resized(image, scale)
    found = detector.detect(bounded)
    if (longest := max(bounded.shape[:2])) > 1.5 * _FAR_BOUND:
        far = scan_fast(detector, bounded, _FAR_BOUND)
        found = _merge([face for face in far if face.box.h > _FILLING * longest], found)
    return _sorted([moved(face, 1 / scale) for face in found])


def _bound(image: Image) -> int:
    """Longer side of the first pass: of a panorama more than of a photo, for as many pixels."""
    height, width = image.shape[:2]
    share = (_AREA / (height * width)) ** 0.5
    return max(BOUND, int(max(height, width) * min(share, 1.0)))


def scan_small(detector: FaceDetector, image: Image, found: list[Detection]) -> list[Detection]:
    """Add the small faces that a photo's bounded passes were too coarse for, the largest first.

    Args:
        detector: Any detector.
        image: RGB uint8 (H, W, 3), at its full size.
        found: What `scan` found, in the pixels of that size.
    """
    fine = min(1.0, _SAFETY * detector.smallest / WANTED)
    if max(image.shape[:2]) * fine <= BOUND:
        return found
    return _sorted(_merge(list(_detect_tiles(detector, image, fine)), found))


def scan_fast(detector: FaceDetector, image: Image, bound: int = LIVE_BOUND) -> list[Detection]:
    """Find the faces of a picture in one bounded pass, the largest first."""
    scale = min(1.0, bound / max(image.shape[:2]))
    found = [moved(face, 1 / scale) for face in detector.detect(resized(image, scale))]
    return _sorted(sure(detector, found))


def _sorted(found: list[Detection]) -> list[Detection]:
    return sorted(found, key=lambda face: face.box.area, reverse=True)


def resized(image: Image, scale: float) -> Image:
    """Return a picture at another scale, each side at least a pixel long.

    It is halved first, as often as it is to be less than half as large, so that no pixel is skipped: five
    times as fast as averaging by area at once.
    """
    if scale == 1.0:
        return image
    width, height = (max(round(side * scale), 1) for side in image.shape[1::-1])
    while max(image.shape[0] / height, image.shape[1] / width) > 2:
        half = max(-(-image.shape[1] // 2), width), max(-(-image.shape[0] // 2), height)
        image = np.asarray(cv2.resize(image, half, interpolation=cv2.INTER_LINEAR), np.uint8)
    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def moved(face: Detection, factor: float, left: float = 0.0, top: float = 0.0) -> Detection:
    """Carry a detection to another pixel grid: scaled about the corner, then shifted."""
    x, y, w, h = face.box
    shift = np.array([left, top], np.float32)
    points = (face.landmarks + 0.5) * factor - 0.5 + shift
    box = Box(x * factor + left, y * factor + top, w * factor, h * factor)
    return replace(face, box=box, landmarks=points.astype(np.float32))


def _detect_tiles(detector: FaceDetector, image: Image, scale: float) -> Iterator[Detection]:
    """Faces of the finer pass, less those cut by a tile's border and those the first pass must have seen."""
    height, width = image.shape[:2]
    seen = (
        _SAFETY * detector.smallest * scale * max(height, width) / BOUND
    )  # by the first pass, at this scale
    reach = min(max(_OVERLAP, seen), BOUND / 2)
    side, overlap = int(BOUND / scale), int(reach / scale)
    for top in _starts(height, side, overlap):
        for left in _starts(width, side, overlap):
            tile = image[top : top + side, left : left + side]
            small = resized(tile, scale)
            for face in sure(detector, detector.detect(small)):
                if face.box.h <= reach and not _cut(face.box, small, left, top, width, height, scale):
                    yield moved(face, 1 / scale, left, top)


def _starts(length: int, side: int, overlap: int) -> list[int]:
    """Where tiles of `side` start so that they cover `length` and overlap by at least `overlap`."""
    if length <= side:
        return [0]
    count = int(np.ceil((length - overlap) / (side - overlap)))
    return [int(start) for start in np.linspace(0, length - side, count)]


def _cut(box: Box, tile: Image, left: int, top: int, width: int, height: int, scale: float) -> bool:
    """Whether a box touches a border of its tile that is not a border of the photo."""
    bottom, right = tile.shape[:2]
    return (
        (box.x < 1 and left > 0)
        or (box.y < 1 and top > 0)
        or (box.x + box.w > right - 1 and left + right / scale < width - 1)
        or (box.y + box.h > bottom - 1 and top + bottom / scale < height - 1)
    )


def _merge(better: list[Detection], found: list[Detection]) -> list[Detection]:
    """Join the finds of two passes, each face once: as the better pass placed it if both did."""
    others = [face for face in found if all(face.box.iou(b.box) < _SAME_IOU for b in better)]
    return _distinct(better + others)


def _distinct(found: list[Detection]) -> list[Detection]:
    """Drop repeated finds of one face: the surer one stays."""
    kept: list[Detection] = []
    for face in sorted(found, key=lambda f: f.score, reverse=True):
        if not any(same(face.box, other.box) for other in kept):
            kept.append(face)
    return kept


def same(a: Box, b: Box) -> bool:
    """Whether two boxes show one face: they overlap well, or one lies inside the other."""
    iou = a.iou(b)
    if iou >= _SAME_IOU:
        return True
    overlap = iou / (1 + iou) * (a.area + b.area)
    return overlap >= _INSIDE * min(a.area, b.area)
