from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.core.types import Box, Face, Image
from app.vision import image_io
from app.vision.detect import YuNetDetector
from app.vision.embed import Embedder
from app.vision.reader import FaceReader, face_at, prominence


@pytest.fixture(scope="module")
def reader(weights: Callable[[str], Path], embedder: Embedder) -> FaceReader:
    return FaceReader(lambda: YuNetDetector(weights("yunet")), embedder)


def _same(one: list[Face], other: list[Face]) -> bool:
    return [face.box for face in one] == [face.box for face in other]


def test_finds_and_embeds(faces: Path, reader: FaceReader) -> None:
    found = reader.find(image_io.load(faces / "group.jpg"))
    assert len(found) == 6
    assert reader.embed(found).shape == (6, 128)
    assert all(face.quality.eyes > 30 for face in found)


def test_two_threads_find_what_one_finds(photos: list[Image], reader: FaceReader) -> None:
    """Detectors are not safe to share: each thread has its own."""
    some = [np.ascontiguousarray(photo[: 250 - 7 * (i % 5)]) for i, photo in enumerate(photos[:60])]
    alone = [reader.find(photo) for photo in some]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(reader.find, some * 2))
    assert all(_same(one, other) for one, other in zip(alone * 2, together, strict=True))


def test_a_thread_keeps_its_detector(reader: FaceReader) -> None:
    assert reader.detector is reader.detector
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: reader.detector).result() is not reader.detector


def test_fast_finds_the_faces_of_a_frame(street: list[Image], reader: FaceReader) -> None:
    assert all(3 <= len(reader.find_fast(frame)) <= 10 for frame in street)


def test_no_face_in_an_empty_picture(reader: FaceReader) -> None:
    assert reader.find(np.full((480, 640, 3), 90, np.uint8)) == []
    assert reader.embed([]).shape == (0, 128)


def test_landmarks_that_make_no_face_are_left_out(photos: list[Image], reader: FaceReader) -> None:
    found = reader.find(photos[0])[0].detection
    assert face_at(photos[0], found) is not None
    assert face_at(photos[0], replace(found, landmarks=np.ones((5, 2), np.float32))) is None
    assert face_at(photos[0], replace(found, landmarks=found.landmarks + 9000)) is None
    assert face_at(photos[0], replace(found, landmarks=found.landmarks * np.float32(np.nan))) is None


class TestProminence:
    def test_of_equals_the_central_one_leads(self) -> None:
        central, corner = Box(280, 200, 80, 80), Box(0, 0, 80, 80)
        assert prominence(central, 640, 480) > 2 * prominence(corner, 640, 480)

    def test_a_much_larger_one_leads_anywhere(self) -> None:
        assert prominence(Box(0, 0, 260, 260), 640, 480) > prominence(Box(300, 220, 40, 40), 640, 480)

    def test_is_the_area_in_the_centre_and_falls_by_e_squared_in_the_corner(self) -> None:
        assert prominence(Box(310, 230, 20, 20), 640, 480) == pytest.approx(400)
        assert prominence(Box(-10, -10, 20, 20), 640, 480) == pytest.approx(400 * np.exp(-2))

    def test_the_subject_of_loose_photos_comes_first(self, photos: list[Image], reader: FaceReader) -> None:
        """Those photos show their person in the middle."""
        central = 0
        for photo in photos:
            box = reader.find(photo)[0].box
            central += abs(box.x + box.w / 2 - 125) < 40 and abs(box.y + box.h / 2 - 125) < 40
        assert central >= 99
