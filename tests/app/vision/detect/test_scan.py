"""Faces of every size, each once, on any shape of picture."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.domain.arrays import Image
from app.domain.box import Box
from app.domain.face import Detection
from app.vision import image_io
from app.vision.detect import FaceDetector, YuNetDetector, scan, scan_fast, scan_small
from app.vision.detect.mtcnn import MtcnnDetector


def canvas(height: int, width: int, seed: int) -> Image:
    """A slope of grey with noise."""
    slope = np.linspace(60, 150, width)[None, :] + np.linspace(0, 50, height)[:, None]
    noise = np.random.default_rng(seed).normal(0, 6, (height, width))
    grey = np.clip(slope + noise, 0, 255).astype(np.uint8)
    return np.repeat(grey[:, :, None], 3, axis=2)


def shrunk(photo: Image, face: Detection, height: float) -> tuple[Image, Box]:
    """A photo resized so that its face's box gets that height, and the box in it."""
    factor = height / face.box.h
    size = (round(photo.shape[1] * factor), round(photo.shape[0] * factor))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    small = np.asarray(cv2.resize(photo, size, interpolation=how), np.uint8)
    return small, Box(*(value * factor for value in face.box))


def pasted(picture: Image, photo: Image, face: Box, left: int, top: int) -> Box:
    """Paste a photo into a picture, and return where its face is there."""
    height, width = photo.shape[:2]
    picture[top : top + height, left : left + width] = photo
    return Box(face.x + left, face.y + top, face.w, face.h)


def places(height: int, width: int, side: int, count: int, seed: int) -> list[tuple[int, int]]:
    """Free squares: the four corners, the seams of the tiles of a 12-megapixel photo, then anywhere."""
    right, bottom = width - side, height - side
    seams = [(x, y) for x in (1093, 1147, 1493, 2294, 2453, 2800) for y in (1294, 1600)]
    wanted = [(0, 0), (right, 0), (0, bottom), (right, bottom)]
    wanted += [(x - side // 2, y - side // 2) for x, y in seams]
    rng = np.random.default_rng(seed)
    free: list[tuple[int, int]] = []
    for _ in range(20_000):
        if len(free) == count:
            break
        x, y = wanted.pop(0) if wanted else (int(rng.integers(0, right)), int(rng.integers(0, bottom)))
        if all(abs(x - a) > side or abs(y - b) > side for a, b in free):
            free.append((x, y))
    return free


def hits(found: list[Detection], wanted: list[Box]) -> int:
    return sum(any(face.box.iou(box) >= 0.4 for face in found) for box in wanted)


def assert_each_once(found: list[Detection]) -> None:
    for i, one in enumerate(found):
        assert all(one.box.iou(other.box) < 0.4 for other in found[i + 1 :])


@pytest.fixture(scope="module")
def known(photos: list[Image], yunet: YuNetDetector) -> list[tuple[Image, Detection]]:
    """Photos cut down to their largest face and as much again around it, and that face."""
    return [_around(photo, scan(yunet, photo)[0]) for photo in photos]


def _around(photo: Image, face: Detection) -> tuple[Image, Detection]:
    x, y, w, h = face.box
    left, top = max(int(x - 0.4 * w), 0), max(int(y - 0.4 * h), 0)
    cut = photo[top : int(y + 1.4 * h), left : int(x + 1.4 * w)]
    return cut, replace(face, box=Box(x - left, y - top, w, h))


def composed(
    known: list[tuple[Image, Detection]], height: int, count: int, seed: int
) -> tuple[Image, list[Box]]:
    """A photo of 12 megapixels with so many faces of that height, and where they are."""
    picture = canvas(3000, 4000, seed)
    chosen = np.random.default_rng(seed).permutation(len(known))[:count]
    tiles = [shrunk(known[i][0], known[i][1], height) for i in chosen]
    side = max(max(tile.shape[:2]) for tile, _ in tiles)
    spots = places(3000, 4000, side, count, seed)
    return picture, [
        pasted(picture, tile, box, x, y) for (tile, box), (x, y) in zip(tiles, spots, strict=True)
    ]


@pytest.mark.slow
class TestSmallFaces:
    @pytest.mark.parametrize("seed", [1, 2])
    def test_40_pixels_in_12_megapixels(
        self, known: list[tuple[Image, Detection]], yunet: YuNetDetector, seed: int
    ) -> None:
        picture, wanted = composed(known, 40, 40, seed)
        found = scan_small(yunet, picture, scan(yunet, picture))
        assert hits(found, wanted) >= 39
        assert_each_once(found)

    def test_40_pixels_in_12_megapixels_with_mtcnn(
        self, known: list[tuple[Image, Detection]], mtcnn: MtcnnDetector
    ) -> None:
        picture, wanted = composed(known, 40, 40, 1)
        found = scan_small(mtcnn, picture, scan(mtcnn, picture))
        assert hits(found, wanted) >= 39
        assert_each_once(found)

    @pytest.mark.parametrize(("height", "count"), [(70, 40), (120, 25), (200, 12), (320, 6), (600, 2)])
    def test_larger_faces_lie_across_tiles(
        self, known: list[tuple[Image, Detection]], yunet: YuNetDetector, height: int, count: int
    ) -> None:
        """Sizes on both sides of what a tile's overlap holds: nothing falls between the passes."""
        picture, wanted = composed(known, height, count, 3)
        found = scan_small(yunet, picture, scan(yunet, picture))
        assert hits(found, wanted) >= count - 1
        assert_each_once(found)

    def test_a_panorama(self, known: list[tuple[Image, Detection]], yunet: YuNetDetector) -> None:
        """25 times as wide as high: no face is too small for the first pass and too large for tiles."""
        picture = canvas(900, 22_000, 5)
        wanted = []
        for number, height in enumerate((40, 60, 100, 160, 220, 260, 300, 340)):
            tile, box = shrunk(*known[number * 7], height)
            tile = tile[:900]
            wanted.append(pasted(picture, tile, box, 400 + number * 2600, (900 - tile.shape[0]) // 2))
        found = scan(yunet, picture)
        assert hits(found, wanted[2:]) == 6  # those of 100 pixels and more in one pass
        assert hits(scan_small(yunet, picture, found), wanted) == 8


@pytest.mark.slow
class TestLargeFaces:
    @pytest.mark.parametrize("side", [480, 960, 1600, 3000])
    def test_a_face_that_fills_the_photo(self, faces: Path, yunet: YuNetDetector, side: int) -> None:
        crops = sorted(faces.glob("aligned12/*/*.png"))[::60]
        for crop in crops:
            large = cv2.resize(image_io.load(crop), (side, side), interpolation=cv2.INTER_CUBIC)
            found = scan(yunet, np.asarray(large, np.uint8))
            assert len(found) == 1, crop
            assert found[0].box.h > 0.5 * side

    def test_a_small_face_beside_one_that_fills_the_photo(
        self, known: list[tuple[Image, Detection]], yunet: YuNetDetector
    ) -> None:
        picture = canvas(3000, 4000, 9)
        large, large_box = shrunk(*known[0], 1700)
        large = large[:3000, :3000]
        small, small_box = shrunk(*known[50], 45)
        wanted = [pasted(picture, large, large_box, 0, 0), pasted(picture, small, small_box, 3500, 2000)]
        found = scan_small(yunet, picture, scan(yunet, picture))
        assert hits(found, wanted) == 2
        assert_each_once(found)


@pytest.mark.slow
class TestCrops:
    def test_a_face_in_99_of_100_tight_crops(self, faces: Path, yunet: YuNetDetector) -> None:
        crops = sorted(faces.glob("aligned12/*/*.png"))
        found = [scan(yunet, image_io.load(crop)) for crop in crops]
        assert len(found) == 720
        assert sum(len(one) >= 1 for one in found) >= 713

    def test_landmarks_of_tight_crops_lie_on_the_template(self, faces: Path, yunet: YuNetDetector) -> None:
        from trainer.backbones.sface import ARCFACE_TEMPLATE

        crops = sorted(faces.glob("aligned12/*/*.png"))[::12]
        found = [scan(yunet, image_io.load(crop))[0].landmarks for crop in crops]
        away = [np.hypot(*(points - np.array(ARCFACE_TEMPLATE)).T).mean() for points in found]
        assert np.median(away) < 4, "pixels of a crop whose eyes lie 35 apart"

    def test_greyscale(self, faces: Path, yunet: YuNetDetector) -> None:
        crops = sorted(faces.glob("orl40/*/*.pgm"))[::10]
        assert sum(len(scan(yunet, image_io.load(crop))) == 1 for crop in crops) >= 39


class TestShapes:
    @pytest.mark.parametrize("kind", ["yunet", "mtcnn"])
    @pytest.mark.parametrize(
        "shape", [(1, 1), (2, 3), (1, 300), (30, 20_000), (20_000, 30), (5, 1500), (224, 224), (1281, 3)]
    )
    def test_nothing_in_an_empty_picture(
        self, request: pytest.FixtureRequest, kind: str, shape: tuple[int, int]
    ) -> None:
        detector: FaceDetector = request.getfixturevalue(kind)
        picture = np.full((*shape, 3), 128, np.uint8)
        assert scan(detector, picture) == []
        assert scan_fast(detector, picture) == []

    @pytest.mark.slow
    def test_the_largest_comes_first(self, faces: Path, yunet: YuNetDetector) -> None:
        found = scan(yunet, image_io.load(faces / "group.jpg"))
        areas = [face.box.area for face in found]
        assert len(found) == 6
        assert areas == sorted(areas, reverse=True)

    def test_a_view_of_an_array_will_do(self, photos: list[Image], yunet: YuNetDetector) -> None:
        """Not contiguous, as a slice is."""
        large = np.repeat(np.repeat(photos[0], 2, axis=0), 2, axis=1)
        assert len(scan(yunet, large[::2, ::2])) == len(scan(yunet, photos[0]))
